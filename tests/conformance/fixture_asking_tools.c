/*
 * The fixture's tools that ask the client: by input_required in revision 2026-07-28, and in
 * mid-call before.
 */
#include "fields/json.h"
#include "fixture.h"

#define ELICIT "elicitation/create"
#define SAMPLE "sampling/createMessage"
#define ROOTS "roots/list"

#define TEXT_FIELD(name) "\"" name "\":{\"type\":\"string\"}"
#define YES_OR_NO "\"ok\":{\"type\":\"boolean\"}"
#define MESSAGE(text, tokens) \
	"{\"messages\":[{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":\"" text "\"}}]," \
	"\"maxTokens\":" tokens "}"

#define NAME_FORM FIXTURE_FORM("What is your name?", TEXT_FIELD("name"), "\"name\"")

const char *fixture_entered(struct json_object *answer, const char *field)
{
	const char *value = json_member_text(json_member(answer, "content"), field);

	return value ? value : "unknown";
}

static const char *sampled(struct json_object *answer)
{
	const char *text = json_member_text(json_member(answer, "content"), "text");

	return text ? text : "no response";
}

static size_t root_count(struct json_object *answer)
{
	struct json_object *roots = json_member(answer, "roots");

	return json_object_is_type(roots, json_type_array) ? json_object_array_length(roots) : 0;
}

/* What became of a form: "action=accept, content={…}". */
static const char *outcome(struct mcp_call *call, struct json_object *answer)
{
	struct json_object *content = json_member(answer, "content");
	const char *action = json_member_text(answer, "action");

	return arena_printf(call->arena, "action=%s, content=%s", action ? action : "none",
			    content ? json_text(content) : "{}");
}

static void greet(struct mcp_call *call, struct json_object *const *answers, struct tool_result *result)
{
	tool_result_text(call, result, arena_printf(call->arena, "Hello, %s!", fixture_entered(answers[0], "name")));
}

static void repeat_sample(struct mcp_call *call, struct json_object *const *answers, struct tool_result *result)
{
	tool_result_text(call, result, arena_printf(call->arena, "Sampling result: %s", sampled(answers[0])));
}

static void count_roots(struct mcp_call *call, struct json_object *const *answers, struct tool_result *result)
{
	tool_result_text(call, result, arena_printf(call->arena, "Found %zu root(s)", root_count(answers[0])));
}

static void confirm_state(struct mcp_call *call, struct json_object *const *answers, struct tool_result *result)
{
	(void)answers;
	tool_result_text(call, result, "state-ok: requestState validated");
}

static void greet_in_full(struct mcp_call *call, struct json_object *const *answers, struct tool_result *result)
{
	tool_result_text(call, result,
			 arena_printf(call->arena, "Name: %s; Greeting: %s; Roots: %zu",
				      fixture_entered(answers[0], "name"), sampled(answers[1]), root_count(answers[2])));
}

static void report_form(struct mcp_call *call, struct json_object *const *answers, struct tool_result *result)
{
	tool_result_text(call, result,
			 arena_printf(call->arena, "Elicitation completed: %s", outcome(call, answers[0])));
}

struct prompt_arguments {
	struct text_value prompt;
};

static const struct field prompt_rows[] = {
	{ .name = "prompt", .type = FIELD_TEXT, FIELD_AT(struct prompt_arguments, prompt), .required = true,
	  .description = "What to send to the model." },
	{ 0 },
};

static const struct field_set prompt_fields = { prompt_rows, sizeof(struct prompt_arguments) };

static bool sample(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	const struct prompt_arguments *given = arguments;
	struct json_object *params = json_constant(MESSAGE("", "100"));
	struct json_object *message = json_object_array_get_idx(json_member(params, "messages"), 0);
	struct json_object *answer;

	json_set_text(json_member(message, "content"), "text", given->prompt.value);
	answer = mcp_ask(call, "sample", SAMPLE, params);
	if (!answer)
		return mcp_unanswered(call);
	tool_result_text(call, result, arena_printf(call->arena, "LLM response: %s", sampled(answer)));
	return true;
}

struct message_arguments {
	struct text_value message;
};

static const struct field message_rows[] = {
	{ .name = "message", .type = FIELD_TEXT, FIELD_AT(struct message_arguments, message), .required = true,
	  .description = "What to show the user." },
	{ 0 },
};

static const struct field_set message_fields = { message_rows, sizeof(struct message_arguments) };

static bool elicit(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	const struct message_arguments *given = arguments;
	struct json_object *params = json_constant(FIXTURE_FORM("", TEXT_FIELD("username") "," TEXT_FIELD("email"),
								"\"username\",\"email\""));
	struct json_object *answer;

	json_set_text(params, "message", given->message.value);
	answer = mcp_ask(call, "form", ELICIT, params);
	if (!answer)
		return mcp_unanswered(call);
	tool_result_text(call, result, arena_printf(call->arena, "User response: %s", outcome(call, answer)));
	return true;
}

/* The first answer travels in requestState while the second is asked for. */
static bool ask_twice(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	static const struct question name_question = { "step1", ELICIT, NAME_FORM };
	static const struct question color_question = {
		"step2", ELICIT, FIXTURE_FORM("What is your favorite color?", TEXT_FIELD("color"), "\"color\"")
	};
	const char *name = json_member_text(mcp_kept_state(call), "name");
	struct json_object *state = json_object_new_object();
	struct json_object *answer;

	(void)arguments;
	mcp_keep_state(call, state);
	if (!name) {
		answer = fixture_ask(call, &name_question);
		if (!answer)
			return mcp_unanswered(call);
		name = fixture_entered(answer, "name");
	}
	json_set_text(state, "name", name);
	answer = fixture_ask(call, &color_question);
	if (!answer)
		return mcp_unanswered(call);
	mcp_keep_state(call, NULL);
	tool_result_text(call, result,
			 arena_printf(call->arena, "Multi-round complete for %s who likes %s", name,
				      fixture_entered(answer, "color")));
	return true;
}

/* Asks whatever this client can be asked, and is content with any answer. */
static bool ask_what_is_possible(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	static const struct {
		const char *capability;
		struct question question;
	} rows[] = {
		{ "elicitation",
		  { "elicit_input", ELICIT, FIXTURE_FORM("Any input", TEXT_FIELD("value"), "\"value\"") } },
		{ "sampling", { "sample_input", SAMPLE, MESSAGE("Any input", "50") } },
	};
	bool answered = false;

	(void)arguments;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (mcp_client_supports(call, rows[i].capability))
			answered = fixture_ask(call, &rows[i].question) || answered;
	if (!answered && (mcp_unanswered(call) || call->failure.code || call->error->kind))
		return mcp_unanswered(call);
	tool_result_text(call, result,
			 answered ? "capabilities-ok: input received" : "No supported capabilities declared");
	return true;
}

static bool elicit_with_progress(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	static const struct question question = { "user_name", ELICIT, NAME_FORM };
	struct json_object *answer;

	(void)arguments;
	mcp_progress(call, 50, 100, "About to ask");
	answer = fixture_ask(call, &question);
	if (!answer)
		return mcp_unanswered(call);
	greet(call, &answer, result);
	return true;
}

static const struct question name_questions[] = { { "user_name", ELICIT, NAME_FORM }, { 0 } };

static const struct question capital_questions[] = {
	{ "capital_question", SAMPLE, MESSAGE("What is the capital of France?", "100") },
	{ 0 },
};

static const struct question roots_questions[] = { { "client_roots", ROOTS, "{}" }, { 0 } };

static const struct question confirm_questions[] = {
	{ "confirm", ELICIT, FIXTURE_FORM("Please confirm", YES_OR_NO, "\"ok\"") },
	{ 0 },
};

static const struct question three_questions[] = {
	{ "user_name", ELICIT, NAME_FORM },
	{ "greeting", SAMPLE, MESSAGE("Generate a greeting", "50") },
	{ "client_roots", ROOTS, "{}" },
	{ 0 },
};

static const struct question default_questions[] = {
	{ "form", ELICIT,
	  FIXTURE_FORM("Please review and update the form fields with defaults",
		       "\"name\":{\"type\":\"string\",\"default\":\"John Doe\"},"
		       "\"age\":{\"type\":\"integer\",\"default\":30},"
		       "\"score\":{\"type\":\"number\",\"default\":95.5},"
		       "\"status\":{\"type\":\"string\",\"enum\":[\"active\",\"inactive\",\"pending\"],"
		       "\"default\":\"active\"},"
		       "\"verified\":{\"type\":\"boolean\",\"default\":true}", "") },
	{ 0 },
};

#define OPTION(value, title) "{\"const\":\"" value "\",\"title\":\"" title "\"}"
#define OPTIONS OPTION("value1", "First") "," OPTION("value2", "Second") "," OPTION("value3", "Third")

static const struct question enum_questions[] = {
	{ "form", ELICIT,
	  FIXTURE_FORM("Please select options from the enum fields",
		       "\"untitledSingle\":{\"type\":\"string\",\"enum\":[\"option1\",\"option2\",\"option3\"]},"
		       "\"titledSingle\":{\"type\":\"string\",\"oneOf\":[" OPTIONS "]},"
		       "\"legacyEnum\":{\"type\":\"string\",\"enum\":[\"opt1\",\"opt2\",\"opt3\"],"
		       "\"enumNames\":[\"Option One\",\"Option Two\",\"Option Three\"]},"
		       "\"untitledMulti\":{\"type\":\"array\",\"minItems\":1,\"maxItems\":3,"
		       "\"items\":{\"type\":\"string\",\"enum\":[\"option1\",\"option2\",\"option3\"]}},"
		       "\"titledMulti\":{\"type\":\"array\",\"minItems\":1,\"maxItems\":3,"
		       "\"items\":{\"anyOf\":[" OPTIONS "]}}",
		       "") },
	{ 0 },
};

const struct fixture_tool fixture_asking_tools[] = {
	{ FIXTURE_TOOL("test_sampling", "Has the client's model answer a prompt", prompt_fields),
	  .tool.run = sample },
	{ FIXTURE_TOOL("test_elicitation", "Asks the user", message_fields), .tool.run = elicit },
	{ FIXTURE_TOOL("test_elicitation_sep1034_defaults", "Asks by a form with default values", no_arguments),
	  .questions = default_questions, .conclude = report_form },
	{ FIXTURE_TOOL("test_elicitation_sep1330_enums", "Asks by a form with every kind of choice", no_arguments),
	  .questions = enum_questions, .conclude = report_form },
	{ FIXTURE_TOOL("test_missing_capability", "Needs a client that offers sampling", no_arguments),
	  .questions = capital_questions, .conclude = repeat_sample },
	{ FIXTURE_TOOL("test_streaming_elicitation", "Tells progress before it asks", no_arguments),
	  .tool.run = elicit_with_progress },
	{ FIXTURE_TOOL("test_input_required_result_elicitation", "Asks for a name", no_arguments),
	  .questions = name_questions, .conclude = greet },
	{ FIXTURE_TOOL("test_input_required_result_sampling", "Asks the client's model", no_arguments),
	  .questions = capital_questions, .conclude = repeat_sample },
	{ FIXTURE_TOOL("test_input_required_result_list_roots", "Asks for the client's roots", no_arguments),
	  .questions = roots_questions, .conclude = count_roots },
	{ FIXTURE_TOOL("test_input_required_result_request_state", "Asks, and keeps state meanwhile", no_arguments),
	  .questions = confirm_questions, .state = "request-state", .conclude = confirm_state },
	{ FIXTURE_TOOL("test_input_required_result_tampered_state", "Asks, and trusts no state but its own", no_arguments),
	  .questions = confirm_questions, .state = "tamper-test", .conclude = confirm_state },
	{ FIXTURE_TOOL("test_input_required_result_multiple_inputs", "Asks three things at once", no_arguments),
	  .questions = three_questions, .state = "multiple-inputs", .conclude = greet_in_full },
	{ FIXTURE_TOOL("test_input_required_result_multi_round", "Asks one thing after another", no_arguments),
	  .tool.run = ask_twice },
	{ FIXTURE_TOOL("test_input_required_result_capabilities", "Asks only what the client can be asked", no_arguments),
	  .tool.run = ask_what_is_possible },
	{ .tool.name = NULL },
};
