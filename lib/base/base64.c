#include "base/base64.h"

static const char digits[2][65] = {
	[BASE64_STANDARD] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
	[BASE64_URL] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
};

char *base64_encode(struct arena *arena, enum base64_alphabet alphabet, const void *bytes, size_t length)
{
	const unsigned char *in = bytes;
	const char *digit = digits[alphabet];
	char *text = arena_alloc(arena, (length + 2) / 3 * 4 + 1);
	char *out = text;

	for (size_t i = 0; i < length; i += 3) {
		size_t left = length - i;
		unsigned group = (unsigned)in[i] << 16;

		if (left > 1)
			group |= (unsigned)in[i + 1] << 8;
		if (left > 2)
			group |= in[i + 2];
		*out++ = digit[group >> 18];
		*out++ = digit[group >> 12 & 63];
		if (left > 1)
			*out++ = digit[group >> 6 & 63];
		if (left > 2)
			*out++ = digit[group & 63];
	}
	while (alphabet == BASE64_STANDARD && (out - text) % 4)
		*out++ = '=';
	*out = '\0';
	return text;
}

/* In ASCII, since texts of tokens are long and looked at with each request. */
static int digit_value(enum base64_alphabet alphabet, char character)
{
	if (character >= 'A' && character <= 'Z')
		return character - 'A';
	if (character >= 'a' && character <= 'z')
		return character - 'a' + 26;
	if (character >= '0' && character <= '9')
		return character - '0' + 52;
	return character == digits[alphabet][62] ? 62 : character == digits[alphabet][63] ? 63 : -1;
}

/* Length without its padding, or false where the padding is not canonical. */
static bool strip_padding(enum base64_alphabet alphabet, const char *text, size_t *length)
{
	if (alphabet == BASE64_STANDARD) {
		if (*length % 4)
			return false;
		if (*length && text[*length - 1] == '=')
			--*length;
		if (*length && text[*length - 1] == '=' && *length % 4 == 3)
			--*length;
	}
	return *length % 4 != 1;
}

unsigned char *base64_decode(struct arena *arena, enum base64_alphabet alphabet, const char *text, size_t text_length,
			     size_t *length)
{
	unsigned char *bytes, *out;
	unsigned group = 0;
	unsigned bits = 0;

	if (!strip_padding(alphabet, text, &text_length))
		return NULL;
	bytes = out = arena_alloc(arena, text_length / 4 * 3 + 4);
	for (size_t i = 0; i < text_length; i++) {
		int value = digit_value(alphabet, text[i]);

		if (value < 0)
			return NULL;
		group = group << 6 | (unsigned)value;
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			*out++ = (unsigned char)(group >> bits);
			group &= (1U << bits) - 1;
		}
	}
	if (group)
		return NULL;
	*length = (size_t)(out - bytes);
	return bytes;
}
