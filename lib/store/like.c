#include "store/like.h"

#include "base/text.h"

#include <string.h>

const char *like_pattern(struct arena *arena, const char *before, const char *text, const char *behind)
{
	struct text pattern = text_in(arena);

	text_add(&pattern, before);
	for (; *text; text++) {
		if (strchr("%_\\", *text))
			text_add_char(&pattern, '\\');
		text_add_char(&pattern, *text);
	}
	text_add(&pattern, behind);
	return text_string(&pattern);
}
