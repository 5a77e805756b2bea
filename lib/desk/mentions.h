/*
 * Who is mentioned in Markdown: "@ada@example.com", also within "**…**", "[…](…)" and words ("…'s"). What stands in
 * code is no mention.
 */
#ifndef TASKDESK_DESK_MENTIONS_H
#define TASKDESK_DESK_MENTIONS_H

#include "base/markdown.h"

struct mentions {
	struct markdown markdown;
	const char *block;    /* what was not looked at yet of the present one */
};

/* Of a text, which has to live as long. */
struct mentions mentions_in(const char *text);

/* The next one's address, in the arena, or NULL at the end. Whether it is anybody's is another question. */
const char *mention_next(struct arena *arena, struct mentions *mentions);

#endif
