-- What is read most, as one value beside its columns: for every column of a result the server and the client do the same
-- work again, which takes longer than the values do. Between them stands a byte that UTF-8 does not have; an empty one is
-- NULL. As bytes from the first text on, or the byte between them would have to be a character.

ALTER TABLE user
  ADD COLUMN packed VARBINARY(3000) AS (IF(deleted_at IS NULL,
    CONCAT_WS(UNHEX('FF'), CAST(email AS BINARY), name, time_zone, is_system, created_at), NULL)) PERSISTENT
    COMMENT 'NULL for one who is deleted';

ALTER TABLE api_key
  ADD COLUMN packed VARBINARY(1000) AS (
    CONCAT_WS(UNHEX('FF'), CAST(name AS BINARY), scopes + 0, IFNULL(user_id, ''), may_act_as,
    IFNULL(TIMESTAMPDIFF(SECOND, '1970-01-01', expires_at), ''), revoked_at IS NOT NULL,
    IFNULL(TIMESTAMPDIFF(SECOND, '1970-01-01', last_used_at), ''))) PERSISTENT
    COMMENT 'moments in seconds since 1970';

ALTER TABLE workspace
  ADD COLUMN packed MEDIUMBLOB AS (
    CONCAT_WS(UNHEX('FF'), CAST(name AS BINARY), IFNULL(description, ''), IFNULL(archived_at, ''), created_at, created_by,
    updated_at, updated_by, IFNULL(deleted_at, ''), version)) PERSISTENT;

ALTER TABLE task
  ADD COLUMN packed MEDIUMBLOB AS (
    CONCAT_WS(UNHEX('FF'), workspace_id, IFNULL(project_id, ''), IFNULL(section_id, ''), IFNULL(parent_id, ''), position,
    CAST(title AS BINARY), IFNULL(assignee_id, ''), priority + 0, IFNULL(start_on, ''), IFNULL(due_on, ''), IFNULL(due_at, ''),
    IFNULL(due_clock, ''), IFNULL(due_sort, ''), IFNULL(recurrence, ''), IFNULL(occurs_on, ''), IFNULL(tags, ''),
    IFNULL(followers, ''), IFNULL(blocked_by, ''), IFNULL(links, ''), IFNULL(field_values, ''), IFNULL(completed_at, ''),
    created_at, created_by, updated_at, updated_by, IFNULL(deleted_at, ''), version)) PERSISTENT
    COMMENT 'all but the notes';

ALTER TABLE oauth_family
  ADD COLUMN packed VARBINARY(1000) AS (
    CONCAT_WS(UNHEX('FF'), client_id, user_id, scopes + 0, CAST(resource AS BINARY), revoked_at IS NOT NULL)) PERSISTENT;
