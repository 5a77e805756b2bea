#include "desk/search_words.h"

#include <string.h>

/* Tokens have 84 characters at most (innodb_ft_max_token_size), the workspace's mark included. */
#define LONGEST_INDEXED 60

/* Words that say little: taken out of what is looked for, unless there is nothing else. */
static const char *const common_words[] = {
	"a",    "about", "an",   "are", "as",   "at",  "be",   "by",   "com",   "de",   "en",  "for", "from",
	"how",  "i",     "in",   "is",  "it",   "la",  "of",   "on",   "or",    "that", "the", "this", "to",
	"und",  "was",   "what", "when", "where", "who", "will", "with", "www",
};

/*
 * Letters of scripts that part words by blanks: Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic, Georgian, Korean. The index
 * takes what stands between blanks for a word, which for Chinese, Japanese or Thai is a whole sentence; and it has no signs.
 */
static const struct {
	uint32_t first, last;
} letters[] = {
	{ '0', '9' },         { 'A', 'Z' },         { '_', '_' },         { 'a', 'z' },         { 0x00C0, 0x00D6 },   { 0x00D8, 0x00F6 },
	{ 0x00F8, 0x024F },   { 0x0388, 0x0481 },   { 0x048A, 0x052F },   { 0x0531, 0x0587 },   { 0x05D0, 0x05EA },   { 0x0620, 0x064A },
	{ 0x10A0, 0x10FF },   { 0x1E00, 0x1FFF },   { 0xAC00, 0xD7A3 },
};

/* Around words in sentences. */
static const char *const punctuation[] = {
	".", ",", ";", ":", "!", "?", "(", ")", "[", "]", "{", "}", "'", "…", "“", "”", "„", "‘", "’", "«", "»", "、", "。", "，", "？", "！", "「", "」",
};

struct search_words search_words_in(struct arena *arena)
{
	return (struct search_words){
		.wanted = text_in(arena),
		.unwanted = text_in(arena),
		.wanted_phrases = text_in(arena),
		.unwanted_phrases = text_in(arena),
	};
}

static bool is_common(const char *word)
{
	for (size_t i = 0; i < sizeof(common_words) / sizeof(common_words[0]); i++)
		if (text_equals_ignoring_case(common_words[i], word))
			return true;
	return false;
}

static bool is_letter(uint32_t character)
{
	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++)
		if (character >= letters[i].first && character <= letters[i].last)
			return true;
	return false;
}

/* What parts words for the index; of other than ASCII characters nothing is sure to. */
static bool is_gap(uint32_t character)
{
	return character < 0x80 && !is_letter(character);
}

/* The words of a text with one blank between them. is_indexed: the index has them all, and there is one at least. */
static const char *split(struct arena *arena, const char *text, bool *is_indexed)
{
	struct text words = text_in(arena);
	size_t length = 0;

	*is_indexed = true;
	for (const char *at = text; *at;) {
		const char *start = at;
		uint32_t character = utf8_next(&at);

		if (is_gap(character)) {
			length = 0;
			continue;
		}
		text_add(&words, !length && words.length ? " " : "");
		text_add_bytes(&words, start, (size_t)(at - start));
		*is_indexed = *is_indexed && is_letter(character) && ++length <= LONGEST_INDEXED;
	}
	*is_indexed = *is_indexed && words.length;
	return text_string(&words);
}

/* How many bytes the text begins, or ends, with of one of these; 0: none. */
static size_t punctuation_at(const char *text, size_t length, bool (*is_there)(const char *, const char *))
{
	for (size_t i = 0; i < sizeof(punctuation) / sizeof(punctuation[0]); i++)
		if (length >= strlen(punctuation[i]) && is_there(text, punctuation[i]))
			return strlen(punctuation[i]);
	return 0;
}

/* A word without the punctuation around it; as it is, where that is all. */
static const char *bare(struct arena *arena, const char *word)
{
	char *text = arena_strdup(arena, word);
	size_t length = strlen(text), bytes;

	while ((bytes = punctuation_at(text, length, text_starts_with))) {
		text += bytes;
		length -= bytes;
	}
	while ((bytes = punctuation_at(text, length, text_ends_with))) {
		length -= bytes;
		text[length] = '\0';
	}
	return length ? text : word;
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

/* Leaving out by the index alone would leave out too much: "-C++" is not without every C. */
static bool add_exact(struct search_words *words, const char *text, bool is_unwanted)
{
	struct text *terms = is_unwanted ? &words->unwanted_phrases : &words->wanted_phrases;
	bool is_indexed;
	const char *plain = split(words->wanted.arena, text, &is_indexed);
	bool is_plain = strcmp(plain, text) == 0;

	if (is_indexed && (is_plain || !is_unwanted))
		add_term(terms, !is_unwanted, "\"", plain, "\"");
	if (is_indexed && is_plain)
		return true;
	if (is_unwanted)
		return add_part(words->not_parts, &words->not_part_count, text);
	return add_part(words->parts, &words->part_count, text);
}

bool search_words_add(struct search_words *words, const char *word, bool is_exact, bool is_unwanted)
{
	bool is_indexed;

	if (is_exact)
		return add_exact(words, word, is_unwanted);
	word = bare(words->wanted.arena, word);
	if (strcmp(split(words->wanted.arena, word, &is_indexed), word) != 0 || !is_indexed)
		return add_exact(words, word, is_unwanted);
	if (is_common(word) && !is_unwanted)
		words->common = word;
	else
		add_term(is_unwanted ? &words->unwanted : &words->wanted, !is_unwanted, "", word, "*");
	return true;
}

static void add_phrases(struct text *terms, const char *separator, const struct text *phrases)
{
	if (!phrases->length)
		return;
	text_add(terms, terms->length ? separator : "");
	text_add(terms, text_string(phrases));
}

/* MariaDB passes over what stands behind a phrase: of what is wanted in the same group, of what is not in the whole text. */
bool search_words_end(struct search_words *words)
{
	add_phrases(&words->wanted, " ", &words->wanted_phrases);
	add_phrases(&words->unwanted, "\n", &words->unwanted_phrases);
	if (!words->wanted.length && !words->part_count && words->common)
		add_term(&words->wanted, true, "", words->common, "*");
	return words->wanted.length || words->part_count || words->unwanted.length || words->not_part_count;
}
