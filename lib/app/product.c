#include "app/product.h"

#include "app/exchange.h"
#include "app/questions.h"
#include "app/version.h"
#include "store/secret_store.h"
#include "tools/offers.h"
#include "tools/tools.h"

static const char instructions[] =
	"Taskdesk keeps workspaces, their projects and tasks. whoami shows as whom you act. Wherever a workspace, project, "
	"section, task or person is asked for, send its id or its name (people: e-mail address, name or 'me'). Dates take plain "
	"words, read in the user's time zone. Lists: send next_cursor as cursor for the next page. Every write takes "
	"idempotency_key (any unique text: the same call sent again is not done twice), most take dry_run (shows what would "
	"happen, keeps nothing), and each returns a change_id that undo takes back. Send if_version when you change what you "
	"have read, so that nobody's edit is lost.";

static bool state_key(struct mcp_call *call, unsigned char key[SHA256_BYTES])
{
	return secret_store_get(tool_desk(call)->db, "request_state", key);
}

static bool ask(struct mcp_call *call, const char *question_id)
{
	return questions_ask(tool_desk(call)->db, call, question_id);
}

static const char *wait_for_answer(struct mcp_call *call, const char *question_id)
{
	const struct desk *desk = tool_desk(call);

	return questions_wait(desk->db, call, question_id, desk->config->ask_timeout_seconds);
}

static bool take_answer(struct mcp_call *call, const char *question_id, const char *reply, bool *taken)
{
	return questions_answer(tool_desk(call)->db, call, question_id, reply, taken);
}

/* All of them, but for login where there is nobody to sign in with. */
static const struct tool *const *offered_tools(const struct config *config, struct arena *arena)
{
	const struct tool **tools;
	size_t count = 0;

	while (all_tools[count])
		count++;
	tools = arena_array(arena, count + 1, sizeof(*tools));
	count = 0;
	for (size_t i = 0; all_tools[i]; i++)
		if (all_tools[i] != &login_tool || config->oauth == OAUTH_ON)
			tools[count++] = all_tools[i];
	return tools;
}

bool product_server(const struct config *config, struct arena *arena, struct mcp_cache *cache,
		    struct mcp_server *server, struct error *error)
{
	*server = (struct mcp_server){
		.name = "taskdesk",
		.title = "Taskdesk",
		.version = TASKDESK_VERSION,
		.instructions = instructions,
		.tools = offered_tools(config, arena),
		.read_only = config->read_only != 0,
		.page_size = (size_t)config->page_size,
		.prompts = task_prompts,
		.resources = &task_resources,
		.complete = complete_argument,
		.run_tool = tools_run,
		.state_key = state_key,
		.ask = ask,
		.wait = wait_for_answer,
		.answer = take_answer,
		.denied = exchange_denied,
		.done = exchange_note,
		.cache = cache,
	};
	return toolsets_parse(arena, config->toolsets, &server->toolsets, error);
}
