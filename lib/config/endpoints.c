#include "config/endpoints.h"

#include "base/text.h"

#include <string.h>

#define PREFIX "/mcp/"
#define SEPARATORS "\n;"
#define NAME_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789-"
#define NAME_LONGEST 40
#define MOST_WORKSPACES 32
#define READ_ONLY "read_only"

/* A program that has a key needs no sign-in; several drop the key once they hear of one, so its endpoint tells of none. */
static const struct endpoint always[] = {
	{ .path = "/mcp", .title = "Taskdesk", .takes_tokens = true, .toolsets = "", .scopes = "" },
	{ .path = "/mcp/key", .title = "Taskdesk", .toolsets = "", .scopes = "" },
	{ .path = "/mcp/readonly", .title = "Taskdesk, reading only", .takes_tokens = true, .read_only = true, .toolsets = "",
	  .scopes = "tasks:read" },
};

#define ALWAYS_COUNT (sizeof(always) / sizeof(always[0]))

static bool is_path(const char *path)
{
	size_t length = strlen(path), prefix = strlen(PREFIX);

	return text_starts_with(path, PREFIX) && length > prefix && length <= prefix + NAME_LONGEST &&
	       !path[prefix + strspn(path + prefix, NAME_CHARACTERS)];
}

static bool wrong(struct error *error, const struct endpoint *endpoint, const char *word)
{
	return fail(error, ERROR_INVALID,
		    "endpoint %.60s: '%.60s' is not one of read_only, toolsets=…, scopes=…, workspaces=… (ids with commas between)",
		    endpoint->path, word);
}

static bool read_workspaces(struct arena *arena, const char *ids, const char *word, struct endpoint *endpoint,
			    struct error *error)
{
	int64_t *workspaces = arena_array(arena, MOST_WORKSPACES, sizeof(*workspaces));
	const char *id;

	endpoint->workspaces = workspaces;
	while ((id = text_next_word(arena, &ids))) {
		if (endpoint->workspace_count == MOST_WORKSPACES)
			return fail(error, ERROR_INVALID, "endpoint %.60s: at most %d workspaces", endpoint->path, MOST_WORKSPACES);
		if (!text_to_int64(id, &workspaces[endpoint->workspace_count]) || workspaces[endpoint->workspace_count++] <= 0)
			return wrong(error, endpoint, word);
	}
	/* Nothing behind the equals sign would otherwise mean everything. */
	return endpoint->workspace_count || wrong(error, endpoint, word);
}

static bool read_word(struct arena *arena, const char *word, struct endpoint *endpoint, struct error *error)
{
	const char *equals = strchr(word, '=');
	const char *value = equals ? equals + 1 : "";

	if (strcmp(word, READ_ONLY) == 0)
		endpoint->read_only = true;
	else if (!*value)
		return wrong(error, endpoint, word);
	else if (text_starts_with(word, "toolsets="))
		endpoint->toolsets = value;
	else if (text_starts_with(word, "scopes="))
		endpoint->scopes = value;
	else if (text_starts_with(word, "workspaces="))
		return read_workspaces(arena, value, word, endpoint, error);
	else
		return wrong(error, endpoint, word);
	return true;
}

/* The next word of an entry; commas belong to the words here. */
static const char *next_word(struct arena *arena, const char **rest)
{
	size_t length;
	const char *word;

	*rest += strspn(*rest, " \t");
	length = strcspn(*rest, " \t");
	word = length ? arena_copy(arena, *rest, length) : NULL;
	*rest += length;
	return word;
}

static bool read_entry(struct arena *arena, const char *entry, const struct endpoint_list *before,
		       struct endpoint *endpoint, struct error *error)
{
	const char *path = next_word(arena, &entry), *word;

	if (!is_path(path))
		return fail(error, ERROR_INVALID,
			    "endpoint: '%.60s' is not a path like /mcp/sales, of small letters, digits and hyphens", path);
	if (endpoint_at(before, path))
		return fail(error, ERROR_INVALID, "endpoint: there is %.60s already", path);
	*endpoint = (struct endpoint){
		.path = path,
		.title = arena_printf(arena, "Taskdesk (%s)", path + strlen(PREFIX)),
		.takes_tokens = true,
		.toolsets = "",
		.scopes = "",
	};
	while ((word = next_word(arena, &entry)))
		if (!read_word(arena, word, endpoint, error))
			return false;
	return true;
}

bool endpoints_read(struct arena *arena, const char *setting, struct endpoint_list *list, struct error *error)
{
	struct endpoint *endpoints = arena_array(arena, ALWAYS_COUNT + strlen(setting) / 2 + 1, sizeof(*endpoints));

	memcpy(endpoints, always, sizeof(always));
	*list = (struct endpoint_list){ ALWAYS_COUNT, endpoints };
	while (*setting) {
		size_t length = strcspn(setting, SEPARATORS);
		const char *entry = arena_copy(arena, setting, length);

		if (entry[strspn(entry, " \t")]) {
			if (!read_entry(arena, entry, list, &endpoints[list->count], error))
				return false;
			list->count++;
		}
		setting += length;
		setting += strspn(setting, SEPARATORS);
	}
	return true;
}

const struct endpoint *endpoint_at(const struct endpoint_list *list, const char *path)
{
	size_t length = strlen(path);

	if (length && path[length - 1] == '/')
		length--;
	for (size_t i = 0; i < list->count; i++)
		if (strlen(list->endpoints[i].path) == length && strncmp(list->endpoints[i].path, path, length) == 0)
			return &list->endpoints[i];
	return NULL;
}

bool endpoint_is_limited(const struct endpoint *endpoint)
{
	return endpoint->read_only || *endpoint->toolsets || *endpoint->scopes || endpoint->workspace_count;
}
