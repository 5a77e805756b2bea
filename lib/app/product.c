#include "app/product.h"

#include "app/exchange.h"
#include "app/questions.h"
#include "app/version.h"
#include "store/secret_store.h"
#include "tools/tools.h"

static const char instructions[] =
	"Taskdesk keeps workspaces and tasks. whoami shows as whom you act. Wherever an id is taken, a workspace's name, "
	"a person's e-mail address or 'me' is too. Writes take idempotency_key (safe to repeat) and, where several rows "
	"change, dry_run. Send if_version when you change what you have read, so that nobody's edit is lost.";

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

bool product_server(const struct config *config, struct arena *arena, struct mcp_cache *cache,
		    struct mcp_server *server, struct error *error)
{
	*server = (struct mcp_server){
		.name = "taskdesk",
		.title = "Taskdesk",
		.version = TASKDESK_VERSION,
		.instructions = instructions,
		.tools = all_tools,
		.read_only = config->read_only != 0,
		.page_size = (size_t)config->page_size,
		.run_tool = tools_run,
		.state_key = state_key,
		.ask = ask,
		.wait = wait_for_answer,
		.answer = take_answer,
		.done = exchange_note,
		.cache = cache,
	};
	return toolsets_parse(arena, config->toolsets, &server->toolsets, error);
}
