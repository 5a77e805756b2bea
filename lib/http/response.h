/*
 * One HTTP answer: built whole, then written once with its Content-Length. An answer in
 * parts (server-sent events while a call is still running) is opened first instead.
 */
#ifndef TASKDESK_HTTP_RESPONSE_H
#define TASKDESK_HTTP_RESPONSE_H

#include "base/arena.h"
#include "base/text.h"
#include "http/gateway.h"

#include <stdbool.h>
#include <stddef.h>

struct http_response {
	struct arena *arena;
	int status;
	const char *type;       /* Content-Type; NULL: no body */
	struct text headers;    /* further ones, each "Name: value\r\n" */
	const char *body;
	size_t body_bytes;
	bool open;              /* its head is out already; parts follow */
	bool client_gone;
};

void http_response_init(struct http_response *response, struct arena *arena);

/* Adds a header. A value with a line break or another control character is dropped whole. */
void http_response_header(struct http_response *response, const char *name, const char *value);

/* Sets status, type and body. The body is borrowed until the answer is written. */
void http_response_body(struct http_response *response, int status, const char *type, const char *body,
			size_t body_bytes);

/* A JSON text as the body. */
void http_response_json(struct http_response *response, int status, const char *json);

/* A refusal: {"error": code, "message": sentence}. */
void http_response_problem(struct http_response *response, int status, const char *code, const char *message);

/* An answer without a body. */
void http_response_empty(struct http_response *response, int status);

/* Writes the answer. without_body is for HEAD: the length stays. False when the client is gone. */
bool http_response_write(const struct http_response *response, const struct gateway *gateway, bool without_body);

/*
 * Sends the head of an answer in parts (no Content-Length), then each part at once. After
 * the first part http_response_write has nothing left to do.
 */
bool http_response_part(struct http_response *response, const struct gateway *gateway, const char *type,
			const char *bytes, size_t length);

#endif
