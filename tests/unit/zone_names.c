/* base/zone_names: which time zone was meant. */
#include "unit.h"

#include "base/zone_names.h"

static void knows_a_place_without_its_continent_and_in_any_case(void **state)
{
	static const struct {
		const char *written, *meant;
	} places[] = {
		{ "Berlin", "Europe/Berlin" },
		{ "europe/berlin", "Europe/Berlin" },
		{ "Buenos_Aires", "America/Argentina/Buenos_Aires" },
		{ "Asia/Moscow", "Europe/Moscow" },
	};

	for (size_t i = 0; i < COUNT(places); i++)
		assert_string_equal(zone_names_near(*state, places[i].written), places[i].meant);
}

static void knows_a_place_that_was_mistyped(void **state)
{
	assert_mentions(zone_names_near(*state, "Asia/Tokio"), "Asia/Tokyo");
	assert_mentions(zone_names_near(*state, "America/New York"), "America/New_York");
	assert_mentions(zone_names_near(*state, "Europe/Munich"), " or ");
}

static void suggests_nothing_for_another_word(void **state)
{
	static const char *const strange[] = { "", "/", "Mars/Base", "a very long text that is no time zone and no place that anybody knows of", "%s%n" };

	for (size_t i = 0; i < COUNT(strange); i++)
		assert_null(zone_names_near(*state, strange[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(knows_a_place_without_its_continent_and_in_any_case),
		TEST(knows_a_place_that_was_mistyped),
		TEST(suggests_nothing_for_another_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
