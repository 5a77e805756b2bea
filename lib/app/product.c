#include "app/product.h"

#include "app/exchange.h"
#include "app/questions.h"
#include "app/version.h"
#include "oauth/resource.h"
#include "store/secret_store.h"
#include "tools/offers.h"
#include "tools/tools.h"

#include <string.h>

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

/* All of them, but for login where there is nobody to sign in with, or where its token could do more than the caller. */
static const struct tool *const *offered_tools(const struct config *config, const struct endpoint *endpoint,
					       struct arena *arena)
{
	bool has_login = config->oauth == OAUTH_ON && !endpoint_is_limited(endpoint);
	const struct tool **tools;
	size_t count = 0;

	while (all_tools[count])
		count++;
	tools = arena_array(arena, count + 1, sizeof(*tools));
	count = 0;
	for (size_t i = 0; all_tools[i]; i++)
		if (all_tools[i] != &login_tool || has_login)
			tools[count++] = all_tools[i];
	return tools;
}

static bool is_among(const char *const *toolsets, const char *toolset)
{
	for (; *toolsets; toolsets++)
		if (strcmp(*toolsets, toolset) == 0)
			return true;
	return false;
}

/* Those of the endpoint that the installation offers; NULL for all. An empty list offers only what is always there. */
static const char *const *both(struct arena *arena, const char *const *installation, const char *const *endpoint)
{
	const char **list;
	size_t count = 0;

	if (!installation || !endpoint)
		return installation ? installation : endpoint;
	while (endpoint[count])
		count++;
	list = arena_array(arena, count + 1, sizeof(*list));
	count = 0;
	for (; *endpoint; endpoint++)
		if (is_among(installation, *endpoint))
			list[count++] = *endpoint;
	return list;
}

static bool offers(const char *const *toolsets, const char *const *needed)
{
	for (; toolsets && *needed; needed++)
		if (!is_among(toolsets, *needed))
			return false;
	return true;
}

/* Resources and prompts show what these tools do, and go with them. */
static void offer_documents(struct mcp_server *server)
{
	static const char *const shown[] = { "workspaces", "projects", "tasks", NULL };
	static const char *const told[] = { "workspaces", "projects", "tasks", "activity", NULL };

	if (offers(server->toolsets, shown)) {
		server->resources = &task_resources;
		server->complete = complete_argument;
	}
	if (offers(server->toolsets, told))
		server->prompts = task_prompts;
}

static bool choose_toolsets(const struct config *config, const struct endpoint *endpoint, struct arena *arena,
			    struct mcp_server *server, struct error *error)
{
	const char *const *installation, *const *own;
	unsigned scopes;

	if (!toolsets_parse(arena, config->toolsets, &installation, error) ||
	    !toolsets_parse(arena, endpoint->toolsets, &own, error))
		return false;
	if (!oauth_endpoint_scopes(endpoint, &scopes))
		return fail(error, ERROR_INVALID, "endpoint %s: scopes is a list of tasks:read, tasks:write and admin, with commas between",
			    endpoint->path);
	server->toolsets = both(arena, installation, own);
	return true;
}

static void free_cache(void *cache)
{
	mcp_cache_free(cache);
}

static bool make_server(const struct config *config, const struct endpoint *endpoint, struct arena *arena,
			struct mcp_server *server, struct error *error)
{
	*server = (struct mcp_server){
		.name = "taskdesk",
		.title = "Taskdesk",
		.version = TASKDESK_VERSION,
		.instructions = instructions,
		.tools = offered_tools(config, endpoint, arena),
		.read_only = config->read_only || endpoint->read_only,
		.page_size = (size_t)config->page_size,
		.run_tool = tools_run,
		.state_key = state_key,
		.ask = ask,
		.wait = wait_for_answer,
		.answer = take_answer,
		.denied = exchange_denied,
		.done = exchange_note,
		.cache = mcp_cache_new(),
	};
	if (!server->cache)
		return fail(error, ERROR_UNAVAILABLE, "out of memory");
	arena_defer(arena, free_cache, server->cache);
	if (!choose_toolsets(config, endpoint, arena, server, error))
		return false;
	offer_documents(server);
	return true;
}

bool product_servers(const struct config *config, struct arena *arena, struct mcp_server **servers, struct error *error)
{
	const struct endpoint_list *list = &config->endpoints;

	*servers = arena_array(arena, list->count, sizeof(**servers));
	for (size_t i = 0; i < list->count; i++)
		if (!make_server(config, &list->endpoints[i], arena, &(*servers)[i], error))
			return false;
	return true;
}
