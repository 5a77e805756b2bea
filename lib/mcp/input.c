/*
 * Asking the client, in both eras (2026-07-28 basic/patterns/mrtr; before: a request of the
 * server in the event stream of the running call), and the state that goes out and comes back.
 */
#include "mcp/input.h"

#include "base/base64.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/secret.h"
#include "fields/json.h"
#include "mcp/server.h"
#include "mcp/stream.h"

#include <string.h>

#define STATE_LIFE_SECONDS 600
#define QUESTION_ID_LENGTH 26

static struct json_object *already_answered(const struct mcp_call *call, const char *key)
{
	bool modern = call->revision->era == ERA_MODERN;

	return modern ? json_member(json_member(call->params, "inputResponses"), key) : NULL;
}

/* "elicitation/create" needs the capability "elicitation". */
static const char *capability_of(struct arena *arena, const char *method)
{
	return arena_copy(arena, method, strcspn(method, "/"));
}

/* What the capability itself must hold for a question with these params; NULL: nothing. */
static const char *part_of(const char *capability, struct json_object *params)
{
	const char *mode = json_member_text(params, "mode");

	if (strcmp(capability, "elicitation") == 0)
		return mode ? mode : "form";
	return json_member(params, "tools") ? "tools" : NULL;
}

static bool declares(const struct mcp_call *call, const char *capability, const char *part)
{
	struct json_object *declared = json_member(call->client_capabilities, capability);

	if (!declared || !part || json_member(declared, part))
		return declared != NULL;
	/* An elicitation capability that names no mode means forms (client/elicitation, "Capabilities"). */
	return strcmp(part, "form") == 0 && !json_member(declared, "url");
}

bool mcp_client_supports(const struct mcp_call *call, const char *capability)
{
	return call->revision->era == ERA_LEGACY || declares(call, capability, part_of(capability, NULL));
}

static bool require_capability(struct mcp_call *call, const char *capability, const char *part)
{
	struct json_object *needed = json_object_new_object();
	struct json_object *data = json_object_new_object();
	struct json_object *parts = json_object_new_object();

	if (part && strcmp(part, "form") != 0)
		json_set(parts, part, json_object_new_object());
	json_set(needed, capability, parts);
	json_set(data, "requiredCapabilities", needed);
	mcp_refuse(call, MCP_MISSING_CAPABILITY,
		   "This request needs the client capability '%s', which the request does not declare", capability);
	return mcp_refuse_data(call, data);
}

/* The answer comes with the next round. */
static struct json_object *ask_later(struct mcp_call *call, const char *key, const char *method,
				     struct json_object *params)
{
	struct json_object *question = json_object_new_object();

	json_set_text(question, "method", method);
	json_set(question, "params", params);
	if (!call->input_requests)
		call->input_requests = json_keep(call->arena, json_object_new_object());
	json_set(call->input_requests, key, question);
	return NULL;
}

static bool send_question(struct mcp_call *call, const char *question_id, const char *method,
			  struct json_object *params)
{
	const char *message = arena_printf(call->arena,
					   "{\"jsonrpc\":\"2.0\",\"id\":\"%s\",\"method\":\"%s\",\"params\":%s}", question_id,
					   method, json_text(params));

	mcp_add_event(&call->events, message, strlen(message));
	return mcp_send_events(call);
}

static struct json_object *read_reply(struct mcp_call *call, const char *reply)
{
	struct json_object *value;
	struct json_object *result;
	const char *reason;

	if (!json_read(call->arena, reply, strlen(reply), &value, call->error))
		return NULL;
	result = json_member(value, "result");
	if (json_object_is_type(result, json_type_object))
		return result;
	reason = json_member_text(json_member(value, "error"), "message");
	fail(call->error, ERROR_CONFLICT, "the client could not answer the question this call depends on%s%.200s",
	     reason ? ": " : "", reason ? reason : "");
	return NULL;
}

/* One message of a batch has no stream of its own that a question could go out on. */
static bool can_ask_now(const struct mcp_call *call)
{
	return call->server->ask && !call->is_in_batch && http_request_accepts(call->request, MCP_EVENT_STREAM);
}

/* The answer comes as another request while this one waits. */
static struct json_object *ask_now(struct mcp_call *call, const char *method, struct json_object *params)
{
	char question_id[QUESTION_ID_LENGTH + 1];
	const char *reply;

	json_keep(call->arena, params);
	random_name(question_id, QUESTION_ID_LENGTH);
	if (!can_ask_now(call)) {
		fail(call->error, ERROR_CONFLICT, "this call needs an answer from the client, which cannot be asked here");
		return NULL;
	}
	if (!call->server->ask(call, question_id) || !send_question(call, question_id, method, params))
		return NULL;
	reply = call->server->wait(call, question_id);
	return reply ? read_reply(call, reply) : NULL;
}

struct json_object *mcp_ask(struct mcp_call *call, const char *key, const char *method, struct json_object *params)
{
	struct json_object *answer = already_answered(call, key);
	const char *capability = capability_of(call->arena, method);
	const char *part = part_of(capability, params);

	if (call->revision->era == ERA_LEGACY)
		return ask_now(call, method, params);
	if (!answer && declares(call, capability, part))
		return ask_later(call, key, method, params);
	json_keep(call->arena, params);
	if (!answer)
		require_capability(call, capability, part);
	else if (json_object_is_type(answer, json_type_object))
		return answer;
	else
		mcp_refuse(call, JSONRPC_INVALID_PARAMS, "inputResponses.%.100s must be the result of %s, an object", key,
			   method);
	return NULL;
}

bool mcp_unanswered(const struct mcp_call *call)
{
	return call->input_requests != NULL && !call->failure.code;
}

void mcp_keep_state(struct mcp_call *call, struct json_object *state)
{
	call->next_state = json_keep(call->arena, state);
}

struct json_object *mcp_kept_state(const struct mcp_call *call)
{
	return call->state;
}

/* What a state is bound to besides its caller: the method and what it was called with. */
static const char *call_digest(struct mcp_call *call)
{
	struct text salient = text_in(call->arena);
	unsigned char digest[SHA256_BYTES];

	text_printf(&salient, "%s\n%s\n%s\n", call->method, json_text(json_member(call->params, "name")),
		    json_text(json_member(call->params, "uri")));
	text_add(&salient, json_canonical_text(call->arena, json_member(call->params, "arguments")));
	sha256(salient.bytes, salient.length, digest);
	return base64_encode(call->arena, BASE64_URL, digest, sizeof(digest));
}

static const char *signature(struct mcp_call *call, const char *payload, const unsigned char key[SHA256_BYTES])
{
	unsigned char digest[SHA256_BYTES];

	hmac_sha256(key, SHA256_BYTES, payload, strlen(payload), digest);
	return base64_encode(call->arena, BASE64_URL, digest, sizeof(digest));
}

static bool seal(struct mcp_call *call, const char **sealed)
{
	struct json_object *payload = json_keep(call->arena, json_object_new_object());
	unsigned char key[SHA256_BYTES];
	const char *text;

	if (!call->server->state_key || !call->server->state_key(call, key))
		return mcp_refuse(call, JSONRPC_INTERNAL_ERROR, "the server cannot keep state just now; try again");
	json_set(payload, "state", json_object_get(call->next_state));
	json_set_text(payload, "caller", principal_label(call->arena, call->principal));
	json_set_text(payload, "call", call_digest(call));
	json_set_integer(payload, "expires_at_unix", clock_unix_seconds() + STATE_LIFE_SECONDS);
	text = json_text(payload);
	text = base64_encode(call->arena, BASE64_URL, text, strlen(text));
	*sealed = arena_printf(call->arena, "%s.%s", text, signature(call, text, key));
	secret_wipe(key, sizeof(key));
	return true;
}

static bool bad_state(struct mcp_call *call, const char *why)
{
	return mcp_refuse(call, JSONRPC_INVALID_PARAMS,
			  "The requestState is not valid: %s; start again without inputResponses and requestState", why);
}

static bool open_seal(struct mcp_call *call, const char *sealed, struct json_object **payload)
{
	const char *dot = strchr(sealed, '.');
	unsigned char key[SHA256_BYTES];
	const char *text, *expected;
	unsigned char *bytes;
	struct error ignored;
	size_t length;

	if (!dot || !call->server->state_key || !call->server->state_key(call, key))
		return bad_state(call, "it is not one of this server's");
	text = arena_copy(call->arena, sealed, (size_t)(dot - sealed));
	expected = signature(call, text, key);
	secret_wipe(key, sizeof(key));
	if (strlen(dot + 1) != strlen(expected) || !secret_equals(dot + 1, expected, strlen(expected)))
		return bad_state(call, "it was changed on its way");
	bytes = base64_decode(call->arena, BASE64_URL, text, strlen(text), &length);
	if (!bytes || !json_read(call->arena, (const char *)bytes, length, payload, &ignored))
		return bad_state(call, "it was changed on its way");
	return true;
}

bool input_read(struct mcp_call *call)
{
	struct json_object *sealed, *responses, *payload;

	/* Present and null is as wrong as any other type. */
	if (json_object_object_get_ex(call->params, "inputResponses", &responses) &&
	    !json_object_is_type(responses, json_type_object))
		return mcp_refuse(call, JSONRPC_INVALID_PARAMS, "'inputResponses' must be an object");
	if (!json_object_object_get_ex(call->params, "requestState", &sealed))
		return true;
	if (!json_object_is_type(sealed, json_type_string))
		return bad_state(call, "it must be a string");
	if (!open_seal(call, json_object_get_string(sealed), &payload))
		return false;
	if (json_object_get_int64(json_member(payload, "expires_at_unix")) < clock_unix_seconds())
		return bad_state(call, "it has expired");
	if (strcmp(json_member_text(payload, "caller"), principal_label(call->arena, call->principal)) != 0)
		return bad_state(call, "it belongs to another caller");
	if (strcmp(json_member_text(payload, "call"), call_digest(call)) != 0)
		return bad_state(call, "it belongs to another request");
	call->state = json_member(payload, "state");
	return true;
}

bool input_write(struct mcp_call *call)
{
	const char *sealed = NULL;

	if (!call->input_requests && !call->next_state)
		return false;
	call->answer.length = call->opening;
	if (call->input_requests)
		mcp_result_text(call, "inputRequests", json_text(call->input_requests));
	if (call->next_state) {
		if (!seal(call, &sealed))
			return false;
		mcp_result_json(call, "requestState", json_object_new_string(sealed));
	}
	return true;
}
