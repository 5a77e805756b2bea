#include "oauth/claims.h"

#include "fields/json.h"

#include <math.h>
#include <string.h>

static bool is_one_of(struct json_object *value, const char *const *wanted)
{
	const char *text = json_object_is_type(value, json_type_string) ? json_object_get_string(value) : NULL;

	if (!text || strlen(text) != (size_t)json_object_get_string_len(value))
		return false;
	for (; *wanted; wanted++)
		if (strcmp(text, *wanted) == 0)
			return true;
	return false;
}

static bool audience_fits(struct json_object *audience, const char *const *wanted)
{
	if (!json_object_is_type(audience, json_type_array))
		return is_one_of(audience, wanted);
	for (size_t i = 0; i < json_object_array_length(audience); i++)
		if (is_one_of(json_object_array_get_idx(audience, i), wanted))
			return true;
	return false;
}

/* NumericDate may have a fraction (RFC 7519 section 2). Absent yields the fallback; false for anything else. */
static bool read_moment(struct json_object *claims, const char *name, double fallback, double *seconds)
{
	struct json_object *value = json_member(claims, name);

	*seconds = fallback;
	if (!value)
		return true;
	if (!json_object_is_type(value, json_type_int) && !json_object_is_type(value, json_type_double))
		return false;
	*seconds = json_object_get_double(value);
	return isfinite(*seconds);
}

static bool check_moments(struct json_object *claims, const struct claims_expected *expected, double now,
			  struct error *error)
{
	double expires, begins, issued;

	if (!read_moment(claims, "exp", NAN, &expires) || !read_moment(claims, "nbf", now, &begins) ||
	    !read_moment(claims, "iat", now, &issued))
		return fail(error, ERROR_DENIED, "the token's exp, nbf or iat is not a number of seconds");
	if (isnan(expires))
		return fail(error, ERROR_DENIED, "the token does not say when it expires");
	if (expires + CLAIMS_LEEWAY_SECONDS <= now)
		return fail(error, ERROR_DENIED, "the token has expired");
	if (begins - CLAIMS_LEEWAY_SECONDS > now || issued - CLAIMS_LEEWAY_SECONDS > now)
		return fail(error, ERROR_DENIED, "the token is not valid yet");
	if (expected->longest_life_seconds &&
	    expires - CLAIMS_LEEWAY_SECONDS > now + (double)expected->longest_life_seconds)
		return fail(error, ERROR_DENIED, "the token is valid for longer than is accepted here");
	return true;
}

bool claims_check(struct json_object *claims, const struct claims_expected *expected, int64_t now_unix,
		  struct error *error)
{
	const char *issuer = json_member_text(claims, "iss");

	if (!issuer || strcmp(issuer, expected->issuer) != 0)
		return fail(error, ERROR_DENIED, "the token is from another issuer");
	if (!audience_fits(json_member(claims, "aud"), expected->audiences))
		return fail(error, ERROR_DENIED, "the token is for another audience");
	return check_moments(claims, expected, (double)now_unix, error);
}
