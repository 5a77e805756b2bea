#include "desk/search_words.h"

#include <ctype.h>
#include <string.h>

#define SHORTEST_INDEXED 3

/* INFORMATION_SCHEMA.INNODB_FT_DEFAULT_STOPWORD: not in the index. */
static const char *const common_words[] = {
	"a",    "about", "an",   "are", "as",   "at",  "be",   "by",   "com",   "de",   "en",  "for", "from",
	"how",  "i",     "in",   "is",  "it",   "la",  "of",   "on",   "or",    "that", "the", "this", "to",
	"und",  "was",   "what", "when", "where", "who", "will", "with", "www",
};

struct search_words search_words_in(struct arena *arena)
{
	return (struct search_words){ .wanted = text_in(arena), .unwanted = text_in(arena) };
}

static bool is_common(const char *word)
{
	for (size_t i = 0; i < sizeof(common_words) / sizeof(common_words[0]); i++)
		if (text_equals_ignoring_case(common_words[i], word))
			return true;
	return false;
}

/* What the index takes for a part of a word. */
static bool is_letter(char character)
{
	return isalnum((unsigned char)character) || character == '_' || (unsigned char)character >= 0x80;
}

static bool is_indexed(const char *word)
{
	return utf8_length(word) >= SHORTEST_INDEXED && !is_common(word);
}

/* The words of a text with one blank between them; tells how many the index knows, and how many not. */
static const char *split(struct arena *arena, const char *text, size_t *indexed, size_t *others)
{
	struct text words = text_in(arena);

	*indexed = *others = 0;
	while (*text) {
		size_t length = 0;
		char *word;

		while (text[length] && is_letter(text[length]))
			length++;
		if (!length) {
			text++;
			continue;
		}
		word = arena_copy(arena, text, length);
		text_printf(&words, "%s%s", words.length ? " " : "", word);
		++*(is_indexed(word) ? indexed : others);
		text += length;
	}
	return text_string(&words);
}

/* In boolean mode: "+" wants it, "word*" takes what begins so, quotation marks take it as it is. */
static void add_term(struct text *terms, bool is_wanted, const char *before, const char *word, const char *behind)
{
	text_printf(terms, "%s%s%s%s%s", terms->length ? " " : "", is_wanted ? "+" : "", before, word, behind);
}

static bool add_part(const char **parts, size_t *count, const char *part)
{
	if (*count == SEARCH_PARTS)
		return false;
	parts[(*count)++] = part;
	return true;
}

bool search_words_add(struct search_words *words, const char *word, bool is_exact, bool is_unwanted)
{
	struct text *terms = is_unwanted ? &words->unwanted : &words->wanted;
	size_t indexed, others;
	const char *plain = split(words->wanted.arena, word, &indexed, &others);
	bool is_one = indexed + others == 1 && strcmp(plain, word) == 0;

	if (is_one && indexed && !is_exact) {
		add_term(terms, !is_unwanted, "", plain, "*");
		return true;
	}
	if (is_one && is_common(word) && !is_exact && !is_unwanted) {
		words->common = word;
		return true;
	}
	/* Leaving out by the index alone would leave out too much where it does not know all the words. */
	if (indexed && !(is_unwanted && others))
		add_term(terms, !is_unwanted, "\"", plain, "\"");
	if (indexed && !others && strcmp(plain, word) == 0)
		return true;
	if (is_unwanted)
		return add_part(words->not_parts, &words->not_part_count, word);
	return add_part(words->parts, &words->part_count, word);
}

bool search_words_end(struct search_words *words)
{
	bool has_wanted = words->wanted.length || words->part_count;

	if (!has_wanted && words->common)
		words->parts[words->part_count++] = words->common;
	return has_wanted || words->common || words->unwanted.length || words->not_part_count;
}
