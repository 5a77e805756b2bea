/*
 * The fixture's resources: three that stand in a table, and a template.
 */
#include "base/text.h"
#include "fields/json.h"
#include "fixture.h"
#include "mcp/pages.h"

#include <string.h>

struct resource {
	const char *uri;
	const char *name;
	const char *description;
	const char *mime_type;
	const char *text;
	const char *blob;
};

static const struct resource resources[] = {
	{ .uri = "test://static-text", .name = "static-text", .description = "A text", .mime_type = "text/plain",
	  .text = "This is the content of the static text resource." },
	{ .uri = "test://static-binary", .name = "static-binary", .description = "An image", .mime_type = "image/png",
	  .blob = FIXTURE_PNG },
	{ .uri = "test://watched-resource", .name = "watched-resource", .description = "A text to subscribe to",
	  .mime_type = "text/plain", .text = "Watched resource content" },
};

#define RESOURCE_COUNT (sizeof(resources) / sizeof(resources[0]))
#define TEMPLATE_START "test://template/"
#define TEMPLATE_END "/data"

static const struct mcp_resource_template templates[] = {
	{ .uri_template = TEMPLATE_START "{id}" TEMPLATE_END, .name = "template", .description = "Data for an id",
	  .mime_type = "application/json" },
	{ 0 },
};

static bool list_resources(struct mcp_call *call, const char *cursor, size_t limit, struct json_object *list,
			   const char **next_cursor)
{
	size_t start;

	(void)cursor;
	(void)next_cursor;
	if (!mcp_page_start(call, RESOURCE_COUNT, &start))
		return false;
	for (size_t i = start; i < RESOURCE_COUNT && i - start < limit; i++) {
		struct json_object *entry = json_object_new_object();

		json_set_text(entry, "uri", resources[i].uri);
		json_set_text(entry, "name", resources[i].name);
		json_set_text(entry, "description", resources[i].description);
		json_set_text(entry, "mimeType", resources[i].mime_type);
		json_object_array_add(list, entry);
	}
	mcp_page_end(call, start, RESOURCE_COUNT);
	return true;
}

static void add_contents(struct json_object *contents, const struct resource *resource)
{
	struct json_object *entry = json_object_new_object();

	json_set_text(entry, "uri", resource->uri);
	json_set_text(entry, "mimeType", resource->mime_type);
	json_set_text(entry, "text", resource->text);
	json_set_text(entry, "blob", resource->blob);
	json_object_array_add(contents, entry);
}

/* The id in test://template/{id}/data, in the arena, or NULL. */
static const char *template_id(struct arena *arena, const char *uri)
{
	size_t length = strlen(uri);
	size_t around = strlen(TEMPLATE_START) + strlen(TEMPLATE_END);

	if (length <= around || !text_starts_with(uri, TEMPLATE_START) || !text_ends_with(uri, TEMPLATE_END))
		return NULL;
	return arena_copy(arena, uri + strlen(TEMPLATE_START), length - around);
}

static const char *template_text(struct arena *arena, const char *id)
{
	struct json_object *data = json_keep(arena, json_object_new_object());

	json_set_text(data, "id", id);
	json_set_boolean(data, "templateTest", true);
	json_set_text(data, "data", arena_printf(arena, "Data for ID: %s", id));
	return json_text(data);
}

static bool read_resource(struct mcp_call *call, const char *uri, struct json_object *contents)
{
	const char *id = template_id(call->arena, uri);

	if (id) {
		const struct resource made = { .uri = uri, .mime_type = "application/json",
					       .text = template_text(call->arena, id) };

		add_contents(contents, &made);
		return true;
	}
	for (size_t i = 0; i < RESOURCE_COUNT; i++) {
		if (strcmp(resources[i].uri, uri) == 0) {
			add_contents(contents, &resources[i]);
			return true;
		}
	}
	return fail(call->error, ERROR_NOT_FOUND, "there is no such resource");
}

const struct mcp_resources fixture_resources = {
	.list = list_resources,
	.templates = templates,
	.read = read_resource,
	.read_ttl_milliseconds = 300000,
	.list_is_public = true,
};
