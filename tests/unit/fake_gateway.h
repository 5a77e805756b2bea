/*
 * A gateway that holds its variables and body in memory and gathers what is written, so that
 * the rooms behind it can be tried without a web server.
 */
#ifndef TASKDESK_TESTS_FAKE_GATEWAY_H
#define TASKDESK_TESTS_FAKE_GATEWAY_H

#include "unit.h"

#include "base/text.h"
#include "http/gateway.h"
#include "http/request.h"

#include <stdbool.h>

struct fake_gateway {
	struct gateway gateway;
	const char *body;
	size_t left;
	size_t most_at_once;    /* of one read; 0: as much as is asked for */
	size_t reads;
	bool breaks_off;        /* behind the body comes a failure and not its end */
	bool client_gone;       /* writing fails */
	struct text written;
	size_t flushes;
};

static inline long fake_read(void *context, char *bytes, size_t length)
{
	struct fake_gateway *fake = context;

	fake->reads++;
	if (!fake->left)
		return fake->breaks_off ? -1 : 0;
	if (length > fake->left)
		length = fake->left;
	if (fake->most_at_once && length > fake->most_at_once)
		length = fake->most_at_once;
	memcpy(bytes, fake->body, length);
	fake->body += length;
	fake->left -= length;
	return (long)length;
}

static inline bool fake_write(void *context, const char *bytes, size_t length)
{
	struct fake_gateway *fake = context;

	if (fake->client_gone)
		return false;
	text_add_bytes(&fake->written, bytes, length);
	return true;
}

static inline bool fake_flush(void *context)
{
	struct fake_gateway *fake = context;

	fake->flushes++;
	return !fake->client_gone;
}

/* params: "NAME=value", NULL at the end. */
static inline struct fake_gateway *fake_gateway_new(struct arena *arena, char *const *params, const char *body)
{
	struct fake_gateway *fake = arena_alloc(arena, sizeof(*fake));

	*fake = (struct fake_gateway){
		.gateway = { .params = params, .context = fake, .read = fake_read, .write = fake_write, .flush = fake_flush },
		.body = body,
		.left = strlen(body),
		.written = text_in(arena),
	};
	return fake;
}

/* Variables of strings that the tests write as they are. */
#define PARAMS(...) ((char *const[]){ __VA_ARGS__, NULL })
#define PARAM(text) ((char *)(uintptr_t)(text))

static inline struct http_request fake_request(struct arena *arena, char *const *params)
{
	struct http_request request;

	http_request_init(&request, arena, &fake_gateway_new(arena, params, "")->gateway);
	return request;
}

#endif
