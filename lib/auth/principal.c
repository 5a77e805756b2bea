#include "auth/principal.h"

#include "base/text.h"

static const char *const kind_names[] = {
	[CREDENTIAL_NONE] = "none",
	[CREDENTIAL_BOOTSTRAP_KEY] = "bootstrap_key",
	[CREDENTIAL_API_KEY] = "api_key",
	[CREDENTIAL_ACCESS_TOKEN] = "access_token",
	[CREDENTIAL_OUTSIDE_TOKEN] = "outside_token",
	[CREDENTIAL_ADMINISTRATOR] = "administrator",
	[CREDENTIAL_BROWSER] = "browser",
};

int64_t principal_api_key_id(const struct principal *principal)
{
	return principal->credential == CREDENTIAL_API_KEY ? principal->credential_id : 0;
}

int64_t principal_oauth_client_id(const struct principal *principal)
{
	return principal->credential == CREDENTIAL_ACCESS_TOKEN ? principal->credential_id : 0;
}

bool principal_has_token(const struct principal *principal)
{
	return principal->credential == CREDENTIAL_ACCESS_TOKEN || principal->credential == CREDENTIAL_OUTSIDE_TOKEN;
}

const char *credential_kind_name(enum credential_kind kind)
{
	return kind_names[kind];
}

const char *principal_label(struct arena *arena, const struct principal *principal)
{
	struct text label = text_in(arena);

	text_add(&label, "user ");
	text_add_integer(&label, principal->user.id);
	text_add_char(&label, ' ');
	text_add(&label, credential_kind_name(principal->credential));
	text_add_char(&label, ' ');
	text_add_integer(&label, principal->credential_id);
	return text_string(&label);
}
