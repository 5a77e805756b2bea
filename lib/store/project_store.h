/*
 * Rows of the tables project, section, custom_field and project_status.
 */
#ifndef TASKDESK_STORE_PROJECT_STORE_H
#define TASKDESK_STORE_PROJECT_STORE_H

#include "store/db.h"
#include "store/workspace_store.h"

/* In the order of project_status.status. */
enum project_health {
	HEALTH_NONE,
	HEALTH_ON_TRACK,
	HEALTH_AT_RISK,
	HEALTH_OFF_TRACK,
};

struct project {
	int64_t id;
	int64_t workspace_id;
	const char *workspace;      /* its name */
	enum role role;             /* of the viewer in that workspace */
	const char *name;
	const char *description;    /* NULL: none */
	const char *archived_at;    /* NULL: not archived */
	enum project_health health; /* the newest status update */
	const char *health_text;
	const char *health_at;
	const char *health_by;      /* e-mail */
	int64_t open_tasks;         /* both only behind project_store_count */
	int64_t completed_tasks;
	const char *sections;       /* names in order, one a line; both only behind project_store_shapes, NULL for none */
	const char *fields;         /* "Name:number", "Size:choice:S|M", one a line */
	const char *created_at;
	const char *created_by;     /* e-mail */
	const char *updated_at;
	const char *updated_by;     /* e-mail */
	const char *deleted_at;
	int64_t version;
	bool is_workspace_archived;
};

struct project_list {
	size_t count;
	struct project *projects;
};

struct section {
	int64_t id;
	const char *name;
};

struct section_list {
	size_t count;
	struct section *sections;
};

/* In the order of the column's ENUM. */
enum custom_field_type {
	CUSTOM_TEXT = 1,
	CUSTOM_NUMBER,
	CUSTOM_CHOICE,
	CUSTOM_DATE,
};

struct custom_field {
	int64_t id;
	const char *name;
	enum custom_field_type type;
	const char *choices;        /* one a line; NULL unless CUSTOM_CHOICE */
};

struct custom_field_list {
	size_t count;
	struct custom_field *fields;
};

/* One that the viewer may see, also a deleted one: deleted_at tells. */
bool project_store_find(struct db *db, int64_t id, int64_t viewer_id, struct project *project, bool *found);

/* Those of this name that the viewer may see, in one workspace or (0) in all. At most ten. */
bool project_store_find_by_name(struct db *db, const char *name, int64_t workspace_id, int64_t viewer_id,
				struct project_list *list);

/* A page by id, in one workspace or (0) in all. */
bool project_store_list(struct db *db, int64_t workspace_id, bool archived, int64_t viewer_id, int64_t after_id,
			int64_t limit, struct project_list *list);

/* The first by id of those in use whose ids begin and whose names hold this; only id and name of each. */
bool project_store_names(struct db *db, int64_t workspace_id, int64_t viewer_id, const char *id_begins,
			 const char *name_holds, int64_t limit, struct project_list *list);

/* Fills in how many tasks each has, all or only open ones, and what sections and fields. */
bool project_store_count(struct db *db, struct project *projects, size_t count);
bool project_store_count_open(struct db *db, struct project *projects, size_t count);
bool project_store_shapes(struct db *db, struct project *projects, size_t count);

bool project_store_insert(struct db *db, struct project *project, const char *now, int64_t created_by);

/* Writes name, description and archived_at where the version is still this one. */
bool project_store_update(struct db *db, const struct project *project, const char *now, int64_t updated_by,
			  bool *changed);
bool project_store_set_deleted(struct db *db, int64_t id, int64_t version, bool is_deleted, const char *now,
			       int64_t updated_by, bool *changed);

bool project_store_sections(struct db *db, int64_t project_id, struct section_list *list);
bool project_store_add_section(struct db *db, int64_t project_id, struct section *section, int64_t position);
/* Names, places and brings back a section, or takes it away: until it is back, its tasks are in none. */
bool project_store_set_section(struct db *db, const struct section *section, int64_t position);
bool project_store_remove_section(struct db *db, int64_t section_id);

bool project_store_fields(struct db *db, int64_t project_id, struct custom_field_list *list);
/* Of a removed one, too; NULL where there is none. */
bool project_store_field_name(struct db *db, int64_t field_id, const char **name);
bool project_store_add_field(struct db *db, int64_t project_id, struct custom_field *field);
bool project_store_set_field(struct db *db, const struct custom_field *field);
bool project_store_remove_field(struct db *db, int64_t field_id);

/* Adds a status update and tells its id; takes one back, or brings it back. */
bool project_store_add_status(struct db *db, int64_t project_id, enum project_health health, const char *text,
			      const char *now, int64_t created_by, int64_t *id);
bool project_store_set_status_deleted(struct db *db, int64_t status_id, bool is_deleted);

#endif
