#include "base/text.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wctype.h>

/* Room that most formatted pieces fit into. */
#define USUAL_BYTES 100
#define LONGEST_INTEGER 20
#define LONGEST_ESCAPE 6
#define BYTES_AT_ONCE 128

struct text text_in(struct arena *arena)
{
	return (struct text){ .arena = arena };
}

static void grow(struct text *text, size_t more)
{
	size_t capacity = text->capacity ? text->capacity : 256;
	char *bytes;

	while (capacity - text->length <= more)
		capacity *= 2;
	if (capacity == text->capacity)
		return;
	bytes = arena_room(text->arena, capacity);
	if (text->length)
		memcpy(bytes, text->bytes, text->length);
	text->bytes = bytes;
	text->capacity = capacity;
}

void text_add_bytes(struct text *text, const void *bytes, size_t length)
{
	grow(text, length);
	if (length)
		memcpy(text->bytes + text->length, bytes, length);
	text->length += length;
	text->bytes[text->length] = '\0';
}

void text_add(struct text *text, const char *string)
{
	text_add_bytes(text, string, strlen(string));
}

void text_add_char(struct text *text, char character)
{
	text_add_bytes(text, &character, 1);
}

void text_printf(struct text *text, const char *format, ...)
{
	va_list values;
	size_t length;

	grow(text, USUAL_BYTES);
	va_start(values, format);
	length = (size_t)vsnprintf(text->bytes + text->length, text->capacity - text->length, format, values);
	va_end(values);
	if (length >= text->capacity - text->length) {
		grow(text, length);
		va_start(values, format);
		vsnprintf(text->bytes + text->length, text->capacity - text->length, format, values);
		va_end(values);
	}
	text->length += length;
}

void text_add_integer(struct text *text, int64_t integer)
{
	uint64_t left = integer < 0 ? 0 - (uint64_t)integer : (uint64_t)integer;
	char digits[LONGEST_INTEGER];
	char *at = digits + sizeof(digits);

	do {
		*--at = (char)('0' + left % 10);
		left /= 10;
	} while (left);
	if (integer < 0)
		*--at = '-';
	text_add_bytes(text, at, (size_t)(digits + sizeof(digits) - at));
}

/* The letter behind the backslash: 'u' for what has none of its own, 0 for what stands as it is. */
static const char escape_letters[256] = {
	[0x00 ... 0x08] = 'u', ['\t'] = 't',  ['\n'] = 'n', [0x0B ... 0x0C] = 'u', ['\r'] = 'r',
	[0x0E ... 0x1F] = 'u', ['"'] = '"', ['\\'] = '\\', [0x7F] = 'u',
};

static char *put_escaped(char *out, unsigned char character)
{
	static const char hexadecimal[] = "0123456789abcdef";
	char letter = escape_letters[character];

	if (!letter) {
		*out++ = (char)character;
		return out;
	}
	*out++ = '\\';
	*out++ = letter;
	if (letter == 'u') {
		*out++ = '0';
		*out++ = '0';
		*out++ = hexadecimal[character >> 4];
		*out++ = hexadecimal[character & 15];
	}
	return out;
}

/* A word of eight times this byte. */
#define EIGHT(byte) (UINT64_C(0x0101010101010101) * (byte))

/* The lowest bytes up to the first that is smaller keep a clear highest bit; what stands above that says nothing. */
static uint64_t smaller(uint64_t word, unsigned char than)
{
	return (word - EIGHT(than)) & ~word & EIGHT(0x80);
}

/* How many of the eight bytes come before one that escape_letters names. */
static size_t plain_before_escape(const char *bytes)
{
	uint64_t word, found;

	memcpy(&word, bytes, sizeof(word));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	found = smaller(word, 0x20) | smaller(word ^ EIGHT('"'), 1) | smaller(word ^ EIGHT('\\'), 1) |
		smaller(word ^ EIGHT(0x7F), 1);
	return found ? (size_t)__builtin_ctzll(found) / 8 : sizeof(word);
}

/* Most text needs no escapes, so eight bytes are copied at once and those that count are kept. */
static char *put_all_escaped(char *out, const char *bytes, size_t length)
{
	const char *end = bytes + length;

	while ((size_t)(end - bytes) >= sizeof(uint64_t)) {
		size_t plain = plain_before_escape(bytes);

		memcpy(out, bytes, sizeof(uint64_t));
		out += plain;
		bytes += plain;
		if (plain < sizeof(uint64_t))
			out = put_escaped(out, (unsigned char)*bytes++);
	}
	while (bytes < end)
		out = put_escaped(out, (unsigned char)*bytes++);
	return out;
}

void text_add_json(struct text *text, const char *bytes, size_t length)
{
	text_add_char(text, '"');
	while (length) {
		size_t step = length < BYTES_AT_ONCE ? length : BYTES_AT_ONCE;

		grow(text, step * LONGEST_ESCAPE);
		text->length = (size_t)(put_all_escaped(text->bytes + text->length, bytes, step) - text->bytes);
		bytes += step;
		length -= step;
	}
	text_add_char(text, '"');
}

void text_add_member(struct text *text, char before, const char *name)
{
	size_t length = strlen(name);
	char *at;

	grow(text, length + 4);
	at = text->bytes + text->length;
	*at++ = before;
	*at++ = '"';
	memcpy(at, name, length);
	memcpy(at + length, "\":", 3);
	text->length += length + 4;
}

const char *text_string(const struct text *text)
{
	return text->bytes ? text->bytes : "";
}

/* The length of the sequence that starts here, or 0 when it is malformed. */
static size_t utf8_sequence(const unsigned char *bytes, size_t left)
{
	unsigned char first = bytes[0];
	unsigned char low = 0x80, high = 0xBF;
	size_t length;

	if (first < 0x80)
		return 1;
	if (first < 0xC2 || first > 0xF4)
		return 0;
	length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
	if (left < length)
		return 0;
	if (first == 0xE0)
		low = 0xA0;
	else if (first == 0xED)
		high = 0x9F;
	else if (first == 0xF0)
		low = 0x90;
	else if (first == 0xF4)
		high = 0x8F;
	if (bytes[1] < low || bytes[1] > high)
		return 0;
	for (size_t i = 2; i < length; i++)
		if ((bytes[i] & 0xC0) != 0x80)
			return 0;
	return length;
}

bool utf8_is_valid(const char *bytes, size_t length)
{
	const unsigned char *at = (const unsigned char *)bytes;

	while (length) {
		size_t step = utf8_sequence(at, length);

		if (!step)
			return false;
		at += step;
		length -= step;
	}
	return true;
}

void utf8_mend(char *string)
{
	size_t left = strlen(string);
	char *kept = string;

	while (left) {
		size_t step = utf8_sequence((const unsigned char *)string, left);
		size_t taken = step ? step : 1;

		memmove(kept, string, step);
		kept += step;
		string += taken;
		left -= taken;
	}
	*kept = '\0';
}

uint32_t utf8_next(const char **string)
{
	const unsigned char *at = (const unsigned char *)*string;
	size_t length = *at < 0x80 ? *at != '\0' : utf8_sequence(at, strlen(*string));
	uint32_t character = length > 1 ? *at & (0x7FU >> length) : *at;

	for (size_t i = 1; i < length; i++)
		character = character << 6 | (at[i] & 0x3FU);
	*string += length;
	return character;
}

size_t utf8_length(const char *string)
{
	size_t characters = 0;

	for (; *string; string++)
		characters += ((unsigned char)*string & 0xC0) != 0x80;
	return characters;
}

size_t utf8_prefix_bytes(const char *string, size_t characters)
{
	size_t bytes = 0;

	for (; string[bytes]; bytes++) {
		if (((unsigned char)string[bytes] & 0xC0) == 0x80)
			continue;
		if (!characters)
			break;
		characters--;
	}
	return bytes;
}

static char ascii_lower(char character)
{
	return character >= 'A' && character <= 'Z' ? (char)(character - 'A' + 'a') : character;
}

bool text_equals_ignoring_case(const char *one, const char *other)
{
	while (*one && ascii_lower(*one) == ascii_lower(*other)) {
		one++;
		other++;
	}
	return ascii_lower(*one) == ascii_lower(*other);
}

/* The letters of all scripts are opened with the first that needs them, which many processes never meet. */
static void know_all_letters(void)
{
	locale_t all;

	if (uselocale((locale_t)0) != LC_GLOBAL_LOCALE)
		return;
	all = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	if (all)
		uselocale(all);
}

/* By way of the capital, since some have two small letters: sigma is another one at the end of a word. */
static uint32_t without_case(uint32_t character)
{
	if (character < 0x80)
		return (unsigned char)ascii_lower((char)character);
	know_all_letters();
	return (uint32_t)towlower(towupper((wint_t)character));
}

int text_name_order(const char *text, size_t bytes, const char *name)
{
	const char *end = text + bytes;
	uint32_t here, there;

	do {
		here = text < end ? without_case(utf8_next(&text)) : 0;
		there = without_case(utf8_next(&name));
	} while (here && here == there);
	return (here > there) - (here < there);
}

bool text_same_name(const char *name, const char *other)
{
	return text_name_order(name, strlen(name), other) == 0;
}

bool text_name_begins(const char *name, const char *beginning)
{
	while (*beginning)
		if (without_case(utf8_next(&name)) != without_case(utf8_next(&beginning)))
			return false;
	return true;
}

bool text_starts_with(const char *string, const char *prefix)
{
	return strncmp(string, prefix, strlen(prefix)) == 0;
}

bool text_ends_with(const char *string, const char *suffix)
{
	size_t length = strlen(string), tail = strlen(suffix);

	return length >= tail && strcmp(string + length - tail, suffix) == 0;
}

#define LONGEST_COMPARED 64

static size_t least(size_t one, size_t other)
{
	return one < other ? one : other;
}

/* How many characters there are, LONGEST_COMPARED at most; without their case. */
static size_t compared(const char *string, uint32_t characters[LONGEST_COMPARED])
{
	size_t count = 0;

	while (*string && count < LONGEST_COMPARED)
		characters[count++] = without_case(utf8_next(&string));
	return count;
}

size_t text_distance(const char *one, const char *other)
{
	uint32_t here[LONGEST_COMPARED], there[LONGEST_COMPARED];
	size_t rows[3][LONGEST_COMPARED + 1];
	size_t *before = rows[0], *last = rows[1], *row = rows[2];
	size_t height = utf8_length(one), width = utf8_length(other);

	if (height > LONGEST_COMPARED || width > LONGEST_COMPARED)
		return height > width ? height : width;
	height = compared(one, here);
	width = compared(other, there);
	for (size_t j = 0; j <= width; j++)
		last[j] = before[j] = j;
	for (size_t i = 1; i <= height; i++) {
		size_t *turned = before;

		row[0] = i;
		for (size_t j = 1; j <= width; j++) {
			row[j] = least(least(last[j], row[j - 1]) + 1, last[j - 1] + (here[i - 1] != there[j - 1]));
			if (i > 1 && j > 1 && here[i - 1] == there[j - 2] && here[i - 2] == there[j - 1])
				row[j] = least(row[j], before[j - 2] + 1);
		}
		before = last;
		last = row;
		row = turned;
	}
	return last[width];
}

const char *text_nearest(const char *mistyped, const char *const *names)
{
	size_t allowed = utf8_length(mistyped) / 3 + 1;
	const char *nearest = NULL;

	for (; *names; names++) {
		size_t distance = text_distance(mistyped, *names);

		if (distance > allowed)
			continue;
		nearest = *names;
		if (!distance)
			break;
		allowed = distance - 1;
	}
	return nearest;
}

bool text_to_int64(const char *string, int64_t *number)
{
	char *end;
	long long value;

	if (*string != '-' && (*string < '0' || *string > '9'))
		return false;
	errno = 0;
	value = strtoll(string, &end, 10);
	if (errno || *end || end == string)
		return false;
	*number = value;
	return true;
}

char *text_next_word(struct arena *arena, const char **rest)
{
	static const char separators[] = ", \t\r\n";
	const char *start = *rest + strspn(*rest, separators);
	size_t length = strcspn(start, separators);

	*rest = start + length;
	return length ? arena_copy(arena, start, length) : NULL;
}
