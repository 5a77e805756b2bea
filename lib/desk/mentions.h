/*
 * Who is mentioned in Markdown: "@ada@example.com", also within "**…**", "[…](…)" and words ("…'s"). What stands in
 * code, between backticks, is no mention.
 */
#ifndef TASKDESK_DESK_MENTIONS_H
#define TASKDESK_DESK_MENTIONS_H

#include "base/arena.h"

/* The next one's address, in the arena, or NULL at the end. Whether it is anybody's is another question. */
const char *mention_next(struct arena *arena, const char **rest);

#endif
