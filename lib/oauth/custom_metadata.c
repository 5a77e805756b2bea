#include "oauth/custom_metadata.h"

#include "fields/json.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define LONGEST_BYTES 65536

/* NULL, with ERROR_INVALID, when the file is not what it should be. */
static struct json_object *read_members(struct arena *arena, const char *path, struct error *error)
{
	FILE *file = fopen(path, "re");
	char *text = arena_alloc(arena, LONGEST_BYTES + 1);
	struct json_object *members;
	size_t length;

	if (!file) {
		fail(error, ERROR_INVALID, "custom_oauth_metadata: %s cannot be read: %s", path, strerror(errno));
		return NULL;
	}
	length = fread(text, 1, LONGEST_BYTES, file);
	fclose(file);
	if (!json_read(arena, text, length, &members, error) || !json_object_is_type(members, json_type_object)) {
		fail(error, ERROR_INVALID, "custom_oauth_metadata: %s is not a JSON object", path);
		return NULL;
	}
	return members;
}

bool custom_metadata_check(struct arena *arena, const struct config *config, struct error *error)
{
	return !*config->custom_oauth_metadata || read_members(arena, config->custom_oauth_metadata, error);
}

void custom_metadata_put_over(struct oauth *oauth, struct json_object *metadata)
{
	struct error why = { 0 };
	struct json_object *members = NULL;

	if (!*oauth->config->custom_oauth_metadata)
		return;
	members = read_members(oauth->arena, oauth->config->custom_oauth_metadata, &why);
	if (!members) {
		log_event(oauth->log, LOG_ERROR, "configuration", "reason=%s", log_quote(oauth->arena, why.message));
		return;
	}
	json_object_object_foreach(members, name, value)
		json_set(metadata, name, json_object_get(value));
}
