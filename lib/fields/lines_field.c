#include "fields/lines_field.h"

#include "base/lines.h"

struct list_value list_of_lines(struct arena *arena, const char *lines)
{
	struct list_value list = { .present = lines != NULL };
	const char **texts = arena_array(arena, lines_count(lines) + 1, sizeof(*texts));
	const char *line;

	while ((line = lines_next(arena, &lines)))
		texts[list.count++] = line;
	list.elements = texts;
	return list;
}
