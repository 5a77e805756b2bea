/*
 * client add, list, revoke: the programs that may ask people for access.
 */
#include "ctl/ctl.h"

#include "base/plain.h"
#include "base/text.h"
#include "desk/change.h"
#include "desk/resolve.h"
#include "oauth/client_metadata.h"
#include "oauth/redirect.h"
#include "oauth/register.h"
#include "oauth/scope_words.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define LONGEST_JWKS 65536
#define LONGEST_NAME 200
#define MOST_REDIRECTS 20

struct creation {
	struct desk *desk;
	struct oauth_client client;
	const char *secret;
};

static void note(struct desk *desk, int64_t id, enum activity_action action)
{
	change_note(desk, &(struct activity){ .entity = ENTITY_OAUTH_CLIENT, .entity_id = id, .action = action });
}

static bool create(void *context, const char **result)
{
	struct creation *creation = context;
	struct desk *desk = creation->desk;

	(void)result;
	if (!register_client(desk->db, &creation->client, 0, desk->principal->user.id, &creation->secret))
		return false;
	note(desk, creation->client.id, ACTION_CREATE);
	return true;
}

static bool take_redirects(struct ctl *ctl, struct oauth_client *client)
{
	struct text lines = text_in(&ctl->arena);
	int count = 0;
	const char *uri;

	while (ctl_option(ctl, "--redirect", &uri)) {
		if (!oauth_redirect_is_allowed(&ctl->config, uri, &ctl->error))
			return false;
		text_printf(&lines, "%s%s", lines.length ? "\n" : "", uri);
		if (++count > MOST_REDIRECTS)
			return fail(&ctl->error, ERROR_INVALID, "a client has %d redirect addresses at most", MOST_REDIRECTS);
	}
	client->redirect_uris = text_string(&lines);
	return true;
}

/* Words separated by commas, as for API keys. */
static bool take_scopes(struct ctl *ctl, struct oauth_client *client)
{
	const char *words = NULL;
	char *spaced;

	client->scopes = OAUTH_SCOPES_USUAL | OAUTH_OFFLINE_ACCESS;
	if (!ctl_option(ctl, "--scopes", &words))
		return true;
	spaced = arena_strdup(&ctl->arena, words);
	for (char *at = spaced; *at; at++)
		if (*at == ',')
			*at = ' ';
	if (!oauth_scopes_read_all(spaced, &client->scopes))
		return fail(&ctl->error, ERROR_INVALID, "--scopes takes some of: %s",
			    oauth_scope_words(&ctl->arena, OAUTH_SCOPES_ALL));
	return true;
}

static bool take_keys(struct ctl *ctl, struct oauth_client *client)
{
	struct oauth oauth = { .arena = &ctl->arena, .error = &ctl->error, .config = &ctl->config };
	char *text = arena_alloc(&ctl->arena, LONGEST_JWKS + 2);
	const char *path = NULL;
	FILE *file;

	if (!ctl_option(ctl, "--jwks", &path))
		return client->auth_method != OAUTH_AUTH_PRIVATE_KEY_JWT ||
		       fail(&ctl->error, ERROR_INVALID, "private_key_jwt needs --jwks FILE, the client's public keys");
	file = fopen(path, "re");
	if (!file)
		return fail(&ctl->error, ERROR_INVALID, "%s cannot be read: %s", path, strerror(errno));
	text[fread(text, 1, LONGEST_JWKS + 1, file)] = '\0';
	fclose(file);
	client->jwks = text;
	return client_metadata_check_keys(&oauth, text) ||
	       fail(&ctl->error, ERROR_INVALID, "%s: %s", path, oauth_refusal_of(&oauth).description);
}

/* People are sent to a client that has a redirect address; one that has a user of its own needs nobody. */
static bool take_client(struct ctl *ctl, struct oauth_client *client, const char **email)
{
	const char *method = NULL;

	if (!take_redirects(ctl, client) || !take_scopes(ctl, client))
		return false;
	if (*client->redirect_uris)
		client->grant_types |= OAUTH_GRANT_CODE | OAUTH_GRANT_REFRESH;
	if (ctl_option(ctl, "--user", email))
		client->grant_types |= OAUTH_GRANT_CREDENTIALS;
	client->auth_method = *email ? OAUTH_AUTH_SECRET_BASIC : OAUTH_AUTH_NONE;
	if (ctl_option(ctl, "--auth", &method))
		client->auth_method = client_auth_method_named(method);
	if (!client->auth_method)
		return fail(&ctl->error, ERROR_INVALID,
			    "--auth takes none, client_secret_basic, client_secret_post or private_key_jwt");
	if (!client->grant_types)
		return fail(&ctl->error, ERROR_INVALID, "a client needs --redirect, --user, or both");
	if (*email && client->auth_method == OAUTH_AUTH_NONE)
		return fail(&ctl->error, ERROR_INVALID, "a client that acts by itself (--user) has to authenticate");
	return take_keys(ctl, client);
}

static bool find_user(struct desk *desk, const char *email, struct oauth_client *client)
{
	struct user user;

	if (!email)
		return true;
	if (!resolve_user(desk, email, &user))
		return false;
	client->user_id = user.id;
	return true;
}

int ctl_client_add(struct ctl *ctl)
{
	struct principal principal;
	struct desk desk;
	struct creation creation = { .desk = &desk, .client.kind = OAUTH_CLIENT_PRE_REGISTERED };
	struct change change = { .work = create, .context = &creation };
	const char *email = NULL;

	if (!ctl->count)
		return ctl_misused("client add needs a name");
	if (!take_client(ctl, &creation.client, &email))
		return ctl_failed(ctl);
	creation.client.name = ctl_argument(ctl, "name");
	if (!creation.client.name)
		return 2;
	if (!ctl_desk(ctl, &desk, &principal) || !desk_check_line(&desk, creation.client.name, LONGEST_NAME, "the name of a client") ||
	    !find_user(&desk, email, &creation.client) || !change_run(&desk, &change))
		return ctl_failed(ctl);
	printf("client_id %s\n", creation.client.client_id);
	if (creation.secret)
		printf("client_secret %s\n", creation.secret);
	if (creation.secret)
		fprintf(stderr, "the secret is shown this once\n");
	return 0;
}

static const char *const kind_names[] = {
	[OAUTH_CLIENT_PRE_REGISTERED] = "added",
	[OAUTH_CLIENT_DYNAMIC] = "itself",
	[OAUTH_CLIENT_DOCUMENT] = "document",
};

static const char *state_of(const struct oauth_client *client)
{
	return client->is_revoked ? "revoked" : client->is_expired ? "expired" : "valid";
}

int ctl_client_list(struct ctl *ctl)
{
	bool all = ctl_flag(ctl, "--all");
	struct principal principal;
	struct oauth_client_list list;
	struct desk desk;

	if (ctl->count)
		return ctl_misused("client list takes no arguments but --all");
	if (!ctl_desk(ctl, &desk, &principal) || !oauth_client_store_list(ctl->db, !all, &list))
		return ctl_failed(ctl);
	printf("%-28s %-8s %-9s %-20s %-30s %-26s %s\n", "client_id", "state", "by", "authenticates by", "acts as", "last used",
	       "name");
	for (size_t i = 0; i < list.count; i++) {
		const struct oauth_client *client = &list.clients[i];

		printf("%-28s %-8s %-9s %-20s %-30s %-26s %s\n", client->client_id, state_of(client), kind_names[client->kind],
		       client_auth_method_word(client->auth_method), client->user_email ? client->user_email : "whoever allows it",
		       client->last_used_at ? client->last_used_at : "never", plain_text(&ctl->arena, client->name, 60));
	}
	return 0;
}

struct revocation {
	struct desk *desk;
	const char *client_id;
};

static bool revoke(void *context, const char **result)
{
	struct revocation *revocation = context;
	struct desk *desk = revocation->desk;
	struct oauth_client client;
	bool found, changed = false;

	(void)result;
	if (!oauth_client_store_find(desk->db, revocation->client_id, &client, &found))
		return false;
	if (found && !oauth_client_store_revoke(desk->db, client.id, &changed))
		return false;
	if (!changed)
		return fail(desk->error, ERROR_NOT_FOUND, "there is no client %.200s that is not revoked yet",
			    revocation->client_id);
	note(desk, client.id, ACTION_REVOKE);
	return true;
}

int ctl_client_revoke(struct ctl *ctl)
{
	struct principal principal;
	struct desk desk;
	struct revocation revocation = { .desk = &desk };
	struct change change = { .work = revoke, .context = &revocation };

	revocation.client_id = ctl_argument(ctl, "client_id");
	if (!revocation.client_id)
		return 2;
	if (!ctl_desk(ctl, &desk, &principal) || !change_run(&desk, &change))
		return ctl_failed(ctl);
	printf("client %s and all its tokens are refused from now on\n", revocation.client_id);
	return 0;
}
