/*
 * Words of a query as the database can look for them. The full text index knows words of scripts that
 * part words by blanks; what it does not know, and what has to stand exactly so with its signs, is
 * looked for in the text itself.
 */
#ifndef TASKDESK_DESK_SEARCH_WORDS_H
#define TASKDESK_DESK_SEARCH_WORDS_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

#define SEARCH_PARTS 8

struct search_words {
	struct text wanted;                  /* for MariaDB's boolean mode, as scope_store_words takes it; empty: nothing for the index */
	struct text unwanted;
	struct text wanted_phrases;          /* behind the others, in the end */
	struct text unwanted_phrases;
	const char *parts[SEARCH_PARTS];     /* each of these stands in the text */
	size_t part_count;
	const char *not_parts[SEARCH_PARTS]; /* and none of these */
	size_t not_part_count;
	const char *common;                  /* a most common word, in case that there is nothing else; NULL: none */
};

struct search_words search_words_in(struct arena *arena);

/* Adds a word, or exact words; false when there are too many for the text itself. */
bool search_words_add(struct search_words *words, const char *word, bool is_exact, bool is_unwanted);

/* To be called when all are added: only common words are better than none. Whether there are any. */
bool search_words_end(struct search_words *words);

#endif
