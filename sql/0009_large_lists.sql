-- Lists and search stay as fast with a million tasks as with a hundred.
--
-- state stands before what a list is sorted by in every index, so that a page of open tasks is read from its place in the
-- index although most tasks are completed. Full text is indexed by workspace: each word carries the number of the
-- workspace, since a search reads whatever the words have in the whole installation.

ALTER TABLE task
  ADD COLUMN state TINYINT UNSIGNED AS (IF(deleted_at IS NOT NULL, 2, IF(completed_at IS NOT NULL, 1, 0))) PERSISTENT
    COMMENT '0 open, 1 completed, 2 in the trash',
  ADD COLUMN search_text MEDIUMTEXT
    AS (REGEXP_REPLACE(CONCAT_WS(' ', title, notes), '(\\w+)', CONCAT('w', workspace_id, '_\\1'))) PERSISTENT
    COMMENT 'w12_every w12_word',
  DROP KEY words,
  DROP KEY workspace_by_id,
  DROP KEY workspace_by_due,
  DROP KEY workspace_by_update,
  DROP KEY project_by_position,
  DROP KEY project_by_due,
  DROP KEY assignee_by_due,
  DROP KEY assignee_by_update,
  DROP KEY created_by_id,
  ADD KEY workspace_by_id (workspace_id, state, id),
  ADD KEY workspace_by_due (workspace_id, state, due_sort, id),
  ADD KEY workspace_by_update (workspace_id, state, updated_at, id),
  ADD KEY project_by_position (project_id, state, position, id),
  ADD KEY project_by_due (project_id, state, due_sort, id),
  ADD KEY assignee_by_due (assignee_id, state, due_sort, id),
  ADD KEY assignee_by_update (assignee_id, state, updated_at, id),
  ADD KEY created_by_id (created_by, state, id),
  ADD KEY by_due (state, due_sort, id),
  ADD KEY by_update (state, updated_at, id);

ALTER TABLE task
  ADD FULLTEXT KEY words (search_text);

ALTER TABLE task_tag
  DROP KEY workspace,
  ADD KEY workspace (workspace_id, tag, task_id);

ALTER TABLE comment
  ADD COLUMN workspace_id BIGINT UNSIGNED NULL AFTER id;

UPDATE comment k
JOIN task t ON t.id = k.task_id
SET k.workspace_id = t.workspace_id;

ALTER TABLE comment
  MODIFY workspace_id BIGINT UNSIGNED NOT NULL,
  ADD COLUMN search_text MEDIUMTEXT
    AS (REGEXP_REPLACE(text, '(\\w+)', CONCAT('w', workspace_id, '_\\1'))) PERSISTENT
    COMMENT 'w12_every w12_word',
  DROP KEY words,
  ADD CONSTRAINT comment_workspace FOREIGN KEY (workspace_id) REFERENCES workspace (id);

ALTER TABLE comment
  ADD FULLTEXT KEY words (search_text);
