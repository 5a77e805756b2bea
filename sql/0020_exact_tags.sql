-- Tags by which tasks are found are the same in another case, and otherwise only where they are: the collation so far took
-- all emoji for one, and letters for the same without their accents. The tags of a task, as they are written, stand in its
-- row, from which those come that counted for others.

ALTER TABLE task_tag
  MODIFY tag VARCHAR(60) COLLATE utf8mb4_bin NOT NULL COMMENT 'in small letters';

UPDATE task_tag
SET tag = LOWER(tag);

INSERT IGNORE INTO task_tag (task_id, workspace_id, tag, state)
WITH RECURSIVE line (number) AS (
  SELECT 1
  UNION ALL
  SELECT number + 1
  FROM line
  WHERE number < 100)
SELECT t.id, t.workspace_id, LOWER(SUBSTRING_INDEX(SUBSTRING_INDEX(t.tags, '\n', l.number), '\n', -1)), t.state
FROM task t
JOIN line l ON l.number <= 1 + LENGTH(t.tags) - LENGTH(REPLACE(t.tags, '\n', ''))
WHERE t.tags IS NOT NULL;
