-- Lists over many workspaces take the ids of their page from indexes alone: each index by workspace or assignee also
-- tells what decides whether a task is shown. A part of a title is looked for in the index by workspace, which holds
-- titles, and not in the rows. A workspace's archived projects are found by themselves, so that a list can leave out
-- their tasks without reading the project of each.

ALTER TABLE task
  DROP KEY workspace_by_id,
  DROP KEY workspace_by_due,
  DROP KEY workspace_by_update,
  DROP KEY assignee_by_due,
  DROP KEY assignee_by_update,
  ADD KEY workspace_by_id (workspace_id, state, id, project_id, title),
  ADD KEY workspace_by_due (workspace_id, state, due_sort, id, project_id),
  ADD KEY workspace_by_update (workspace_id, state, updated_at, id, project_id),
  ADD KEY assignee_by_due (assignee_id, state, due_sort, id, workspace_id, project_id),
  ADD KEY assignee_by_update (assignee_id, state, updated_at, id, workspace_id, project_id);

ALTER TABLE project
  ADD KEY archived (workspace_id, archived_at, id);
