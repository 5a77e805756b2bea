/* store/db_limit: what a statement becomes when a request is limited to some workspaces. */
#include "unit.h"

#include "store/db_limit.h"

static const int64_t workspaces[] = { 7, 9 };
static const struct db_limit limit = { workspaces, COUNT(workspaces) };

struct example {
	const char *sql;
	const char *limited;
	const char *values;     /* as "1 7 9"; those given are 1, 2, 3 … */
};

static const struct example examples[] = {
	{ "SELECT id FROM task WHERE id = ? AND " DB_WITHIN("workspace_id") " LIMIT ?",
	  "SELECT id FROM task WHERE id = ? AND workspace_id IN (?, ?) LIMIT ?", "1 7 9 2" },
	{ "SELECT 1 FROM task t WHERE " DB_WITHIN("t.workspace_id") " AND t.id = ?",
	  "SELECT 1 FROM task t WHERE t.workspace_id IN (?, ?) AND t.id = ?", "7 9 1" },
	{ "DELETE FROM task_tag WHERE task_id = ? AND " DB_WITHIN_BY("task_id", "task", "workspace_id"),
	  "DELETE FROM task_tag WHERE task_id = ? AND task_id IN (SELECT id FROM task WHERE workspace_id IN (?, ?))", "1 7 9" },
	{ "INSERT INTO comment (task_id, text) VALUES (" DB_WITHIN_VALUE("task", "workspace_id") ", ?)",
	  "INSERT INTO comment (task_id, text) VALUES ((SELECT id FROM task WHERE id = ? AND workspace_id IN (?, ?)), ?)", "1 7 9 2" },
	{ "INSERT INTO project VALUES (" DB_WITHIN_VALUE("workspace", "id") "), (" DB_WITHIN_VALUE("workspace", "id") ")",
	  "INSERT INTO project VALUES ((SELECT id FROM workspace WHERE id = ? AND id IN (?, ?))), "
	  "((SELECT id FROM workspace WHERE id = ? AND id IN (?, ?)))", "1 7 9 2 7 9" },
	{ "SELECT 1 FROM user u WHERE u.id = ? AND " DB_WITHIN_MEMBER("u.id"),
	  "SELECT 1 FROM user u WHERE u.id = ? AND EXISTS (SELECT 1 FROM membership within WHERE within.user_id = u.id AND "
	  "within.workspace_id IN (?, ?))", "1 7 9" },
	{ "INSERT INTO workspace (name) SELECT ? FROM DUAL WHERE " DB_UNLIMITED,
	  "INSERT INTO workspace (name) SELECT ? FROM DUAL WHERE FALSE", "1" },
	{ "SELECT COUNT(*) FROM activity " DB_ANYWHERE " WHERE id = ?", "SELECT COUNT(*) FROM activity  WHERE id = ?", "1" },
	{ "SELECT 1 FROM user WHERE email = ? AND 6 / 2 = ?", "SELECT 1 FROM user WHERE email = ? AND 6 / 2 = ?", "1 2" },
	{ "UPDATE task_tags_seen SET n = ?", "UPDATE task_tags_seen SET n = ?", "1" },
	{ "SELECT 1 FROM comment_mention WHERE comment_id = ?", "SELECT 1 FROM comment_mention WHERE comment_id = ?", "1" },
};

static struct db_values some_values(struct arena *arena, const char *sql)
{
	struct db_value *values = arena_array(arena, strlen(sql) + 1, sizeof(*values));
	size_t count = 0;

	for (; *sql; sql++)
		if (*sql == '?')
			count++;
	for (size_t i = 0; i < count; i++)
		values[i] = db_integer((int64_t)i + 1);
	return (struct db_values){ values, count };
}

static const char *in_words(struct arena *arena, struct db_values values)
{
	const char *words = "";

	for (size_t i = 0; i < values.count; i++)
		words = arena_printf(arena, "%s%s%lld", words, i ? " " : "", (long long)values.values[i].integer);
	return words;
}

static void puts_the_limit_where_the_marks_are(void **state)
{
	for (size_t i = 0; i < COUNT(examples); i++) {
		const struct db_statement statement = { "example", examples[i].sql, "i" };
		struct db_values values = some_values(*state, statement.sql);
		const struct db_statement *limited = db_limit_apply(*state, &limit, &statement, &values);

		assert_non_null(limited);
		assert_string_equal(limited->sql, examples[i].limited);
		assert_string_equal(in_words(*state, values), examples[i].values);
		assert_string_equal(limited->name, "example");
		assert_string_equal(limited->returns, "i");
	}
}

static const char *const unmarked[] = {
	"SELECT id FROM task WHERE id = ?", "SELECT 1 FROM user u JOIN membership m ON m.user_id = u.id",
	"INSERT INTO comment (text) VALUES (?)", "INSERT INTO workspace(name) VALUES (?)", "UPDATE project\nSET name = ?",
	"DELETE FROM task_blocker\nWHERE task_id = ?", "SELECT (SELECT COUNT(*) FROM activity)",
};

static void runs_nothing_that_does_not_say_how_it_obeys(void **state)
{
	for (size_t i = 0; i < COUNT(unmarked); i++) {
		const struct db_statement statement = { "unmarked", unmarked[i], "" };
		struct db_values values = some_values(*state, statement.sql);

		if (db_limit_apply(*state, &limit, &statement, &values))
			fail_msg("\"%s\" was let through", unmarked[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(puts_the_limit_where_the_marks_are),
		TEST(runs_nothing_that_does_not_say_how_it_obeys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
