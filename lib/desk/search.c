#include "desk/search.h"

#include "base/day.h"
#include "base/text.h"
#include "desk/moment.h"
#include "desk/resolve.h"
#include "desk/search_words.h"

#include <string.h>

#define FIRST_COMMENTS 10

/* What is known of the query while it is read. */
struct search {
	struct desk *desk;
	const char *start;          /* of the whole query, to point at places */
	struct task_listing listing;
	const char *tags[TASK_QUERY_WORDS];
	const char *parts[TASK_PART_COUNT];
	struct search_words words;
	bool has_filter;
	struct task_finding finding;    /* when all is read */
};

/* One element: -key<operator>value, or -word, or -"words". */
struct element {
	const char *at;
	bool negated;
	const char *key;            /* NULL: text */
	const char *operator;       /* ":", "<", "<=", ">", ">=" */
	const char *value;
	bool quoted;
};

static bool wrong_at(struct search *search, const char *at, const char *what, const char *detail)
{
	fail(search->desk->error, ERROR_INVALID, "the query cannot be read at character %zu ('%.20s'): %s%s",
	     utf8_length(arena_copy(search->desk->arena, search->start, (size_t)(at - search->start))) + 1, at, what, detail);
	return fail_remedy(search->desk->error, "The language has: " SEARCH_LANGUAGE ".");
}

/* A value: up to the next space, or in quotes. */
static bool read_value(struct search *search, const char **at, struct element *element)
{
	const char *end;

	element->quoted = **at == '"';
	if (!element->quoted) {
		size_t length = strcspn(*at, " \t\n");

		element->value = arena_copy(search->desk->arena, *at, length);
		*at += length;
		return true;
	}
	end = strchr(*at + 1, '"');
	if (!end)
		return wrong_at(search, *at, "the quotation mark is never closed", "");
	element->value = arena_copy(search->desk->arena, *at + 1, (size_t)(end - *at - 1));
	*at = end + 1;
	return true;
}

static bool read_element(struct search *search, const char **at, struct element *element)
{
	size_t key_length;

	*element = (struct element){ .at = *at };
	if (**at == '-') {
		element->negated = true;
		(*at)++;
	}
	key_length = strspn(*at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_");
	if (key_length && strchr(":<>", (*at)[key_length]) && (*at)[key_length]) {
		const char *operator = *at + key_length;
		size_t length = *operator != ':' && operator[1] == '=' ? 2 : 1;

		element->key = arena_copy(search->desk->arena, *at, key_length);
		element->operator = arena_copy(search->desk->arena, operator, length);
		*at = operator + length;
	}
	return read_value(search, at, element) &&
	       (*element->value || wrong_at(search, element->at, "there is nothing to look for", ""));
}

static bool add_words(struct search *search, const struct element *element)
{
	char *word = arena_strdup(search->desk->arena, element->value);
	size_t length = strlen(word);

	/* A word matches its beginnings anyhow. */
	while (!element->quoted && length > 1 && word[length - 1] == '*')
		word[--length] = '\0';
	return search_words_add(&search->words, word, element->quoted, element->negated) ||
	       wrong_at(search, element->at, "too many words like these", "");
}

#define REFERENCE(name, member) \
	static bool set_##name(struct search *search, const struct element *element) \
	{ \
		if (search->listing.member) \
			return wrong_at(search, element->at, "this filter is there twice", ""); \
		search->listing.member = element->value; \
		return true; \
	}

REFERENCE(assignee, assignee)
REFERENCE(creator, created_by)
REFERENCE(follower, follower)
REFERENCE(mentions, mentioned)
REFERENCE(project, project)
REFERENCE(workspace, workspace)
REFERENCE(section, section)

static bool set_tag(struct search *search, const struct element *element)
{
	struct text_list *tags = &search->listing.tags;

	if (tags->count == TASK_QUERY_WORDS)
		return wrong_at(search, element->at, "too many tags", "");
	search->tags[tags->count++] = element->negated ? arena_printf(search->desk->arena, "-%s", element->value) :
							 element->value;
	tags->texts = search->tags;
	return true;
}

/* What a task has to have, or with '-' has not to. */
static bool add_part(struct search *search, const struct element *element, const char *part)
{
	struct text_list *has = &search->listing.has;

	if (has->count == TASK_PART_COUNT)
		return wrong_at(search, element->at, "too many of these", "");
	search->parts[has->count++] = part;
	has->texts = search->parts;
	return true;
}

static bool set_has(struct search *search, const struct element *element)
{
	return add_part(search, element, element->negated ? arena_printf(search->desk->arena, "-%s", element->value) : element->value);
}

static bool set_priority(struct search *search, const struct element *element)
{
	static const char *const names[] = { "none", "low", "medium", "high", "urgent" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (text_equals_ignoring_case(names[i], element->value)) {
			search->listing.priority = (enum priority)(PRIORITY_NONE + i);
			return true;
		}
	}
	return wrong_at(search, element->at, "priority is none, low, medium, high or urgent", "");
}

static bool is_state(const char *text)
{
	static const char *const states[] = { "open", "done", "completed", "blocked", "unassigned", "overdue" };

	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (text_equals_ignoring_case(states[i], text))
			return true;
	return false;
}

static bool set_is(struct search *search, const struct element *element)
{
	struct task_listing *listing = &search->listing;
	const char *state = element->value;
	bool not = element->negated;

	if (text_equals_ignoring_case(state, "open"))
		listing->state = not ? TASK_STATE_COMPLETED : TASK_STATE_OPEN;
	else if (text_equals_ignoring_case(state, "done") || text_equals_ignoring_case(state, "completed"))
		listing->state = not ? TASK_STATE_OPEN : TASK_STATE_COMPLETED;
	else if (text_equals_ignoring_case(state, "blocked"))
		listing->blocked = not ? TASK_NEVER : TASK_ONLY;
	else if (text_equals_ignoring_case(state, "unassigned"))
		return add_part(search, element, not ? "assignee" : "-assignee");
	else if (!text_equals_ignoring_case(state, "overdue"))
		return wrong_at(search, element->at, "is: takes open, done, overdue, blocked, unassigned", "");
	else if (not)
		listing->overdue = TASK_NEVER;
	else {
		listing->overdue = TASK_ONLY;
		listing->state = TASK_STATE_OPEN;
	}
	return true;
}

static bool read_moment(struct search *search, const struct element *element, struct moment *moment)
{
	struct desk *desk = search->desk;

	if (!moment_read(desk->arena, element->value, desk->principal->user.time_zone, "day", moment, desk->error))
		return wrong_at(search, element->at, arena_strdup(desk->arena, desk->error->message), "");
	return moment->day || wrong_at(search, element->at, "a day is needed here", "");
}

/* What a listing takes as ends: a day is included at both, a moment ends what comes before it. */
struct ends {
	const char *first, *last;        /* of the day, or minute, itself */
	const char *before, *behind;     /* the end of what comes before it, the start of what comes behind */
};

static struct ends ends_of(struct arena *arena, const struct moment *moment)
{
	int64_t day = 0;

	if (moment->utc) {
		const char *next = moment_later(arena, moment->utc, 60);

		return (struct ends){ moment->utc, next, moment->utc, next };
	}
	day_read(moment->day, &day);
	return (struct ends){ moment->day, moment->day, day_text(arena, day - 1), day_text(arena, day + 1) };
}

/* A range: "<" and ">" leave the day, or minute, itself out. */
static void set_range(struct search *search, const struct element *element, const struct moment *moment, const char **from, const char **to)
{
	struct ends ends = ends_of(search->desk->arena, moment);

	if (strcmp(element->operator, ":") == 0) {
		*from = ends.first;
		*to = ends.last;
	} else if (strcmp(element->operator, "<") == 0) {
		*to = ends.before;
	} else if (strcmp(element->operator, "<=") == 0) {
		*to = ends.last;
	} else if (strcmp(element->operator, ">") == 0) {
		*from = ends.behind;
	} else {
		*from = ends.first;
	}
}

#define MOMENTS(name) \
	static bool set_##name(struct search *search, const struct element *element) \
	{ \
		struct moment moment; \
\
		if (!read_moment(search, element, &moment)) \
			return false; \
		set_range(search, element, &moment, &search->listing.name##_from, &search->listing.name##_to); \
		return true; \
	}

MOMENTS(due)
MOMENTS(created)
MOMENTS(updated)
MOMENTS(completed)

static bool set_start(struct search *search, const struct element *element)
{
	struct moment moment;

	if (!read_moment(search, element, &moment))
		return false;
	if (moment.utc)
		return wrong_at(search, element->at, "tasks start on a day; leave the time out", "");
	set_range(search, element, &moment, &search->listing.start_from, &search->listing.start_to);
	return true;
}

struct filter {
	const char *key;
	bool takes_ranges;
	bool takes_minus;
	bool (*set)(struct search *search, const struct element *element);
};

static const struct filter filters[] = {
	{ "assignee", false, false, set_assignee }, { "creator", false, false, set_creator },
	{ "follower", false, false, set_follower }, { "mentions", false, false, set_mentions }, { "tag", false, true, set_tag },
	{ "project", false, false, set_project }, { "workspace", false, false, set_workspace },
	{ "section", false, false, set_section }, { "priority", false, false, set_priority },
	{ "is", false, true, set_is }, { "has", false, true, set_has }, { "due", true, false, set_due }, { "start", true, false, set_start },
	{ "created", true, false, set_created }, { "updated", true, false, set_updated },
	{ "completed", true, false, set_completed },
};

#define FILTER_COUNT (sizeof(filters) / sizeof(filters[0]))

static bool unknown_filter(struct search *search, const struct element *element)
{
	const char *names[FILTER_COUNT + 1] = { 0 };
	const char *nearest;

	for (size_t i = 0; i < FILTER_COUNT; i++)
		names[i] = filters[i].key;
	nearest = text_nearest(element->key, names);
	return wrong_at(search, element->at, "there is no such filter",
			nearest ? arena_printf(search->desk->arena, "; did you mean '%s'?", nearest) : "");
}

static bool apply_filter(struct search *search, const struct element *element)
{
	for (size_t i = 0; i < FILTER_COUNT; i++) {
		const struct filter *filter = &filters[i];

		if (!text_equals_ignoring_case(filter->key, element->key))
			continue;
		if (element->negated && !filter->takes_minus)
			return wrong_at(search, element->at, "'-' goes before words, tag:, is: and has: only", "");
		if (!filter->takes_ranges && strcmp(element->operator, ":") != 0)
			return wrong_at(search, element->at, "this filter takes ':' only", "");
		search->has_filter = search->has_filter || filter->set != set_workspace;
		return filter->set(search, element);
	}
	return unknown_filter(search, element);
}

static bool apply(struct search *search, const struct element *element)
{
	if (element->key)
		return apply_filter(search, element);
	if (element->negated && !element->quoted && is_state(element->value)) {
		search->has_filter = true;
		return set_is(search, element);
	}
	return add_words(search, element);
}

static bool read_query(struct search *search)
{
	const char *at = search->start;

	for (;;) {
		struct element element;

		at += strspn(at, " \t\n");
		if (!*at)
			break;
		if (!read_element(search, &at, &element) || !apply(search, &element))
			return false;
	}
	if (search_words_end(&search->words) || search->has_filter || search->listing.workspace)
		return true;
	fail(search->desk->error, ERROR_INVALID, "the query is empty");
	return fail_remedy(search->desk->error, "The language has: " SEARCH_LANGUAGE ".");
}

static bool find_tasks(struct search *search, const struct search_place *from, size_t limit, struct search_result *result)
{
	struct workspace workspace;

	if (from->are_tasks_done)
		return true;
	if (!task_store_list_found(search->desk->db, &search->finding, &result->tasks))
		return false;
	result->has_more_tasks = result->tasks.count > limit;
	result->tasks.count -= result->has_more_tasks;
	/* Perhaps there is no such workspace. */
	return result->tasks.count || !search->listing.workspace || resolve_workspace(search->desk, search->listing.workspace, &workspace);
}

/* The newest stand on the first page, lest they be seen by nobody behind many tasks; the others come when the tasks are done. */
static bool find_comments(struct search *search, const struct search_place *from, size_t limit, struct search_result *result)
{
	bool is_first = !from->after_value && !from->are_tasks_done;
	size_t room = limit - result->tasks.count;

	if ((!search->words.wanted.length && !search->words.part_count) || (result->has_more_tasks && !is_first))
		return true;
	if (is_first && room < FIRST_COMMENTS)
		room = FIRST_COMMENTS;
	if (!comment_store_search(search->desk->db, &search->finding, from->before_comment, (int64_t)room + 1, &result->comments))
		return false;
	result->has_more_comments = result->comments.count > room;
	result->comments.count -= result->has_more_comments;
	return true;
}

/* Keyboards of Chinese and Japanese type U+3000 between words, and word processors U+00A0: blanks, here. */
static const char *with_blanks(struct arena *arena, const char *query)
{
	struct text text = text_in(arena);

	for (const char *at = query; *at;) {
		const char *start = at;
		uint32_t character = utf8_next(&at);

		if (character == 0x3000 || character == 0x00A0)
			text_add_char(&text, ' ');
		else
			text_add_bytes(&text, start, (size_t)(at - start));
	}
	return text_string(&text);
}

bool search_run(struct desk *desk, const char *query, const struct search_place *from, size_t limit, struct search_result *result)
{
	struct search search = {
		.desk = desk,
		.start = with_blanks(desk->arena, query),
		.listing = {
			.state = TASK_STATE_ANY,
			.sort = TASK_SORT_UPDATED,
			.words = &search.words,
			.after_value = from->after_value,
			.after_id = from->after_id,
			.limit = (int64_t)limit + 1,
		},
		.words = search_words_in(desk->arena),
	};

	*result = (struct search_result){ 0 };
	return read_query(&search) && tasks_find(desk, &search.listing, &search.finding) &&
	       find_tasks(&search, from, limit, result) && find_comments(&search, from, limit, result);
}
