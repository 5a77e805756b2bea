-- Lists over everything find open tasks in the order of their ids without passing all that are completed, and tell from the
-- index alone in which workspace and project a task is.

ALTER TABLE task
  DROP KEY by_due,
  DROP KEY by_update,
  ADD KEY by_id (state, id, workspace_id, project_id, title),
  ADD KEY by_due (state, due_sort, id, workspace_id, project_id),
  ADD KEY by_update (state, updated_at, id, workspace_id, project_id);

-- The open tasks of a tag are found among all that had it.

ALTER TABLE task_tag
  ADD COLUMN state TINYINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'of the task',
  DROP KEY tag,
  DROP KEY workspace,
  ADD KEY tag (tag, state, task_id),
  ADD KEY workspace (workspace_id, tag, state, task_id);

UPDATE task_tag g
JOIN task t ON t.id = g.task_id
SET g.state = t.state;
