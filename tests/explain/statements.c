/*
 * Prints every statement of the stores as JSON lines.
 * usage: statements static
 *        statements lists NAME=VALUE…       those that stores put together while the program runs, see asking.h
 */
#include "tests/explain/statements.h"

#include "base/text.h"
#include "tests/explain/asking.h"
#include "tests/explain/lists.h"

#include <stdio.h>
#include <string.h>

static struct arena arena;

static void add_literal(struct text *line, const struct db_value *value)
{
	struct text literal = text_in(&arena);

	if (value->type == DB_NULL) {
		text_add(line, "\"NULL\"");
		return;
	}
	if (value->type == DB_INTEGER) {
		text_printf(line, "\"%lld\"", (long long)value->integer);
		return;
	}
	text_add_char(&literal, '\'');
	for (size_t i = 0; i < value->length; i++) {
		if (strchr("'\\", value->text[i]))
			text_add_char(&literal, '\\');
		text_add_char(&literal, value->text[i]);
	}
	text_add_char(&literal, '\'');
	text_add_json(line, text_string(&literal), literal.length);
}

void explain_print(const char *what, const char *sql, const struct db_values *values)
{
	struct text line = text_in(&arena);

	text_add(&line, "{\"what\":");
	text_add_json(&line, what, strlen(what));
	text_add(&line, ",\"sql\":");
	text_add_json(&line, sql, strlen(sql));
	for (size_t i = 0; values && i < values->count; i++) {
		text_add(&line, i ? "," : ",\"values\":[");
		add_literal(&line, &values->values[i]);
	}
	text_add(&line, values && values->count ? "]}" : "}");
	puts(text_string(&line));
	arena_reset(&arena);
}

bool explain_is_static(const char *name)
{
	for (const struct explained_store *store = explained_stores; store->name; store++)
		for (const struct db_statement *const *statement = store->statements; *statement; statement++)
			if (strcmp((*statement)->name, name) == 0)
				return true;
	return false;
}

static void print_static(void)
{
	for (const struct explained_store *store = explained_stores; store->name; store++)
		for (const struct db_statement *const *statement = store->statements; *statement; statement++)
			explain_print((*statement)->name, (*statement)->sql, NULL);
}

static void print_built(char **arguments)
{
	static const char *const viewers[] = { "system", "many", "some", "one", "tiny" };

	asked_open(arguments);
	for (size_t viewer = 0; viewer < COUNT(viewers); viewer++) {
		explain_task_lists(viewers[viewer]);
		explain_comment_searches(viewers[viewer]);
		explain_other_lists(viewers[viewer]);
	}
	asked_close();
}

int main(int count, char **arguments)
{
	arena_init(&arena, (size_t)64 * 1024 * 1024);
	if (count == 2 && strcmp(arguments[1], "static") == 0)
		print_static();
	else if (count > 2 && strcmp(arguments[1], "lists") == 0)
		print_built(arguments + 2);
	else
		return 2;
	arena_free(&arena);
	return 0;
}
