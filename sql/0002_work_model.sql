-- The rest of the work model: projects with sections, fields and status updates; what tasks
-- have beyond the basics; comments; full text.
--
-- A task's tags, followers, blockers, links and field values stand as text in its row, one a
-- line, so that one statement reads a task whole and activity says from what to what. The
-- tables task_tag, task_follower and task_blocker are indexes over that text.

CREATE TABLE project (
  id           BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  workspace_id BIGINT UNSIGNED NOT NULL,
  name         VARCHAR(200)    NOT NULL,
  description  TEXT            NULL COMMENT 'Markdown',
  archived_at  DATETIME(3)     NULL,
  created_at   DATETIME(3)     NOT NULL DEFAULT UTC_TIMESTAMP(3),
  created_by   BIGINT UNSIGNED NOT NULL,
  updated_at   DATETIME(3)     NOT NULL DEFAULT UTC_TIMESTAMP(3),
  updated_by   BIGINT UNSIGNED NOT NULL,
  version      INT UNSIGNED    NOT NULL DEFAULT 1,
  deleted_at   DATETIME(3)     NULL,
  PRIMARY KEY (id),
  KEY workspace (workspace_id, deleted_at, id),
  KEY name (name),
  CONSTRAINT project_workspace FOREIGN KEY (workspace_id) REFERENCES workspace (id),
  CONSTRAINT project_created_by FOREIGN KEY (created_by) REFERENCES user (id),
  CONSTRAINT project_updated_by FOREIGN KEY (updated_by) REFERENCES user (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE section (
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  project_id BIGINT UNSIGNED NOT NULL,
  name       VARCHAR(200)    NOT NULL,
  position   INT UNSIGNED    NOT NULL,
  deleted_at DATETIME(3)     NULL,
  PRIMARY KEY (id),
  KEY project (project_id, deleted_at, position),
  CONSTRAINT section_project FOREIGN KEY (project_id) REFERENCES project (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE custom_field (
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  project_id BIGINT UNSIGNED NOT NULL,
  name       VARCHAR(200)    NOT NULL,
  type       ENUM('text', 'number', 'choice', 'date') NOT NULL,
  choices    TEXT            NULL COMMENT 'one a line',
  deleted_at DATETIME(3)     NULL,
  PRIMARY KEY (id),
  KEY project (project_id, deleted_at, id),
  CONSTRAINT custom_field_project FOREIGN KEY (project_id) REFERENCES project (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE project_status (
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  project_id BIGINT UNSIGNED NOT NULL,
  status     ENUM('on_track', 'at_risk', 'off_track') NOT NULL,
  text       TEXT            NULL COMMENT 'Markdown',
  created_at DATETIME(3)     NOT NULL DEFAULT UTC_TIMESTAMP(3),
  created_by BIGINT UNSIGNED NOT NULL,
  deleted_at DATETIME(3)     NULL,
  PRIMARY KEY (id),
  KEY project (project_id, deleted_at, id),
  CONSTRAINT project_status_project FOREIGN KEY (project_id) REFERENCES project (id),
  CONSTRAINT project_status_created_by FOREIGN KEY (created_by) REFERENCES user (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

ALTER TABLE task
  ADD COLUMN project_id   BIGINT UNSIGNED NULL AFTER workspace_id,
  ADD COLUMN section_id   BIGINT UNSIGNED NULL AFTER project_id,
  ADD COLUMN parent_id    BIGINT UNSIGNED NULL AFTER section_id,
  ADD COLUMN position     BIGINT          NOT NULL DEFAULT 0 COMMENT 'order within project or parent' AFTER parent_id,
  ADD COLUMN recurrence   VARCHAR(500)    NULL COMMENT 'RRULE, RFC 5545 section 3.3.10' AFTER due_at,
  ADD COLUMN occurs_on    DATE            NULL COMMENT 'the day the rule gave, wherever the task was moved to' AFTER recurrence,
  ADD COLUMN tags         TEXT            NULL COMMENT 'one a line, sorted' AFTER occurs_on,
  ADD COLUMN followers    TEXT            NULL COMMENT 'user ids, one a line, ascending' AFTER tags,
  ADD COLUMN blocked_by   TEXT            NULL COMMENT 'task ids, one a line, ascending' AFTER followers,
  ADD COLUMN links        TEXT            NULL COMMENT 'URL, tab, title; one a line' AFTER blocked_by,
  ADD COLUMN field_values TEXT            NULL COMMENT 'custom field id, tab, value; one a line, ascending' AFTER links,
  ADD KEY project_by_position (project_id, deleted_at, position, id),
  ADD KEY project_by_due (project_id, deleted_at, due_sort, id),
  ADD KEY parent (parent_id, deleted_at, position, id),
  ADD KEY assignee_by_update (assignee_id, deleted_at, updated_at, id),
  ADD KEY created_by_id (created_by, deleted_at, id),
  ADD KEY title (title(60)),
  ADD FULLTEXT KEY words (title, notes),
  ADD CONSTRAINT task_project FOREIGN KEY (project_id) REFERENCES project (id),
  ADD CONSTRAINT task_section FOREIGN KEY (section_id) REFERENCES section (id),
  ADD CONSTRAINT task_parent FOREIGN KEY (parent_id) REFERENCES task (id);

CREATE TABLE task_tag (
  workspace_id BIGINT UNSIGNED NOT NULL,
  tag          VARCHAR(60)     NOT NULL,
  task_id      BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (task_id, tag),
  KEY tag (tag, task_id),
  KEY workspace (workspace_id, tag),
  CONSTRAINT task_tag_task FOREIGN KEY (task_id) REFERENCES task (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE task_follower (
  task_id BIGINT UNSIGNED NOT NULL,
  user_id BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (task_id, user_id),
  KEY user (user_id, task_id),
  CONSTRAINT task_follower_task FOREIGN KEY (task_id) REFERENCES task (id),
  CONSTRAINT task_follower_user FOREIGN KEY (user_id) REFERENCES user (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE task_blocker (
  task_id    BIGINT UNSIGNED NOT NULL,
  blocker_id BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (task_id, blocker_id),
  KEY blocker (blocker_id, task_id),
  CONSTRAINT task_blocker_task FOREIGN KEY (task_id) REFERENCES task (id),
  CONSTRAINT task_blocker_blocker FOREIGN KEY (blocker_id) REFERENCES task (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE comment (
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  task_id    BIGINT UNSIGNED NOT NULL,
  text       MEDIUMTEXT      NOT NULL COMMENT 'Markdown',
  created_at DATETIME(3)     NOT NULL DEFAULT UTC_TIMESTAMP(3),
  created_by BIGINT UNSIGNED NOT NULL,
  deleted_at DATETIME(3)     NULL,
  PRIMARY KEY (id),
  KEY task (task_id, deleted_at, id),
  FULLTEXT KEY words (text),
  CONSTRAINT comment_task FOREIGN KEY (task_id) REFERENCES task (id),
  CONSTRAINT comment_created_by FOREIGN KEY (created_by) REFERENCES user (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE comment_mention (
  comment_id BIGINT UNSIGNED NOT NULL,
  user_id    BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (comment_id, user_id),
  KEY user (user_id, comment_id),
  CONSTRAINT comment_mention_comment FOREIGN KEY (comment_id) REFERENCES comment (id),
  CONSTRAINT comment_mention_user FOREIGN KEY (user_id) REFERENCES user (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

ALTER TABLE activity
  MODIFY entity ENUM('user', 'api_key', 'workspace', 'task', 'project', 'comment') NOT NULL,
  ADD COLUMN task_id BIGINT UNSIGNED NULL COMMENT 'of a comment, the task' AFTER workspace_id,
  ADD KEY actor (actor_id, id),
  ADD KEY task (task_id, id);
