#include "oauth/resource.h"

#include "config/public_url.h"
#include "oauth/provider_scopes.h"
#include "oauth/scope_words.h"

#include <string.h>
#include <strings.h>

/* Its words may be separated by commas in a setting. */
bool oauth_endpoint_scopes(const struct endpoint *endpoint, unsigned *scopes)
{
	const char *words = endpoint->scopes;

	*scopes = 0;
	if (!*words)
		*scopes = OAUTH_SCOPES_ALL;
	while (*words) {
		size_t length = strcspn(words, ",");
		unsigned scope = oauth_scope_named(words, length);

		if (!scope)
			return false;
		*scopes |= scope;
		words += length;
		words += *words == ',';
	}
	if (endpoint->read_only)
		*scopes &= OAUTH_TASKS_READ | OAUTH_OFFLINE_ACCESS;
	return true;
}

const struct oauth_resource *oauth_resource_of(const struct oauth *oauth, const struct endpoint *endpoint)
{
	struct oauth_resource resource = { .path = endpoint->path, .name = endpoint->title };

	if (oauth->config->oauth == OAUTH_OFF || !endpoint->takes_tokens ||
	    !oauth_endpoint_scopes(endpoint, &resource.most_scopes))
		return NULL;
	resource.most_scopes |= OAUTH_OFFLINE_ACCESS;
	resource.scopes = resource.most_scopes & OAUTH_SCOPES_USUAL;
	if (!resource.scopes)
		resource.scopes = resource.most_scopes & ~(unsigned)OAUTH_OFFLINE_ACCESS;
	return memcpy(arena_alloc(oauth->arena, sizeof(resource)), &resource, sizeof(resource));
}

const struct oauth_resource *oauth_resource_at(const struct oauth *oauth, const char *path)
{
	const struct endpoint *endpoint = endpoint_at(&oauth->config->endpoints, path);

	/* The name of a resource has no slash at its end. */
	return endpoint && strcmp(endpoint->path, path) == 0 ? oauth_resource_of(oauth, endpoint) : NULL;
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
