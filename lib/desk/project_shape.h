/*
 * The shape of a project, its sections and fields of its own, within one update of it; and
 * the way back from what the activity says. For projects.c and undo.
 */
#ifndef TASKDESK_DESK_PROJECT_SHAPE_H
#define TASKDESK_DESK_PROJECT_SHAPE_H

#include "desk/projects.h"

#define PROJECT_FIELDS 8            /* that one update can change */
#define PROJECT_NAME_LONGEST 200    /* of sections and fields as well */
#define PROJECT_MOST_SECTIONS 50
#define PROJECT_MOST_FIELDS 30

/* What one update changes, gathered while it goes. */
struct project_update {
	struct desk *desk;
	struct project *project;
	struct field_change changes[PROJECT_FIELDS];
	size_t count;
};

/* Notes a changed field, unless both are the same. */
void project_note_change(struct project_update *update, const char *field, const char *before, const char *after);

/* Makes the sections, or fields, what the list says; nothing where none is given. */
bool project_set_sections(struct project_update *update, const struct text_list *wanted);
bool project_set_fields(struct project_update *update, const struct text_list *wanted);

/* Brings them back to what they were before the change, ids and all. */
bool project_sections_back(struct project_update *update, const struct field_change *change);
bool project_fields_back(struct project_update *update, const struct field_change *change);

#endif
