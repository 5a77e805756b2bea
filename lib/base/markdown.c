#include "base/markdown.h"

#include <string.h>

#define BLANKS " \t"

static const char *next_line(const char *line)
{
	line += strcspn(line, "\n");
	return *line ? line + 1 : line;
}

static const char *behind_blanks(const char *line)
{
	return line + strspn(line, BLANKS);
}

/* By four blanks, of which a tab is as many as are missing. */
static bool is_indented(const char *line)
{
	size_t spaces = strspn(line, " ");

	return spaces > 3 || line[spaces] == '\t';
}

static bool ends_word(char character)
{
	return !character || strchr(BLANKS "\r\n", character);
}

/* Nothing but blanks, or a line that is drawn under or between paragraphs. */
static bool is_without_words(const char *line)
{
	line += strspn(line, BLANKS "\r-=*_");
	return !*line || *line == '\n';
}

/* The length of a "-" or "12." that begins an item; 0 for none. */
static size_t list_marker(const char *at)
{
	size_t digits = strspn(at, "0123456789");

	if (!at[digits] || !strchr(digits ? ".)" : "-+*", at[digits]) || !ends_word(at[digits + 1]))
		return 0;
	return digits + 1;
}

/* Behind all marks of quotes and lists. */
static const char *behind_marks(const char *line)
{
	size_t mark;

	do {
		line = behind_blanks(line);
		mark = *line == '>' ? 1 : list_marker(line);
		line += mark;
	} while (mark);
	return line;
}

/* The length of a fence of ``` or ~~~ that opens here; 0 for none. CommonMark 4.5: no backtick is behind the first kind. */
static size_t fence(const char *at)
{
	size_t length = strspn(at, *at == '~' ? "~" : "`");

	if (length < 3 || (*at == '`' && at[length + strcspn(at + length, "`\n")] == '`'))
		return 0;
	return length;
}

static bool closes(const char *at, const char *opened)
{
	size_t length = fence(at);

	at += length;
	return length >= fence(opened) && at[-1] == *opened && strchr("\r\n", *behind_blanks(at));
}

/* A line of text that belongs to no other: a heading, or a row of a table. */
static bool stands_alone(const char *at)
{
	return *at == '|' || (*at == '#' && ends_word(at[strspn(at, "#")]));
}

static bool may_be_marked(const struct markdown *markdown, const char *line)
{
	return markdown->in_list || !is_indented(line);
}

/* A line in a paragraph that is not of it any more. */
static bool begins_another(const struct markdown *markdown, const char *line)
{
	const char *at = behind_blanks(line);

	return is_without_words(line) ||
	       (may_be_marked(markdown, line) && (*at == '>' || list_marker(at) || stands_alone(at) || fence(at)));
}

/* Behind the line that closes a fence, or where the quote or list that it is in ends, or else at the end. */
static const char *behind_fence(const struct markdown *markdown, const char *line, const char *opened)
{
	bool is_quoted = memchr(line, '>', (size_t)(opened - line));

	while (*(line = next_line(line))) {
		if (may_be_marked(markdown, line) && closes(line + strspn(line, is_quoted ? BLANKS ">" : BLANKS), opened))
			return next_line(line);
		if (is_quoted ? *behind_blanks(line) != '>' : markdown->in_list && !ends_word(*line))
			return line;
	}
	return line;
}

static const char *behind_paragraph(const struct markdown *markdown, const char *line)
{
	do
		line = next_line(line);
	while (*line && !begins_another(markdown, line));
	return line;
}

/* A list goes on until a block begins at the margin. */
static void note_list(struct markdown *markdown, const char *line)
{
	if (may_be_marked(markdown, line) && list_marker(behind_blanks(line)))
		markdown->in_list = true;
	else if (!ends_word(*line))
		markdown->in_list = false;
}

const char *markdown_next_block(struct arena *arena, struct markdown *markdown)
{
	while (*markdown->rest) {
		const char *line = markdown->rest;
		const char *content = behind_marks(line);

		note_list(markdown, line);
		if (is_without_words(line) || !may_be_marked(markdown, line)) {
			markdown->rest = next_line(line);
		} else if (fence(content)) {
			markdown->rest = behind_fence(markdown, line, content);
		} else {
			markdown->rest = stands_alone(content) ? next_line(line) : behind_paragraph(markdown, line);
			return arena_copy(arena, line, (size_t)(markdown->rest - line));
		}
	}
	return NULL;
}

const char *markdown_behind_span(const char *block)
{
	size_t length = strspn(block, "`"), other;

	for (const char *end = strchr(block + length, '`'); end; end = strchr(end + other, '`')) {
		other = strspn(end, "`");
		if (other == length)
			return end + length;
	}
	return block + length;
}
