-- Names of projects are suggested from an index that holds them, while they are typed.

ALTER TABLE project
  ADD KEY names (workspace_id, deleted_at, archived_at, id, name);
