#include "mcp/endpoint.h"

#include "fields/json.h"
#include "mcp/headers.h"
#include "mcp/input.h"
#include "mcp/jsonrpc.h"
#include "mcp/methods.h"
#include "mcp/pages.h"
#include "mcp/stream.h"

#include <string.h>

#define META_PREFIX "io.modelcontextprotocol/"
#define BATCH_LIMIT 50

bool mcp_endpoint_admits(const struct http_request *request, struct http_response *response)
{
	const char *type = http_request_header(request, "Content-Type");
	const char *coding = http_request_header(request, "Content-Encoding");

	if (strcmp(request->method, "POST") != 0) {
		http_response_header(response, "Allow", "POST");
		http_response_problem(response, 405, "method_not_allowed",
				      "This is an MCP endpoint: send JSON-RPC messages by POST.");
		return false;
	}
	if (type && *type && !http_media_type_is(type, "application/json")) {
		http_response_problem(response, 415, "unsupported_media_type",
				      "Send the JSON-RPC message with Content-Type: application/json.");
		return false;
	}
	if (coding && *coding && !text_equals_ignoring_case(coding, "identity")) {
		http_response_problem(response, 415, "unsupported_media_type",
				      "Send the JSON-RPC message as it is, without a Content-Encoding.");
		return false;
	}
	if (!http_request_accepts(request, "application/json")) {
		http_response_problem(response, 406, "not_acceptable",
				      "Answers are application/json; name it in Accept, beside text/event-stream.");
		return false;
	}
	return true;
}

static struct json_object *meta_of(const struct jsonrpc_message *message)
{
	return json_member(message->params, "_meta");
}

/* What the header names: NULL when it is a revision this server does not speak. */
static const struct revision *header_revision(const struct http_request *request)
{
	const char *header = http_request_header(request, "MCP-Protocol-Version");

	return header && *header ? revision_find(header) : revision_unnamed();
}

static bool unsupported_version(struct mcp_call *call, const char *requested)
{
	struct json_object *data = json_object_new_object();
	struct json_object *supported = json_object_new_array();
	char *echoed = arena_strdup(call->arena, requested);

	/* A revision that needs initialize cannot be had by _meta, so it is not offered to who asked for it so. */
	for (const struct revision *revision = revisions; revision->name; revision++)
		if (strcmp(revision->name, requested) != 0)
			json_object_array_add(supported, json_object_new_string(revision->name));
	json_set(data, "supported", supported);
	/* A header may hold what is no UTF-8. */
	utf8_mend(echoed);
	json_set_text(data, "requested", echoed);
	mcp_refuse(call, MCP_UNSUPPORTED_VERSION, "Unsupported protocol version '%.40s'", echoed);
	return mcp_refuse_data(call, data);
}

/* The status is basic/index, "_meta", of 2026-07-28. */
static bool malformed_meta(struct mcp_call *call, const char *message)
{
	mcp_refuse(call, JSONRPC_INVALID_PARAMS, "%s", message);
	call->failure.http_status = 400;
	return false;
}

/* The checks of 2026-07-28 in their order: _meta, headers, revision; the method comes last. */
static bool admit_modern(struct mcp_call *call, struct json_object *meta)
{
	const char *version = json_member_text(meta, META_PREFIX "protocolVersion");
	const char *level = json_member_text(meta, META_PREFIX "logLevel");
	const char *name_member = method_name_member(call->method);

	call->revision = &revisions[0];
	call->client_capabilities = json_member(meta, META_PREFIX "clientCapabilities");
	if (!version || !json_object_is_type(call->client_capabilities, json_type_object))
		return malformed_meta(call, "params._meta must hold " META_PREFIX "protocolVersion (a string) and " META_PREFIX
					    "clientCapabilities (an object)");
	if (!headers_check(call, version, name_member ? json_member_text(call->params, name_member) : NULL))
		return false;
	call->revision = revision_find(version);
	if (!call->revision || call->revision->era != ERA_MODERN) {
		call->revision = &revisions[0];
		return unsupported_version(call, version);
	}
	call->log_level = MCP_LOG_NONE;
	if (json_member(meta, META_PREFIX "logLevel") && !mcp_log_level_named(level, &call->log_level))
		return malformed_meta(call, META_PREFIX "logLevel must be one of: " MCP_LOG_LEVELS);
	return true;
}

static bool admit_legacy(struct mcp_call *call, const char *header)
{
	call->revision = header_revision(call->request);
	call->log_level = MCP_LOG_DEBUG;
	if (call->revision)
		return true;
	call->revision = revision_newest_legacy();
	return unsupported_version(call, header);
}

/* By the values that say so, never by the mere presence of a header. */
static bool is_modern(const struct jsonrpc_message *message, const char *header)
{
	const struct revision *named = header ? revision_find(header) : NULL;

	return json_member(meta_of(message), META_PREFIX "protocolVersion") || (named && named->era == ERA_MODERN);
}

static void read_progress_token(struct mcp_call *call, struct json_object *meta)
{
	static const char *const path[] = { "params", "_meta", "progressToken", NULL };
	struct json_object *token = json_member(meta, "progressToken");

	if (json_object_is_type(token, json_type_string))
		call->progress_token = arena_strdup(call->arena, json_text(token));
	else if (json_object_is_type(token, json_type_int))
		call->progress_token = json_integer_text(call->arena, call->message, call->message_bytes, path);
}

static struct json_object *object_member(struct json_object *value, const char *name)
{
	struct json_object *member = json_member(value, name);

	return json_object_is_type(member, json_type_object) ? member : NULL;
}

static bool admit(struct mcp_call *call, const struct jsonrpc_message *message)
{
	const char *header = http_request_header(call->request, "MCP-Protocol-Version");

	call->method = message->method;
	call->params = message->params;
	call->arguments = object_member(message->params, "arguments");
	read_progress_token(call, meta_of(message));
	return is_modern(message, header) ? admit_modern(call, meta_of(message)) : admit_legacy(call, header);
}

/* Members that handlers gave, and who answers in the revision that asks for it. */
static void add_meta(struct mcp_call *call, const char *server_info)
{
	const char *given = call->result_meta ? json_text(call->result_meta) : "{}";
	size_t given_length = strlen(given) - 1;
	struct text meta = text_in(call->arena);

	if (!server_info) {
		if (call->result_meta)
			mcp_result_text(call, "_meta", given);
		return;
	}
	text_add_bytes(&meta, given, given_length);
	text_add(&meta, given_length > 1 ? "," : "");
	text_add(&meta, "\"" META_PREFIX "serverInfo\":");
	text_add(&meta, server_info);
	text_add_char(&meta, '}');
	mcp_result_text(call, "_meta", text_string(&meta));
}

static void open_envelope(struct mcp_call *call)
{
	text_add(&call->answer, "{\"jsonrpc\":\"2.0\",\"id\":");
	text_add(&call->answer, call->id);
	text_add(&call->answer, ",\"result\":{");
	call->opening = call->answer.length;
}

static void close_envelope(struct mcp_call *call, bool asks)
{
	bool modern = call->revision->era == ERA_MODERN;

	if (modern)
		mcp_result_text(call, "resultType", asks ? "\"input_required\"" : "\"complete\"");
	add_meta(call, modern ? mcp_server_info(call->server) : NULL);
	/* The members' last comma gives way to the closing brace. */
	call->answer.length -= call->answer.length > call->opening;
	text_add(&call->answer, "}}");
}

/* A handler failed with call->error and without a JSON-RPC error of its own. */
static void refuse_for_error(struct mcp_call *call)
{
	switch (call->error->kind) {
	case ERROR_INVALID:
	case ERROR_DENIED:
	case ERROR_NOT_FOUND:
	case ERROR_CONFLICT:
		mcp_refuse(call, JSONRPC_INVALID_PARAMS, "%s%s%s", call->error->message,
			   !*call->error->remedy ? "" : text_ends_with(call->error->message, "?") ? " " : ". ", call->error->remedy);
		return;
	case ERROR_LIMITED:
	case ERROR_UNAVAILABLE:
	case ERROR_INTERNAL:
	case ERROR_NONE:
		break;
	}
	mcp_refuse(call, JSONRPC_INTERNAL_ERROR, "%s", call->error->message);
}

static const char *outcome(const struct mcp_call *call)
{
	if (call->failure.code)
		return arena_printf(call->arena, "%d", call->failure.code);
	return call->error->kind ? error_kind_name(call->error->kind) : "ok";
}

static void report(struct mcp_call *call)
{
	const char *member = call->method ? method_name_member(call->method) : NULL;

	if (call->server->done)
		call->server->done(call, call->method, member ? json_member_text(call->params, member) : NULL,
				   outcome(call));
}

/* What a handler has written so far gives way to the error. */
static void write_failure(struct mcp_call *call)
{
	call->answer.length = 0;
	jsonrpc_add_error(&call->answer, call->id, &call->failure);
}

/* Runs a request and leaves its answer in call->answer. */
static void answer_request(struct mcp_call *call, const struct jsonrpc_message *message)
{
	bool ran, asks;

	call->id = message->id;
	open_envelope(call);
	ran = admit(call, message) && method_run(call);
	asks = ran && call->revision->era == ERA_MODERN && input_write(call);
	if (!ran && !call->failure.code)
		refuse_for_error(call);
	if (call->failure.code)
		write_failure(call);
	else
		close_envelope(call, asks);
	report(call);
}

static void write_answer(struct mcp_call *call)
{
	struct http_response *response = call->response;
	const struct text *text = &call->answer;

	if (!call->events.length && !response->open) {
		http_response_body(response, call->failure.code ? call->failure.http_status : 200, "application/json",
				   text->bytes, text->length);
		return;
	}
	mcp_add_event(&call->events, text->bytes, text->length);
	if (response->open) {
		mcp_send_events(call);
		return;
	}
	mcp_event_stream_headers(response);
	http_response_body(response, 200, MCP_EVENT_STREAM, call->events.bytes, call->events.length);
}

/* A client's answer to a question that a running call has asked. */
static void answer_response(struct mcp_call *call, struct json_object *value)
{
	const char *question_id = json_member_text(value, "id");
	const struct revision *revision = header_revision(call->request);
	bool taken = false;

	if (!revision || revision->era == ERA_MODERN || !call->server->answer) {
		http_response_problem(call->response, 400, "unexpected_response",
				      "JSON-RPC responses are not accepted here; send requests and notifications.");
		return;
	}
	if (question_id && !call->server->answer(call, question_id, json_text(value), &taken)) {
		http_response_problem(call->response, 503, error_kind_name(call->error->kind), call->error->message);
		return;
	}
	if (taken)
		http_response_empty(call->response, 202);
	else
		http_response_problem(call->response, 400, "unexpected_response",
				      "The response answers no open question of this server.");
}

static struct mcp_call new_call(const struct mcp_call *like)
{
	struct mcp_call call = *like;

	call.answer = text_in(like->arena);
	call.events = text_in(like->arena);
	call.progress = -1;
	*call.error = (struct error){ 0 };
	return call;
}

static void refuse_message(struct mcp_call *call, enum jsonrpc_code code, const char *message)
{
	mcp_refuse(call, code, "%s", message);
	write_failure(call);
	report(call);
}

/* As of a request, except that _meta may be missing. */
static bool admit_notification(struct mcp_call *call, const struct jsonrpc_message *message)
{
	const char *header = http_request_header(call->request, "MCP-Protocol-Version");
	const char *version = json_member_text(meta_of(message), META_PREFIX "protocolVersion");
	const struct revision *revision = version ? revision_find(version) : header_revision(call->request);

	if (is_modern(message, header) && !headers_check(call, version ? version : header ? header : "", NULL))
		return false;
	return revision || unsupported_version(call, version ? version : header);
}

/* No notification of a client changes anything here; it is only judged. */
static void take_notification(struct mcp_call *call, const struct jsonrpc_message *message)
{
	call->method = message->method;
	if (admit_notification(call, message)) {
		http_response_empty(call->response, 202);
	} else {
		write_failure(call);
		write_answer(call);
	}
	report(call);
}

static void answer_single(struct mcp_call *call, struct json_object *value)
{
	struct jsonrpc_message message;
	struct error error = { 0 };

	call->message = call->request->body;
	call->message_bytes = call->request->body_bytes;
	if (!jsonrpc_read(call->arena, value, call->message, call->message_bytes, &message, &error)) {
		call->id = message.id;
		refuse_message(call, JSONRPC_INVALID_REQUEST, error.message);
		write_answer(call);
		return;
	}
	switch (message.kind) {
	case JSONRPC_REQUEST:
		answer_request(call, &message);
		write_answer(call);
		return;
	case JSONRPC_NOTIFICATION:
		take_notification(call, &message);
		return;
	case JSONRPC_RESPONSE:
		answer_response(call, value);
		report(call);
		return;
	}
}

/* Adds the answer to one message of a batch, if it deserves one. */
static void answer_element(const struct mcp_call *like, struct json_object *value, const struct json_piece *text, struct text *answers)
{
	struct mcp_call call = new_call(like);
	struct jsonrpc_message message;
	struct error error = { 0 };

	call.is_in_batch = true;
	call.message = text->bytes;
	call.message_bytes = text->length;
	if (!jsonrpc_read(call.arena, value, call.message, call.message_bytes, &message, &error)) {
		call.id = message.id;
		refuse_message(&call, JSONRPC_INVALID_REQUEST, error.message);
	} else if (message.kind == JSONRPC_REQUEST && strcmp(message.method, "initialize") == 0) {
		/* 2025-03-26, basic/lifecycle, "Initialization". */
		call.id = message.id;
		refuse_message(&call, JSONRPC_INVALID_REQUEST, "initialize has to be sent alone, not in a batch");
	} else if (message.kind == JSONRPC_REQUEST) {
		answer_request(&call, &message);
	}
	if (!call.answer.length)
		return;
	text_add_char(answers, answers->length ? ',' : '[');
	text_add_bytes(answers, call.answer.bytes, call.answer.length);
}

static bool batches_allowed(const struct mcp_call *call)
{
	const struct revision *revision = header_revision(call->request);

	return revision && revision->batches;
}

static void answer_batch(struct mcp_call *call, struct json_object *batch)
{
	struct text answers = text_in(call->arena);
	struct json_piece rest = { call->request->body, call->request->body_bytes }, element;
	size_t count = json_object_array_length(batch);

	if (!batches_allowed(call) || !count || count > BATCH_LIMIT) {
		refuse_message(call, JSONRPC_INVALID_REQUEST,
			       count && batches_allowed(call) ? "A batch holds at most 50 messages" :
			       batches_allowed(call) ? "A batch may not be empty" :
						       "Send one JSON-RPC message in a request; only revision 2025-03-26 has batches");
		write_answer(call);
		return;
	}
	for (size_t i = 0; i < count && json_next_element(&rest, &element); i++)
		answer_element(call, json_object_array_get_idx(batch, i), &element, &answers);
	if (!answers.length) {
		http_response_empty(call->response, 202);
		return;
	}
	text_add_char(&answers, ']');
	http_response_body(call->response, 200, "application/json", answers.bytes, answers.length);
}

void mcp_endpoint_answer(const struct mcp_server *server, const struct http_request *request,
			 const struct principal *principal, void *context, struct error *error,
			 struct http_response *response)
{
	const struct mcp_call blank = {
		.server = server, .request = request, .response = response, .arena = request->arena,
		.error = error, .principal = principal, .context = context,
	};
	struct mcp_call call = new_call(&blank);
	struct json_object *value;
	struct error unreadable = { 0 };

	if (!json_read(request->arena, request->body, request->body_bytes, &value, &unreadable)) {
		refuse_message(&call, JSONRPC_PARSE_ERROR, unreadable.message);
		write_answer(&call);
		return;
	}
	if (json_object_is_type(value, json_type_array))
		answer_batch(&call, value);
	else
		answer_single(&call, value);
}
