/*
 * A statement put together from fragments of the program's own, with the values that they bind.
 */
#ifndef TASKDESK_STORE_BUILT_H
#define TASKDESK_STORE_BUILT_H

#include "base/text.h"
#include "store/db.h"

struct built {
	struct text sql;
	struct db_value *values;
	size_t count, capacity;
};

struct built built_in(struct arena *arena);

/* "AND" and a condition; NULL adds nothing. */
void built_also(struct built *built, const char *condition);

/* A value for the next '?'. */
void built_bind(struct built *built, struct db_value value);

/* Both; built_also_integer adds nothing for 0, built_also_text nothing for NULL. */
void built_also_bound(struct built *built, const char *condition, struct db_value value);
void built_also_integer(struct built *built, const char *condition, int64_t integer);
void built_also_text(struct built *built, const char *condition, const char *text);

/*
 * " IN (?, ?)" with these, one at least. There are as many places as the next power of two, the last one again in those
 * left over: each text is prepared by itself, so few should differ.
 */
void built_in_ids(struct built *built, const int64_t *ids, size_t count);
void built_in_texts(struct built *built, const char *const *texts, size_t count);

/* Text and values of another. */
void built_append(struct built *built, const struct built *other);

#endif
