#include "base/plain.h"

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define MARKS_IN_A_ROW 2

struct range {
	uint32_t first, last;
};

static const struct range unseen[] = {
	{ 0x00, 0x1F }, { 0x7F, 0x9F }, { 0xAD, 0xAD }, { 0x061C, 0x061C }, { 0x115F, 0x1160 }, { 0x17B4, 0x17B5 },
	{ 0x180B, 0x180F }, { 0x200B, 0x200F }, { 0x2028, 0x202E }, { 0x2060, 0x206F }, { 0x2800, 0x2800 },
	{ 0x3164, 0x3164 }, { 0xFE00, 0xFE0F }, { 0xFEFF, 0xFEFF }, { 0xFFA0, 0xFFA0 }, { 0xFFF0, 0xFFFC },
	{ 0x1BCA0, 0x1BCA3 }, { 0x1D173, 0x1D17A }, { 0xE0000, 0xE0FFF },
};

static const struct range spaces[] = {
	{ 0x09, 0x0D }, { 0x20, 0x20 }, { 0x85, 0x85 }, { 0xA0, 0xA0 }, { 0x1680, 0x1680 }, { 0x2000, 0x200A },
	{ 0x2028, 0x2029 }, { 0x202F, 0x202F }, { 0x205F, 0x205F }, { 0x3000, 0x3000 },
};

static const struct range marks[] = {
	{ 0x0300, 0x036F }, { 0x0483, 0x0489 }, { 0x1AB0, 0x1AFF }, { 0x1DC0, 0x1DFF }, { 0x20D0, 0x20FF },
	{ 0xFE20, 0xFE2F },
};

#define IS_IN(table, code) is_in(table, sizeof(table) / sizeof((table)[0]), code)

static bool is_in(const struct range *table, size_t count, uint32_t code)
{
	for (size_t i = 0; i < count; i++)
		if (code >= table[i].first && code <= table[i].last)
			return true;
	return false;
}

/* The character at the start of valid UTF-8, and how many bytes it has. */
static uint32_t character(const char *string, size_t *bytes)
{
	unsigned char first = (unsigned char)*string;
	uint32_t code;

	*bytes = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
	code = *bytes == 1 ? first : first & (0x7FU >> *bytes);
	for (size_t i = 1; i < *bytes; i++)
		code = code << 6 | ((unsigned char)string[i] & 0x3F);
	return code;
}

/* All that may be shown of it, of any length. */
static const char *cleaned(struct arena *arena, const char *string)
{
	struct text text = text_in(arena);
	bool space_is_due = false;
	size_t marks_before = 0, bytes;

	for (; *string; string += bytes) {
		uint32_t code = character(string, &bytes);

		if (IS_IN(spaces, code)) {
			space_is_due = text.length != 0;
			continue;
		}
		marks_before = IS_IN(marks, code) ? marks_before + 1 : 0;
		if (IS_IN(unseen, code) || marks_before > MARKS_IN_A_ROW)
			continue;
		if (space_is_due)
			text_add_char(&text, ' ');
		space_is_due = false;
		text_add_bytes(&text, string, bytes);
	}
	return text_string(&text);
}

const char *plain_text(struct arena *arena, const char *string, size_t characters)
{
	char *valid = arena_strdup(arena, string);
	const char *clean;

	if (!valid)
		return "";
	utf8_mend(valid);
	clean = cleaned(arena, valid);
	if (utf8_length(clean) <= characters)
		return clean;
	return arena_printf(arena, "%.*s…", (int)utf8_prefix_bytes(clean, characters - 1), clean);
}
