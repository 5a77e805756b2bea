#include "http/response.h"

#include <string.h>

/* A body up to this long goes out with its head, in one write; a longer one is not copied for that. */
#define COPIED_BYTES 65536

struct reason {
	int status;
	const char *phrase;
};

static const struct reason reasons[] = {
	{ 200, "OK" }, { 201, "Created" }, { 202, "Accepted" }, { 204, "No Content" },
	{ 302, "Found" }, { 303, "See Other" },
	{ 400, "Bad Request" }, { 401, "Unauthorized" }, { 403, "Forbidden" }, { 404, "Not Found" },
	{ 405, "Method Not Allowed" }, { 406, "Not Acceptable" }, { 409, "Conflict" },
	{ 413, "Content Too Large" }, { 415, "Unsupported Media Type" }, { 429, "Too Many Requests" },
	{ 500, "Internal Server Error" }, { 503, "Service Unavailable" },
};

static const char *phrase(int status)
{
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (reasons[i].status == status)
			return reasons[i].phrase;
	return "Status";
}

void http_response_init(struct http_response *response, struct arena *arena)
{
	*response = (struct http_response){ .arena = arena, .status = 200, .headers = text_in(arena), .body = "" };
}

void http_response_header(struct http_response *response, const char *name, const char *value)
{
	for (const char *at = value; *at; at++)
		if ((unsigned char)*at < 0x20 || *at == 0x7F)
			return;
	text_printf(&response->headers, "%s: %s\r\n", name, value);
}

void http_response_body(struct http_response *response, int status, const char *type, const char *body,
			size_t body_bytes)
{
	response->status = status;
	response->type = type;
	response->body = body;
	response->body_bytes = body_bytes;
}

void http_response_json(struct http_response *response, int status, const char *json)
{
	http_response_body(response, status, "application/json", json, strlen(json));
}

void http_response_problem(struct http_response *response, int status, const char *code, const char *message)
{
	struct text body = text_in(response->arena);

	text_add(&body, "{\"error\":");
	text_add_json(&body, code, strlen(code));
	text_add(&body, ",\"message\":");
	text_add_json(&body, message, strlen(message));
	text_add(&body, "}");
	http_response_json(response, status, text_string(&body));
}

void http_response_empty(struct http_response *response, int status)
{
	http_response_body(response, status, NULL, "", 0);
}

static struct text head(const struct http_response *response, const char *type)
{
	struct text head = text_in(response->arena);

	text_add(&head, "Status: ");
	text_add_integer(&head, response->status);
	text_add_char(&head, ' ');
	text_add(&head, phrase(response->status));
	if (type) {
		text_add(&head, "\r\nContent-Type: ");
		text_add(&head, type);
	}
	text_add(&head, "\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n");
	text_add_bytes(&head, text_string(&response->headers), response->headers.length);
	return head;
}

bool http_response_write(const struct http_response *response, const struct gateway *gateway, bool without_body)
{
	struct text answer;

	if (response->open)
		return !response->client_gone;
	answer = head(response, response->type);
	text_add(&answer, "Content-Length: ");
	text_add_integer(&answer, (int64_t)response->body_bytes);
	text_add(&answer, "\r\n\r\n");
	if (without_body || response->body_bytes > COPIED_BYTES)
		return gateway->write(gateway->context, answer.bytes, answer.length) &&
		       (without_body || gateway->write(gateway->context, response->body, response->body_bytes));
	text_add_bytes(&answer, response->body, response->body_bytes);
	return gateway->write(gateway->context, answer.bytes, answer.length);
}

bool http_response_part(struct http_response *response, const struct gateway *gateway, const char *type,
			const char *bytes, size_t length)
{
	bool sent = true;

	if (!response->open) {
		struct text opening = head(response, type);

		text_add(&opening, "\r\n");
		response->open = true;
		sent = gateway->write(gateway->context, opening.bytes, opening.length);
	}
	sent = sent && gateway->write(gateway->context, bytes, length) && gateway->flush(gateway->context);
	response->client_gone = !sent;
	return sent;
}
