#include "base/zone_names.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The zones that people live in, one a line: country, coordinates, name, behind tabs. */
#define ZONE_LIST "/usr/share/zoneinfo/zone.tab"
#define MOST_SHOWN 3
#define LONGEST_NAME 64
#define NOT_NEAR SIZE_MAX

struct near {
	char name[LONGEST_NAME + 1];
	size_t distance;
};

/* The nearest first. Nothing of it is in an arena, which could run out while the list is open. */
struct found {
	size_t count;
	struct near names[MOST_SHOWN];
};

static const char *place_of(const char *zone)
{
	const char *slash = strrchr(zone, '/');

	return slash ? slash + 1 : zone;
}

static size_t within(size_t allowed, const char *mistyped, const char *meant)
{
	size_t distance = text_distance(mistyped, meant);

	return distance <= allowed ? distance : NOT_NEAR;
}

/* By the place alone as well, for those who leave out the continent or name another; there fewer slips are believed. */
static size_t distance_to(const char *mistyped, const char *zone)
{
	const char *place = place_of(mistyped);
	size_t letters = strlen(place);
	size_t as_whole = within(letters < 6 ? letters / 2 : 3, mistyped, zone);
	size_t as_place = within(letters / 3, place, place_of(zone));

	return as_whole < as_place ? as_whole : as_place;
}

static void consider(struct found *found, const char *zone, size_t distance)
{
	size_t at = found->count;

	while (at && found->names[at - 1].distance > distance)
		at--;
	if (at == MOST_SHOWN)
		return;
	if (found->count < MOST_SHOWN)
		found->count++;
	memmove(&found->names[at + 1], &found->names[at], (found->count - 1 - at) * sizeof(found->names[0]));
	snprintf(found->names[at].name, sizeof(found->names[at].name), "%s", zone);
	found->names[at].distance = distance;
}

/* The third piece of a line, cut off in place; NULL for a remark. */
static const char *zone_in(char *line)
{
	char *tab = *line == '#' ? NULL : strchr(line, '\t');

	tab = tab ? strchr(tab + 1, '\t') : NULL;
	if (!tab)
		return NULL;
	tab[1 + strcspn(tab + 1, "\t\n")] = '\0';
	return tab + 1;
}

static void look_through(FILE *list, const char *mistyped, struct found *found)
{
	char *line = NULL;
	size_t room = 0;

	while (getline(&line, &room, list) >= 0) {
		const char *zone = zone_in(line);
		size_t distance = zone ? distance_to(mistyped, zone) : NOT_NEAR;

		if (distance != NOT_NEAR)
			consider(found, zone, distance);
	}
	free(line);
}

/* What was only written in other case, or without its continent, is meant for certain. */
static size_t count_to_show(const struct found *found)
{
	size_t count = 0;

	while (count < found->count && (found->names[count].distance == 0 || found->names[0].distance != 0))
		count++;
	return count;
}

const char *zone_names_near(struct arena *arena, const char *mistyped)
{
	FILE *list = fopen(ZONE_LIST, "re");
	struct found found = { 0 };
	struct text words = text_in(arena);
	size_t count;

	if (!list)
		return NULL;
	look_through(list, mistyped, &found);
	fclose(list);
	count = count_to_show(&found);
	for (size_t i = 0; i < count; i++)
		text_printf(&words, "%s%s", i == 0 ? "" : i + 1 < count ? ", " : " or ", found.names[i].name);
	return count ? text_string(&words) : NULL;
}
