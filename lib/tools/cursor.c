#include "tools/cursor.h"

#include "base/base64.h"
#include "base/text.h"

#include <string.h>

const char *cursor_write(struct arena *arena, const struct cursor *cursor)
{
	const char *plain = arena_printf(arena, "%s|%lld|%s", cursor->order, (long long)cursor->id, cursor->value);

	return base64_encode(arena, BASE64_URL, plain, strlen(plain));
}

bool cursor_refuse(struct error *error)
{
	fail(error, ERROR_INVALID, "the cursor does not belong to this list");
	return fail_remedy(error, "Send next_cursor of the page before with the same sort, or leave cursor out to start again.");
}

bool cursor_read(struct arena *arena, const char *text, const char *order, struct cursor *cursor, struct error *error)
{
	size_t length;
	char *plain = (char *)base64_decode(arena, BASE64_URL, text, strlen(text), &length);
	char *id = plain && strlen(plain) == length ? strchr(plain, '|') : NULL;
	char *value = id ? strchr(id + 1, '|') : NULL;

	if (!value || !utf8_is_valid(plain, length))
		return cursor_refuse(error);
	*id++ = '\0';
	*value++ = '\0';
	*cursor = (struct cursor){ .order = plain, .value = value };
	if (strcmp(plain, order) != 0 || !text_to_int64(id, &cursor->id) || cursor->id < 0)
		return cursor_refuse(error);
	return true;
}
