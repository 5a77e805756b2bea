/*
 * Projects: sections in order, fields of their own, status updates.
 */
#ifndef TASKDESK_DESK_PROJECTS_H
#define TASKDESK_DESK_PROJECTS_H

#include "desk/desk.h"
#include "desk/tasks.h"
#include "store/project_store.h"

/* What to set. NULL leaves as it is, "" clears. */
struct project_edit {
	const char *name;
	const char *description;
	bool has_archived;
	bool archived;
	struct text_list sections;      /* the names in order, as it is to be; "Old=New" renames */
	struct text_list fields;        /* "Name:number" adds or changes; "Name:choice:a|b"; "-Name" removes */
	enum project_health health;     /* adds a status update; HEALTH_NONE: none */
	const char *health_text;
};

/* Makes one, within a change: a member may. copy_of (a reference, or NULL): its sections, fields and open tasks too. */
bool projects_create(struct desk *desk, const char *workspace, const char *copy_of, const struct project_edit *edit,
		     struct project *project);

/* Changes one, within a change: a member may. */
bool projects_update(struct desk *desk, const char *reference, int64_t if_version, const struct project_edit *edit,
		     struct project *project);

/* workspace: a reference, or NULL for all. */
bool projects_list(struct desk *desk, const char *workspace, bool archived, int64_t after_id, int64_t limit,
		   struct project_list *list);

/* The first by id of those in use whose ids begin and whose names hold this; only id and name of each. */
bool projects_named(struct desk *desk, const char *workspace, const char *id_begins, const char *name_holds, int64_t limit,
		    struct project_list *list);

/* Fills in how many tasks each has: open_tasks and completed_tasks (or open_tasks alone), which nothing else does. */
bool projects_count(struct desk *desk, struct project *projects, size_t count);
bool projects_count_open(struct desk *desk, struct project *projects, size_t count);

/* Fills in sections and fields, which nothing else does. */
bool projects_shapes(struct desk *desk, struct project *projects, size_t count);

bool projects_sections(struct desk *desk, const struct project *project, struct section_list *list);
bool projects_fields(struct desk *desk, const struct project *project, struct custom_field_list *list);

extern const char *const health_names[];
extern const char *const custom_type_names[];

/* Fails with ERROR_CONFLICT where the workspace is archived: nothing changes there. */
bool projects_check_open(struct desk *desk, const struct project *project);

/* For undo. */
bool projects_set_back(struct desk *desk, struct project *project, const struct field_change *changes, size_t count);
bool projects_save_trash(struct desk *desk, struct project *project, enum activity_action action);

#endif
