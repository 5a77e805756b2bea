#include "store/emails.h"

#include "base/clock.h"

#include <stdlib.h>
#include <string.h>

#define PLACES 256
#define KEPT_MICROSECONDS 60000000
#define EMAIL_BYTES 255
#define IDS_AT_ONCE 32

/* A user's place follows from its id; another one of the same place takes it over. */
struct place {
	int64_t id;
	int64_t read_at;
	char email[EMAIL_BYTES];
};

struct emails {
	struct place places[PLACES];
};

#define FEW 8
#define EIGHT "?, ?, ?, ?, ?, ?, ?, ?"
#define OF_IDS(ids) "SELECT id, email\nFROM user\nWHERE id IN (" ids ")"

static const struct db_statement find_few = { "emails_find_few", OF_IDS(EIGHT), "it" };
static const struct db_statement find_many = { "emails_find_many", OF_IDS(EIGHT ", " EIGHT ", " EIGHT ", " EIGHT), "it" };

struct emails *emails_new(void)
{
	return calloc(1, sizeof(struct emails));
}

void emails_free(struct emails *emails)
{
	free(emails);
}

static struct place *place_of(struct emails *emails, int64_t id)
{
	return &emails->places[(uint64_t)id % PLACES];
}

static const char *known(struct emails *emails, int64_t id, int64_t now)
{
	const struct place *place = emails ? place_of(emails, id) : NULL;

	return place && place->id == id && now - place->read_at < KEPT_MICROSECONDS ? place->email : NULL;
}

static void keep(struct emails *emails, int64_t id, const char *email, int64_t now)
{
	struct place *place = emails ? place_of(emails, id) : NULL;
	size_t length = strlen(email);

	if (!place || length >= sizeof(place->email))
		return;
	place->id = id;
	place->read_at = now;
	memcpy(place->email, email, length + 1);
}

/* A search that is under way. */
struct search {
	struct db *db;
	int64_t now;
	const int64_t *ids;
	const char **found;
	size_t count;
	int64_t unknown[IDS_AT_ONCE];
	size_t unknown_count;
};

/* Asks for those that are unknown so far; places that are left over ask for nobody. */
static bool ask(struct search *search)
{
	bool are_few = search->unknown_count <= FEW;
	size_t places = are_few ? FEW : IDS_AT_ONCE;
	struct db_value values[IDS_AT_ONCE];
	struct db_rows rows;

	for (size_t i = 0; i < places; i++)
		values[i] = db_integer(i < search->unknown_count ? search->unknown[i] : 0);
	if (!db_run(search->db, are_few ? &find_few : &find_many, (struct db_values){ values, places }, &rows))
		return false;
	for (size_t row = 0; row < rows.count; row++) {
		int64_t id = db_row_integer(&rows, row, 0);
		const char *email = db_row_text(&rows, row, 1);

		keep(db_emails(search->db), id, email, search->now);
		for (size_t i = 0; i < search->count; i++)
			if (search->ids[i] == id)
				search->found[i] = email;
	}
	search->unknown_count = 0;
	return true;
}

static bool is_noted(const struct search *search, int64_t id)
{
	for (size_t i = 0; i < search->unknown_count; i++)
		if (search->unknown[i] == id)
			return true;
	return false;
}

static bool find_one(struct search *search, size_t index)
{
	int64_t id = search->ids[index];
	const char *email;

	if (!id || search->found[index])
		return true;
	/* Neighbours often name the same user. */
	if (index && search->ids[index - 1] == id) {
		search->found[index] = search->found[index - 1];
		return true;
	}
	email = known(db_emails(search->db), id, search->now);
	if (email) {
		search->found[index] = arena_strdup(db_arena(search->db), email);
		return true;
	}
	if (is_noted(search, id))
		return true;
	search->unknown[search->unknown_count++] = id;
	return search->unknown_count < IDS_AT_ONCE || ask(search);
}

bool emails_find(struct db *db, const int64_t ids[], size_t count, const char *found[])
{
	struct search search = {
		.db = db, .now = clock_monotonic_microseconds(), .ids = ids, .found = found, .count = count,
	};

	for (size_t i = 0; i < count; i++)
		found[i] = NULL;
	for (size_t i = 0; i < count; i++)
		if (!find_one(&search, i))
			return false;
	return !search.unknown_count || ask(&search);
}

bool emails_find_columns(struct db *db, const struct db_rows *rows, const size_t columns[], size_t count, const char ***found)
{
	size_t all = rows->count * count;
	int64_t *ids = arena_array(db_arena(db), all + 1, sizeof(*ids));

	*found = arena_array(db_arena(db), all + 1, sizeof(**found));
	for (size_t i = 0; i < count; i++)
		for (size_t row = 0; row < rows->count; row++)
			ids[i * rows->count + row] = db_row_integer(rows, row, columns[i]);
	return emails_find(db, ids, all, *found);
}
