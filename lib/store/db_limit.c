#include "store/db_limit.h"

#include "base/text.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

#define MARK_BEGINS "/* "
#define MARK_ENDS " */"
#define CONDITION " TRUE"
#define VALUE " ?"

/* The tables whose rows belong to a workspace, by a column of theirs or by what they hang on. */
static const char *const limited_tables[] = {
	"workspace", "membership", "project", "section", "custom_field", "project_status", "task", "task_tag",
	"task_follower", "task_blocker", "comment", "activity", NULL,
};

/* A statement being rewritten. */
struct rewriting {
	struct arena *arena;
	const struct db_limit *limit;
	struct text sql;
	const struct db_value *values;   /* those not passed yet */
	struct db_value *passed;
	size_t count;
	size_t capacity;
	bool has_mark;
};

static void pass_value(struct rewriting *rewriting, struct db_value value)
{
	assert(rewriting->count < rewriting->capacity);
	rewriting->passed[rewriting->count++] = value;
}

/* "column IN (?, ?)", and the workspaces as values. */
static void add_condition(struct rewriting *rewriting, const char *column)
{
	text_printf(&rewriting->sql, "%s IN (", column);
	for (size_t i = 0; i < rewriting->limit->count; i++) {
		text_add(&rewriting->sql, i ? ", ?" : "?");
		pass_value(rewriting, db_integer(rewriting->limit->workspaces[i]));
	}
	text_add_char(&rewriting->sql, ')');
}

/* "table.column" in two. */
static const char *split(struct arena *arena, const char *name, const char **table)
{
	const char *dot = strchr(name, '.');

	assert(dot);
	*table = arena_copy(arena, name, (size_t)(dot - name));
	return dot + 1;
}

static void add_by_key(struct rewriting *rewriting, const char *name, const char *key)
{
	const char *table, *column = split(rewriting->arena, name, &table);

	text_printf(&rewriting->sql, "%s IN (SELECT id FROM %s WHERE ", key, table);
	add_condition(rewriting, column);
	text_add_char(&rewriting->sql, ')');
}

static void add_by_member(struct rewriting *rewriting, const char *column)
{
	text_printf(&rewriting->sql, "EXISTS (SELECT 1 FROM membership within WHERE within.user_id = %s AND ", column);
	add_condition(rewriting, "within.workspace_id");
	text_add_char(&rewriting->sql, ')');
}

static void add_value(struct rewriting *rewriting, const char *name)
{
	const char *table, *column = split(rewriting->arena, name, &table);

	text_printf(&rewriting->sql, "(SELECT id FROM %s WHERE id = ? AND ", table);
	pass_value(rewriting, *rewriting->values++);
	add_condition(rewriting, column);
	text_add_char(&rewriting->sql, ')');
}

/* What a mark's condition becomes: "within …" with its words taken off. */
static void add_within(struct rewriting *rewriting, const char *words)
{
	const char *by = strstr(words, " by ");

	if (text_starts_with(words, "by member "))
		add_by_member(rewriting, words + strlen("by member "));
	else if (by)
		add_by_key(rewriting, arena_copy(rewriting->arena, words, (size_t)(by - words)), by + strlen(" by "));
	else
		add_condition(rewriting, words);
}

/* Rewrites the mark that begins here and what it marks; returns what comes behind it. */
static const char *rewrite_mark(struct rewriting *rewriting, const char *mark)
{
	const char *words = mark + strlen(MARK_BEGINS), *end = strstr(words, MARK_ENDS);
	const char *text, *within = "within ";

	assert(end);
	text = arena_copy(rewriting->arena, words, (size_t)(end - words));
	end += strlen(MARK_ENDS);
	rewriting->has_mark = true;
	if (strcmp(text, "anywhere") == 0)
		return end;
	if (text_starts_with(end, VALUE) && text_starts_with(text, within)) {
		add_value(rewriting, text + strlen(within));
		return end + strlen(VALUE);
	}
	assert(text_starts_with(end, CONDITION));
	if (strcmp(text, "unlimited") == 0) {
		text_add(&rewriting->sql, "FALSE");
	} else {
		assert(text_starts_with(text, within));
		add_within(rewriting, text + strlen(within));
	}
	return end + strlen(CONDITION);
}

static size_t count_marks(const char *sql)
{
	size_t count = 0;

	for (; (sql = strstr(sql, MARK_BEGINS)); sql++)
		count++;
	return count;
}

static bool is_word(const char *at, const char *word, size_t length)
{
	return strncmp(at, word, length) == 0 && !isalnum((unsigned char)at[length]) && at[length] != '_';
}

static bool is_limited_table(const char *name)
{
	for (size_t i = 0; limited_tables[i]; i++)
		if (is_word(name, limited_tables[i], strlen(limited_tables[i])))
			return true;
	return false;
}

static bool names_limited_table(const char *sql)
{
	static const char *const before[] = { "FROM ", "JOIN ", "INTO ", "UPDATE " };

	for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++)
		for (const char *at = sql; (at = strstr(at, before[i])); at++)
			if (is_limited_table(at + strlen(before[i])))
				return true;
	return false;
}

static const struct db_statement *keep(struct arena *arena, const struct db_statement *statement, const char *sql)
{
	struct db_statement limited = { statement->name, sql, statement->returns };

	return memcpy(arena_alloc(arena, sizeof(limited)), &limited, sizeof(limited));
}

const struct db_statement *db_limit_apply(struct arena *arena, const struct db_limit *limit,
					  const struct db_statement *statement, struct db_values *values)
{
	struct rewriting rewriting = {
		.arena = arena,
		.limit = limit,
		.sql = text_in(arena),
		.values = values->values,
		.capacity = values->count + count_marks(statement->sql) * limit->count,
	};
	const char *at = statement->sql;

	rewriting.passed = arena_array(arena, rewriting.capacity + 1, sizeof(*rewriting.passed));
	while (*at) {
		size_t plain = strcspn(at, "?/");

		text_add_bytes(&rewriting.sql, at, plain);
		at += plain;
		if (text_starts_with(at, MARK_BEGINS)) {
			at = rewrite_mark(&rewriting, at);
			continue;
		}
		if (*at == '?')
			pass_value(&rewriting, *rewriting.values++);
		if (*at)
			text_add_char(&rewriting.sql, *at++);
	}
	if (!rewriting.has_mark && names_limited_table(statement->sql))
		return NULL;
	*values = (struct db_values){ rewriting.passed, rewriting.count };
	return keep(arena, statement, text_string(&rewriting.sql));
}
