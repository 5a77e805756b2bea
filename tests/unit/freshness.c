/* oauth/freshness: how long a fetched document may be kept. */
#include "unit.h"

#include "oauth/freshness.h"

struct example {
	struct freshness_headers headers;
	int64_t seconds;
};

#define DATE "Tue, 28 Jul 2026 12:00:00 GMT"
#define HOUR_LATER "Tue, 28 Jul 2026 13:00:00 GMT"

static const struct example examples[] = {
	{ { 0 }, -1 },
	{ { .cache_control = "" }, -1 },
	{ { .cache_control = "public, must-revalidate" }, -1 },
	{ { .cache_control = "max-age=600" }, 600 },
	{ { .cache_control = "public,MAX-AGE=600 ,stale-if-error=9" }, 600 },
	{ { .cache_control = "max-age=\"600\"" }, 600 },
	{ { .cache_control = "max-age=600, s-maxage=60" }, 60 },
	{ { .cache_control = "s-maxage=0, max-age=600" }, 0 },
	{ { .cache_control = "max-age=600, no-store" }, 0 },
	{ { .cache_control = "no-cache, max-age=600" }, 0 },
	{ { .cache_control = "private, max-age=600" }, 0 },
	{ { .cache_control = "max-age" }, 0 },
	{ { .cache_control = "max-age=" }, 0 },
	{ { .cache_control = "max-age=-1" }, 0 },
	{ { .cache_control = "max-age=1e9" }, 0 },
	{ { .cache_control = "max-age=99999999999999999999999" }, (int64_t)10 * 365 * 86400 },
	{ { .cache_control = "max-age=600", .age = "500" }, 100 },
	{ { .cache_control = "max-age=600", .age = "700" }, 0 },
	{ { .cache_control = "max-age=600", .expires = DATE, .date = HOUR_LATER }, 600 },
	{ { .expires = HOUR_LATER, .date = DATE }, 3600 },
	{ { .expires = HOUR_LATER, .date = DATE, .age = "600" }, 3000 },
	{ { .expires = DATE, .date = HOUR_LATER }, 0 },
	{ { .expires = HOUR_LATER }, 0 },
	{ { .expires = "0", .date = DATE }, 0 },
	{ { .expires = "2026-07-28T13:00:00Z", .date = DATE }, 0 },
};

static void reads_how_long_an_answer_may_be_kept(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(examples); i++)
		if (freshness_seconds(&examples[i].headers) != examples[i].seconds)
			fail_msg("example %zu: %lld", i, (long long)freshness_seconds(&examples[i].headers));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(reads_how_long_an_answer_may_be_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
