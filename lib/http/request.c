#include "http/request.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define HEADER_PREFIX "HTTP_"
#define DISCARD_LIMIT_BYTES ((int64_t)64 * 1024 * 1024)

/*
 * The path behind our mount point. Apache's rewrite and lighttpd's "/" form put it into
 * PATH_INFO; lighttpd's prefix form leaves it in SCRIPT_NAME; a program called by its own
 * file name (…/taskdesk.cgi) or from a shell is the MCP endpoint itself.
 */
static const char *routed_path(struct arena *arena, const struct gateway *gateway)
{
	const char *path_info = gateway_param(gateway, "PATH_INFO");
	const char *script = gateway_param(gateway, "SCRIPT_NAME");
	const char *segment;

	if (path_info && *path_info == '/')
		return path_info;
	if (path_info && *path_info)
		return arena_printf(arena, "/%s", path_info);
	segment = script ? strrchr(script, '/') : NULL;
	if (!segment || !segment[1] || text_ends_with(segment, ".fcgi") || text_ends_with(segment, ".cgi"))
		return "/mcp";
	return segment;
}

static void find_headers(struct http_request *request)
{
	char *const *params = request->gateway->params;
	struct http_header *headers;
	size_t count = 0;

	while (params && params[count])
		count++;
	request->headers = headers = arena_room(request->arena, count * sizeof(*headers));
	for (size_t i = 0; i < count; i++) {
		const char *name = params[i] + strlen(HEADER_PREFIX);
		const char *end;

		if (*params[i] != *HEADER_PREFIX || strncmp(params[i], HEADER_PREFIX, strlen(HEADER_PREFIX)) != 0)
			continue;
		end = strchr(name, '=');
		if (end)
			headers[request->header_count++] = (struct http_header){ name, (size_t)(end - name), end + 1 };
	}
}

void http_request_init(struct http_request *request, struct arena *arena, const struct gateway *gateway)
{
	const char *method = gateway_param(gateway, "REQUEST_METHOD");

	*request = (struct http_request){
		.arena = arena,
		.gateway = gateway,
		.method = method && *method ? method : "GET",
		.path = routed_path(arena, gateway),
		.body = "",
	};
	find_headers(request);
}

static bool refuse_body(struct http_response *response, int status, const char *code, const char *message)
{
	http_response_problem(response, status, code, message);
	return false;
}

/* The announced length, or -1 when there is none (chunked uploads under mod_cgid). */
static bool content_length(const struct http_request *request, int64_t *length, struct http_response *response)
{
	const char *header = gateway_param(request->gateway, "CONTENT_LENGTH");

	*length = -1;
	if (!header || !*header)
		return true;
	if (!text_to_int64(header, length) || *length < 0)
		return refuse_body(response, 400, "bad_content_length", "CONTENT_LENGTH is not a number of bytes.");
	return true;
}

/* Reads some more of the body: 0 at its end, -1 when it broke off. announced is -1 where unknown. */
static long receive(struct http_request *request, int64_t announced, char *bytes, size_t capacity)
{
	const struct gateway *gateway = request->gateway;
	int64_t left = announced - request->received_bytes;
	long got;

	if (gateway->body_ends_at_content_length && announced >= 0 && (int64_t)capacity > left)
		capacity = (size_t)left;
	got = capacity ? gateway->read(gateway->context, bytes, capacity) : 0;
	if (got > 0)
		request->received_bytes += got;
	return got;
}

bool http_request_read_body(struct http_request *request, size_t limit_bytes, struct http_response *response)
{
	struct text body = text_in(request->arena);
	char bytes[16384];
	int64_t announced;

	if (!content_length(request, &announced, response))
		return false;
	while (announced < (int64_t)limit_bytes + 1) {
		long got = receive(request, announced, bytes, sizeof(bytes));

		if (got < 0)
			return refuse_body(response, 400, "body_cut_short", "The request body broke off; send it again.");
		if (!got)
			break;
		text_add_bytes(&body, bytes, (size_t)got);
		if (body.length > limit_bytes)
			break;
	}
	if (announced > (int64_t)limit_bytes || body.length > limit_bytes)
		return refuse_body(response, 413, "body_too_large",
				   arena_printf(request->arena, "The request body is longer than %zu bytes; send less in one request.",
						limit_bytes));
	if (announced > (int64_t)body.length)
		return refuse_body(response, 400, "body_cut_short",
				   arena_printf(request->arena, "The request body ended after %zu of %lld bytes; send it again.",
						body.length, (long long)announced));
	request->body = text_string(&body);
	request->body_bytes = body.length;
	return true;
}

void http_request_discard_body(struct http_request *request)
{
	const char *header = gateway_param(request->gateway, "CONTENT_LENGTH");
	bool in_chunks = gateway_param(request->gateway, "HTTP_TRANSFER_ENCODING") != NULL;
	int64_t announced = -1;
	char bytes[16384];

	if (header && *header && (!text_to_int64(header, &announced) || announced < 0))
		return;
	if (announced < 0 && !in_chunks)
		return;
	while (request->received_bytes < DISCARD_LIMIT_BYTES && receive(request, announced, bytes, sizeof(bytes)) > 0)
		;
}

/* "X-Api-Key" is HTTP_X_API_KEY among the variables (RFC 3875, section 4.1.18). */
static char as_variable(char character)
{
	if (character == '-')
		return '_';
	return character >= 'a' && character <= 'z' ? (char)(character - 'a' + 'A') : character;
}

static bool is_named(const struct http_header *header, const char *name)
{
	for (const char *at = header->name; *name; name++, at++)
		if (*at != as_variable(*name))
			return false;
	return true;
}

/* The first of the headers of that name, or NULL; sets how many there are. */
static const char *find_header(const struct http_request *request, const char *name, size_t *count)
{
	size_t length = strlen(name);
	const char *first = NULL;

	*count = 0;
	if (strcasecmp(name, "Content-Type") == 0) {
		*count = gateway_param_count(request->gateway, "CONTENT_TYPE");
		return gateway_param(request->gateway, "CONTENT_TYPE");
	}
	for (size_t i = 0; i < request->header_count; i++) {
		const struct http_header *header = &request->headers[i];

		if (header->name_length == length && is_named(header, name) && !(*count)++)
			first = header->value;
	}
	return first;
}

static const char *trimmed(struct arena *arena, const char *value)
{
	size_t length;

	if (!value)
		return NULL;
	value += strspn(value, " \t");
	length = strlen(value);
	if (!length || !strchr(" \t", value[length - 1]))
		return value;
	while (length && strchr(" \t", value[length - 1]))
		length--;
	return arena_copy(arena, value, length);
}

const char *http_request_header(const struct http_request *request, const char *name)
{
	size_t count;

	return trimmed(request->arena, find_header(request, name, &count));
}

bool http_request_header_repeated(const struct http_request *request, const char *name)
{
	size_t count;

	find_header(request, name, &count);
	return count > 1;
}

const char *http_request_authorization(const struct http_request *request)
{
	const char *direct = gateway_param(request->gateway, "HTTP_AUTHORIZATION");

	if (!direct || !*direct)
		direct = gateway_param(request->gateway, "REDIRECT_HTTP_AUTHORIZATION");
	return direct && *direct ? trimmed(request->arena, direct) : NULL;
}

bool http_media_type_is(const char *header, const char *type)
{
	char bare[128];
	size_t length = strcspn(header, "; \t,");

	if (length >= sizeof(bare))
		return false;
	memcpy(bare, header, length);
	bare[length] = '\0';
	return text_equals_ignoring_case(bare, type);
}

static bool range_allows(const char *range, const char *type)
{
	char family[64];
	const char *slash = strchr(type, '/');

	snprintf(family, sizeof(family), "%.*s/*", (int)(slash - type), type);
	return http_media_type_is(range, type) || http_media_type_is(range, family) ||
	       http_media_type_is(range, "*/*");
}

/* A weight of zero means "not acceptable" (RFC 9110 section 12.4.2). */
static bool weight_is_zero(const char *range)
{
	const char *comma = strchr(range, ',');
	const char *weight = strstr(range, "q=0");

	if (!weight || (comma && weight > comma))
		return false;
	weight += 3;
	weight += strspn(weight, ".0");
	return !*weight || strchr(", ;\t", *weight);
}

bool http_request_accepts(const struct http_request *request, const char *type)
{
	const char *range = http_request_header(request, "Accept");

	if (!range || !*range)
		return true;
	while (range) {
		range += strspn(range, " \t,");
		if (range_allows(range, type) && !weight_is_zero(range))
			return true;
		range = strchr(range, ',');
	}
	return false;
}
