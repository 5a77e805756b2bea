-- The rows of tests/bench/scale/generate. "@tasks@" and the like are numbers by the time MariaDB reads this.
--
-- chance(n, salt) becomes a number from 0 to 1 that looks random and is the same for the same n and salt. It is put in as
-- text: a stored function would take most of the time. MD5, since CRC32 of one n is with each salt the same but for some bits.

SET time_zone = '+00:00', foreign_key_checks = 0, unique_checks = 0, autocommit = 0;
SET max_statement_time = 0;
SET @now = UTC_TIMESTAMP(3), @today = UTC_DATE();

-- Words, phrases and paragraphs, in which words are as common as in a language: in proportion to 1 / (rank + 40), which is
-- Zipf's law without the few words that are left out of an index. The commonest is in every fortieth title.

CREATE TEMPORARY TABLE word (id INT PRIMARY KEY, word VARCHAR(20)) ENGINE = MEMORY;
INSERT INTO word
SELECT seq, CONCAT(
    ELT(1 + FLOOR(20 * chance(seq, 'a')), 're', 'con', 'pro', 'de', 'in', 'ma', 'ti', 'so', 'la', 'ver', 'te', 'pa', 'lo', 'mi', 'gar', 'bu', 'fe', 'ne', 'sta', 'cu'),
    IF(seq > 1000, ELT(1 + FLOOR(20 * chance(seq, 'd')), 'ba', 'ce', 'di', 'fo', 'gu', 'ha', 'je', 'ki', 'lo', 'mu', 'na', 'pe', 'qui', 'ro', 'su', 'va', 'we', 'xi', 'yo', 'zu'), ''),
    ELT(1 + FLOOR(20 * chance(seq, 'b')), 'port', 'sent', 'ra', 'li', 'mo', 'gen', 'ta', 'ver', 'si', 'du', 'fi', 'no', 'le', 'tra', 'ble', 'ment', 'ni', 'ser', 'vo', 'ca'),
    IF(seq % 3, ELT(1 + FLOOR(10 * chance(seq, 'c')), 'tion', 'er', 'al', 'ing', 'ity', 'ate', 'ous', 'ic', 'on', 'ant'), ''))
FROM seq_1_to_20000;

CREATE TEMPORARY TABLE phrase (id INT PRIMARY KEY, phrase VARCHAR(100));
INSERT INTO phrase
SELECT p.seq, GROUP_CONCAT(w.word ORDER BY i.seq SEPARATOR ' ')
FROM seq_0_to_9999 p
JOIN seq_1_to_3 i
JOIN word w ON w.id = 1 + FLOOR(40 * (POW(501, chance(p.seq * 4 + i.seq, 'p')) - 1))
GROUP BY p.seq;

CREATE TEMPORARY TABLE paragraph (id INT PRIMARY KEY, text TEXT);
INSERT INTO paragraph
SELECT p.seq, GROUP_CONCAT(w.word ORDER BY i.seq SEPARATOR ' ')
FROM seq_0_to_1999 p
JOIN seq_1_to_40 i
JOIN word w ON w.id = 1 + FLOOR(40 * (POW(501, chance(p.seq * 64 + i.seq, 'q')) - 1))
GROUP BY p.seq;

INSERT INTO user (id, email, name, time_zone, created_by, updated_by)
SELECT @first + seq, CONCAT('user', seq, '@scale.example'),
  CONCAT(ELT(1 + seq % 12, 'Ada', 'Grace', 'Alan', 'Edsger', 'Barbara', 'Donald', 'Katherine', 'Dennis', 'Margaret', 'Ken', 'Radia', 'Tim'),
    ' ', (SELECT CONCAT(UPPER(LEFT(w.word, 1)), SUBSTR(w.word, 2)) FROM word w WHERE w.id = 1 + seq)),
  ELT(1 + seq % 4, 'UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Tokyo'), 1, 1
FROM seq_1_to_@users@;
INSERT INTO user (id, email, name, created_by, updated_by)
VALUES (@many, 'many@scale.example', 'Many Rooms', 1, 1), (@some, 'some@scale.example', 'Some Rooms', 1, 1),
  (@one, 'one@scale.example', 'One Room', 1, 1), (@tiny, 'tiny@scale.example', 'Tiny Room', 1, 1);

INSERT INTO workspace (id, name, created_at, created_by, updated_at, updated_by)
SELECT @first + seq, CONCAT('Workspace ', seq), @now - INTERVAL 1001 DAY, @first + 1 + (seq * 31) % @users, @now - INTERVAL 1001 DAY, 1
FROM seq_1_to_@workspaces@;

-- Five to fifty members each; the first one owns it.
INSERT INTO membership (workspace_id, user_id, role, created_by)
SELECT @first + w.seq, @first + 1 + (w.seq * 31 + j.seq * 17) % @users, IF(j.seq = 0, 'owner', IF(j.seq % 9 = 8, 'guest', 'member')), 1
FROM seq_1_to_@workspaces@ w
JOIN seq_0_to_39 j ON j.seq < 5 + FLOOR(35 * chance(w.seq, 'm'));
INSERT INTO membership (workspace_id, user_id, role, created_by)
SELECT @first + seq, @many, 'member', 1 FROM seq_1_to_@workspaces@
UNION ALL SELECT @first + seq, @some, 'member', 1 FROM seq_1_to_@workspaces@ WHERE seq % 10 = 5
UNION ALL SELECT @first + 1, @one, 'owner', 1
UNION ALL SELECT @first + @workspaces, @tiny, 'owner', 1;

-- Each workspace has a project; the others go mostly to the first workspaces, so that the largest holds a twelfth of all.
CREATE TEMPORARY TABLE place (project INT PRIMARY KEY, workspace INT, members INT);
INSERT INTO place
SELECT n.project, n.workspace, 5 + FLOOR(35 * chance(n.workspace, 'm'))
FROM (SELECT seq AS project, IF(seq <= @workspaces@, seq, 1 + FLOOR(@workspaces@ * POW(chance(seq, 'w'), 2.5))) AS workspace
      FROM seq_1_to_@projects@) n;

INSERT INTO project (id, workspace_id, name, description, archived_at, created_at, created_by, updated_at, updated_by)
SELECT @first + o.project, @first + o.workspace, CONCAT(f.phrase, ' ', o.project), f.phrase, IF(o.project % 10 = 9, @now, NULL),
  @now - INTERVAL 1000 DAY, 1, @now - INTERVAL 100 DAY, 1
FROM place o
JOIN phrase f ON f.id = o.project % 10000;

INSERT INTO section (id, project_id, name, position)
SELECT @first + (o.project - 1) * 4 + k.seq, @first + o.project, ELT(k.seq, 'Backlog', 'Doing', 'Review', 'Done'), k.seq
FROM place o
JOIN seq_1_to_4 k;

INSERT INTO custom_field (id, project_id, name, type, choices)
SELECT @first + (o.project - 1) * 2 + k.seq, @first + o.project, ELT(k.seq, 'Effort', 'Stage'), ELT(k.seq, 'number', 'choice'),
  ELT(k.seq, NULL, 'idea\ndraft\nlive')
FROM place o
JOIN seq_1_to_2 k;

INSERT INTO project_status (project_id, status, text, created_at, created_by)
SELECT @first + o.project, 1 + k.seq % 3, f.phrase, @now - INTERVAL 30 * (4 - k.seq) DAY, 1
FROM place o
JOIN seq_1_to_3 k
JOIN phrase f ON f.id = (o.project + k.seq) % 10000;
COMMIT;

-- Full text is indexed at the end, all at once.
ALTER TABLE task DROP KEY words;
ALTER TABLE comment DROP KEY words;

-- Four tasks in a row share a project; the third and fourth are often subtasks of the first. Ids grow with time.
INSERT INTO task (id, workspace_id, project_id, section_id, parent_id, position, title, notes, assignee_id, priority, start_on, due_on,
  due_at, tags, followers, blocked_by, field_values, completed_at, completed_by, created_at, created_by, updated_at, updated_by, deleted_at)
SELECT @first + n.seq, @first + n.workspace,
  IF(n.no_project, NULL, @first + n.project),
  IF(n.no_project OR n.seq % 5 = 0, NULL, @first + (n.project - 1) * 4 + 1 + n.seq % 4),
  IF(n.seq % 4 >= 2 AND chance(n.seq, 's') < 0.6, @first + n.seq - n.seq % 4, NULL),
  n.seq * 64, CONCAT(a.phrase, ' ', b.phrase), g.text,
  CASE WHEN n.seq % 997 = 0 THEN @many
       WHEN n.seq % 199 = 0 AND n.workspace % 10 = 5 THEN @some
       WHEN n.seq % 97 = 0 AND n.workspace = 1 THEN @one
       WHEN chance(n.seq, 'x') < 0.75 THEN @first + 1 + (n.workspace * 31 + FLOOR(n.members * chance(n.seq, 'y')) * 17) % @users
  END,
  CASE WHEN chance(n.seq, 'o') < 0.6 THEN 1 ELSE 2 + FLOOR(4 * chance(n.seq, 'O')) END,
  IF(n.due IS NOT NULL AND n.seq % 7 = 0, n.due - INTERVAL 3 DAY, NULL), n.due, IF(n.due IS NOT NULL AND n.seq % 6 = 0, n.due + INTERVAL 15 HOUR, NULL),
  CASE WHEN chance(n.seq, 't') < 0.12 THEN CONCAT('area-', 1 + FLOOR(50 * POW(chance(n.seq, 'T'), 2)), '\nlabel-', 1 + FLOOR(200 * POW(chance(n.seq, 'U'), 3)))
       WHEN chance(n.seq, 't') < 0.40 THEN CONCAT('label-', 1 + FLOOR(200 * POW(chance(n.seq, 'U'), 3))) END,
  IF(chance(n.seq, 'f') < 0.2, @first + 1 + (n.workspace * 31 + FLOOR(n.members * chance(n.seq, 'g')) * 17) % @users, NULL),
  IF(n.seq % 4 = 1 AND chance(n.seq, 'b') < 0.2, @first + n.seq - 1, NULL),
  IF(NOT n.no_project AND n.seq % 10 = 3, CONCAT(@first + (n.project - 1) * 2 + 1, '\t', n.seq % 13), NULL),
  n.completed_at, IF(n.completed_at IS NOT NULL, @first + 1 + n.workspace * 31 % @users, NULL),
  n.created_at, @first + 1 + (n.workspace * 31 + FLOOR(n.members * chance(n.seq, 'c')) * 17) % @users,
  COALESCE(n.completed_at, LEAST(@now, n.created_at + INTERVAL FLOOR(40 * chance(n.seq, 'u')) DAY)), @first + 1 + n.workspace * 31 % @users,
  IF(chance(n.seq, 'd') < 0.02, @now - INTERVAL FLOOR(30 * chance(n.seq, 'D')) DAY, NULL)
FROM (SELECT k.seq, o.project, o.workspace, o.members, k.seq % 13 = 0 AS no_project, k.created_at,
        IF(chance(k.seq, 'l') < IF(k.seq < 0.9 * @tasks@, 0.95, 0.35), LEAST(@now, k.created_at + INTERVAL 1 + FLOOR(90 * POW(chance(k.seq, 'L'), 2)) DAY), NULL) AS completed_at,
        IF(chance(k.seq, 'e') < 0.6, DATE(k.created_at) + INTERVAL FLOOR(150 * POW(chance(k.seq, 'E'), 2)) DAY, NULL) AS due
      FROM (SELECT seq, @now - INTERVAL (1 - seq / @tasks@) * 86400 * 1000 SECOND AS created_at,
              1 + FLOOR(@projects@ * POW(chance(seq DIV 4, 'P'), 1.3)) AS project
            FROM seq_1_to_@tasks@) k
      JOIN place o ON o.project = k.project) n
JOIN phrase a ON a.id = FLOOR(10000 * chance(n.seq, 'A'))
JOIN phrase b ON b.id = FLOOR(10000 * chance(n.seq, 'B'))
LEFT JOIN paragraph g ON g.id = FLOOR(4000 * chance(n.seq, 'N'));
COMMIT;

INSERT INTO task_tag (workspace_id, tag, task_id, state)
SELECT workspace_id, SUBSTRING_INDEX(tags, '\n', 1), id, state FROM task WHERE tags IS NOT NULL AND id > @first;
INSERT INTO task_tag (workspace_id, tag, task_id, state)
SELECT workspace_id, SUBSTRING_INDEX(tags, '\n', -1), id, state FROM task WHERE tags LIKE '%\n%' AND id > @first;
INSERT INTO task_follower (task_id, user_id) SELECT id, followers FROM task WHERE followers IS NOT NULL AND id > @first;
INSERT INTO task_blocker (task_id, blocker_id) SELECT id, blocked_by FROM task WHERE blocked_by IS NOT NULL AND id > @first;
COMMIT;

INSERT INTO comment (workspace_id, task_id, text, created_at, created_by)
SELECT t.workspace_id, t.id, g.text, LEAST(@now, t.created_at + INTERVAL k.seq % 30 DAY), t.created_by
FROM (SELECT seq, @first + 1 + FLOOR(@tasks@ * POW(chance(seq, 'k'), 0.8)) AS task_id FROM seq_1_to_@tasks@ WHERE seq % 2) k
JOIN task t ON t.id = k.task_id
JOIN paragraph g ON g.id = k.seq % 2000;
COMMIT;

-- Three things happen to a task, in the order of time: it is made, and is changed twice, mostly soon after.
INSERT INTO activity (id, change_id, at, actor_id, workspace_id, entity, entity_id, action)
SELECT n.seq, CONCAT('s', LPAD(CONV(n.seq DIV 4, 10, 36), 15, '0')), @now - INTERVAL (1 - n.seq / (3 * @tasks@)) * 86400 * 1000 SECOND,
  IF(n.seq % 2, t.created_by, COALESCE(t.assignee_id, t.created_by)), t.workspace_id, 'task', t.id, IF(n.seq % 3 = 0, 'create', 'update')
FROM (SELECT seq, @first + 1 + IF(seq % 3 = 0, seq DIV 3 - 1, FLOOR((seq DIV 3) * (1 - POW(chance(seq, 'h'), 4)))) AS task_id
      FROM seq_1_to_@activities@) n
JOIN task t ON t.id = n.task_id;
COMMIT;

INSERT INTO activity_change (activity_id, field, before_value, after_value)
SELECT id, ELT(1 + id % 4, 'due', 'title', 'priority', 'assignee'), 'before', 'after' FROM activity WHERE action = 'update' AND entity = 'task';
COMMIT;

-- Rows that came while there was no such index are found by it only after the table is made anew (FORCE).
ALTER TABLE task FORCE, ADD FULLTEXT KEY words (search_text);
ALTER TABLE comment FORCE, ADD FULLTEXT KEY words (search_text);
ANALYZE TABLE user, workspace, membership, project, section, custom_field, project_status, task, task_tag, task_follower, task_blocker,
  comment, activity, activity_change;
