#include "oauth/code.h"

#include "base/secret.h"
#include "oauth/opaque.h"
#include "oauth/pkce.h"
#include "oauth/resource.h"

#include <string.h>

#define LIVES_SECONDS 60

bool oauth_code_issue(struct oauth *oauth, const struct authorization_request *request, int64_t user_id,
		      unsigned granted, const char **url)
{
	const struct oauth_code kept = {
		.client_id = request->client.id,
		.user_id = user_id,
		.redirect_uri = request->redirect_uri,
		.code_challenge = request->code_challenge,
		.scopes = granted & request->scopes,
		.resource = request->resource,
	};
	struct opaque code = opaque_new(oauth->arena);

	if (!oauth_code_store_insert(oauth->db, code.hash, &kept, LIVES_SECONDS))
		return false;
	*url = oauth_authorization_code_url(oauth, request, code.text);
	return true;
}

/* What is wrong about a code that was found, was not used before and is the client's own. */
static bool fits(struct oauth *oauth, const struct oauth_code *code, const struct code_redemption *redemption)
{
	const struct oauth_resource *resource;

	if (code->is_expired)
		return oauth_refuse(oauth, OAUTH_INVALID_GRANT, "the code has expired");
	if (redemption->redirect_uri && strcmp(redemption->redirect_uri, code->redirect_uri) != 0)
		return oauth_refuse(oauth, OAUTH_INVALID_GRANT, "redirect_uri is not that of the authorization request");
	if (!redemption->verifier)
		return oauth_refuse(oauth, OAUTH_INVALID_REQUEST, "the parameter code_verifier is missing");
	if (!pkce_verifies(oauth->arena, redemption->verifier, code->code_challenge))
		return oauth_refuse(oauth, OAUTH_INVALID_GRANT, "code_verifier does not belong to the code_challenge");
	if (!redemption->resource)
		return true;
	resource = oauth_resource_named(oauth, redemption->resource);
	if (!resource || strcmp(oauth_resource_url(oauth, resource), code->resource) != 0)
		return oauth_refuse(oauth, OAUTH_INVALID_TARGET, "resource is not that of the authorization request");
	return true;
}

/* The code is in two hands, so nobody can tell which of them holds the tokens. */
static bool take_back(struct oauth *oauth, const struct oauth_code *code, bool *replayed)
{
	*replayed = true;
	log_event(oauth->log, LOG_INFO, "code_replay", "family=%lld", (long long)code->family_id);
	if (!oauth_family_store_revoke(oauth->db, code->family_id, OAUTH_REVOKED_CODE_REPLAY))
		return false;
	return oauth_refuse(oauth, OAUTH_INVALID_GRANT, "the code was used before; what it was exchanged for is revoked");
}

bool oauth_code_redeem(struct oauth *oauth, const struct oauth_client *client, const struct code_redemption *redemption,
		       struct oauth_family *family, bool *replayed)
{
	unsigned char hash[SHA256_BYTES];
	struct oauth_code code;
	bool found;

	*replayed = false;
	sha256(redemption->code, strlen(redemption->code), hash);
	if (!oauth_code_store_lock(oauth->db, hash, &code, &found))
		return false;
	if (!found || code.client_id != client->id)
		return oauth_refuse(oauth, OAUTH_INVALID_GRANT, "there is no such code for this client");
	if (code.is_used)
		return take_back(oauth, &code, replayed);
	if (!fits(oauth, &code, redemption))
		return false;
	*family = (struct oauth_family){
		.client_id = client->id,
		.user_id = code.user_id,
		.scopes = code.scopes,
		.resource = code.resource,
	};
	/* Its life is set by the tokens that follow; the code must know it now, for the case that it is replayed. */
	return oauth_family_store_insert(oauth->db, family, LIVES_SECONDS) &&
	       oauth_code_store_use(oauth->db, hash, family->id);
}
