-- Activity from or before a moment is found by it, and not by walking there from the present. What happened to the many
-- tasks of a project is found without reading each row to see whose workspace it is of.

ALTER TABLE activity
  ADD KEY at (at),
  DROP KEY entity,
  DROP KEY task,
  ADD KEY entity (entity, entity_id, id, workspace_id),
  ADD KEY task (task_id, id, workspace_id);
