/*
 * The tools this server offers, and how a tool that writes is run.
 */
#ifndef TASKDESK_TOOLS_TOOLS_H
#define TASKDESK_TOOLS_TOOLS_H

#include "desk/desk.h"
#include "mcp/tool.h"

/* In the order they are listed; NULL at the end. */
extern const struct tool *const all_tools[];

/*
 * Runs a tool for struct mcp_server: a reader as it is, a writer as one change, with the
 * arguments idempotency_key and dry_run obeyed for all of them alike.
 */
bool tools_run(struct mcp_call *call, const struct tool *tool, const void *arguments, struct tool_result *result);

/*
 * The groups named in a setting, in the arena, NULL at its end; NULL for "", which means all.
 * Fails with ERROR_INVALID when there is no such group.
 */
bool toolsets_parse(struct arena *arena, const char *words, const char *const **toolsets, struct error *error);

/* The desk of the caller: what mcp_call.context is in this program. */
struct desk *tool_desk(const struct mcp_call *call);

/* Whether the caller wants everything tried and nothing kept. */
bool tool_is_dry_run(const struct mcp_call *call);

/* For results: that it was only tried (absent otherwise), and the present change, if it has done and keeps anything. */
struct boolean_value tool_dry_run_given(const struct mcp_call *call);
struct text_value tool_change_id_given(const struct mcp_call *call);

/* The rows of the noun files. */
extern const struct tool whoami_tool, register_tool, login_tool, list_users_tool;
extern const struct tool list_workspaces_tool, create_workspace_tool, update_workspace_tool;
extern const struct tool list_projects_tool, create_project_tool, update_project_tool;
extern const struct tool list_tasks_tool, get_task_tool, create_tasks_tool, update_tasks_tool, delete_tasks_tool;
extern const struct tool add_comment_tool;
extern const struct tool search_tool, fetch_tool;
extern const struct tool list_activity_tool, undo_tool;

#endif
