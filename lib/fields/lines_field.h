/*
 * Lines of text (base/lines.h) as the value of a list field.
 */
#ifndef TASKDESK_FIELDS_LINES_FIELD_H
#define TASKDESK_FIELDS_LINES_FIELD_H

#include "base/arena.h"
#include "fields/field.h"

/* The lines as texts, both in the arena; absent for NULL. */
struct list_value list_of_lines(struct arena *arena, const char *lines);

#endif
