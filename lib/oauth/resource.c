#include "oauth/resource.h"

#include "config/public_url.h"
#include "oauth/provider_scopes.h"
#include "oauth/scope_words.h"

#include <string.h>
#include <strings.h>

static const struct oauth_resource resources[] = {
	{ "/mcp", "Taskdesk", OAUTH_SCOPES_USUAL },
};

#define RESOURCE_COUNT (sizeof(resources) / sizeof(resources[0]))

const struct oauth_resource *oauth_resource_at(const struct oauth *oauth, const char *path)
{
	for (size_t i = 0; oauth->config->oauth != OAUTH_OFF && i < RESOURCE_COUNT; i++)
		if (strcmp(resources[i].path, path) == 0)
			return &resources[i];
	return NULL;
}

const struct oauth_resource *oauth_resource_named(const struct oauth *oauth, const char *resource)
{
	const char *base = oauth->config->public_url;
	const char *path = public_url_path(base);
	size_t host = (size_t)(path - base);
	size_t length = strlen(resource);

	if (strncasecmp(resource, base, host) != 0 || strncmp(resource + host, path, strlen(path)) != 0)
		return NULL;
	/* Clients that were told an address with a slash at its end name it so. */
	if (resource[length - 1] == '/')
		length--;
	return oauth_resource_at(oauth, arena_copy(oauth->arena, resource + strlen(base), length - strlen(base)));
}

const char *oauth_resource_scope_words(const struct oauth *oauth, unsigned scopes)
{
	return oauth->config->oauth == OAUTH_OUTSIDE ? provider_scope_words(oauth, scopes) :
						       oauth_scope_words(oauth->arena, scopes);
}

const char *oauth_resource_url(const struct oauth *oauth, const struct oauth_resource *resource)
{
	return oauth_url(oauth, resource->path);
}

/*
 * Within our own folder, which is reached also where the host's root is not ours: a client takes
 * the address as it is told (RFC 9728 section 5.1).
 */
const char *oauth_resource_metadata_url(const struct oauth *oauth, const struct oauth_resource *resource)
{
	return arena_printf(oauth->arena, "%s/.well-known/oauth-protected-resource%s", oauth->config->public_url,
			    resource->path);
}
