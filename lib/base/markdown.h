/*
 * The blocks of a Markdown text: paragraphs, headings, items of a list. As far as it takes to know what is code: where
 * that is in doubt, it is text.
 */
#ifndef TASKDESK_BASE_MARKDOWN_H
#define TASKDESK_BASE_MARKDOWN_H

#include "base/arena.h"

#include <stdbool.h>

struct markdown {
	const char *rest;    /* what was not read yet: lines */
	bool in_list;        /* what is indented there is under an item, and no code */
};

/* The next block's lines, in the arena, or NULL at the end. Blocks of code, fenced or indented, are left out. */
const char *markdown_next_block(struct arena *arena, struct markdown *markdown);

/*
 * Behind the code span that begins with these backticks. Those that nothing in the block ends are text, and only they are
 * passed.
 */
const char *markdown_behind_span(const char *block);

#endif
