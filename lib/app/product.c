#include "app/product.h"

#include "app/exchange.h"
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
		.done = exchange_note,
		.cache = cache,
	};
	return toolsets_parse(arena, config->toolsets, &server->toolsets, error);
}
