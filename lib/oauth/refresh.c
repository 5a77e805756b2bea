#include "oauth/refresh.h"

#include "oauth/resource.h"
#include "oauth/scope_words.h"

#include <string.h>

static bool narrow(struct oauth *oauth, const char *words, unsigned granted, unsigned *scopes)
{
	*scopes = granted;
	if (!words)
		return true;
	if (!oauth_scopes_read(words, scopes) || (*scopes & ~granted))
		return oauth_refuse(oauth, OAUTH_INVALID_SCOPE, "the person granted: %s",
				    oauth_scope_words(oauth->arena, granted));
	return true;
}

static bool resource_fits(struct oauth *oauth, const char *named, const char *granted)
{
	const struct oauth_resource *resource = named ? oauth_resource_named(oauth, named) : NULL;

	return !named || (resource && strcmp(oauth_resource_url(oauth, resource), granted) == 0) ||
	       oauth_refuse(oauth, OAUTH_INVALID_TARGET, "resource is not that of the authorization request");
}

static bool end_family(struct oauth *oauth, const struct oauth_family *family, bool *replayed)
{
	*replayed = true;
	log_event(oauth->log, LOG_INFO, "refresh_replay", "family=%lld user=%lld", (long long)family->id,
		  (long long)family->user_id);
	if (!oauth_family_store_revoke(oauth->db, family->id, OAUTH_REVOKED_REFRESH_REPLAY))
		return false;
	return oauth_refuse(oauth, OAUTH_INVALID_GRANT, "the refresh token was used before; the access is revoked");
}

bool refresh_use(struct oauth *oauth, const struct oauth_client *client, const struct refreshment *refreshment,
		 struct oauth_family *family, unsigned *scopes, bool *replayed)
{
	unsigned char hash[SHA256_BYTES];
	struct oauth_refresh_token token;
	bool found;

	*replayed = false;
	sha256(refreshment->token, strlen(refreshment->token), hash);
	if (!oauth_refresh_store_find(oauth->db, hash, true, &token, &found))
		return false;
	if (!found || token.family.client_id != client->id)
		return oauth_refuse(oauth, OAUTH_INVALID_GRANT, "there is no such refresh token for this client");
	if (token.family.is_revoked)
		return oauth_refuse(oauth, OAUTH_INVALID_GRANT, "the access was revoked");
	if (token.is_used)
		return end_family(oauth, &token.family, replayed);
	if (token.is_expired)
		return oauth_refuse(oauth, OAUTH_INVALID_GRANT, "the refresh token has expired");
	*family = token.family;
	return narrow(oauth, refreshment->scope, family->scopes, scopes) &&
	       resource_fits(oauth, refreshment->resource, family->resource) &&
	       oauth_refresh_store_use(oauth->db, hash);
}
