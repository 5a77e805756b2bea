-- Users, API keys, workspaces, memberships, tasks, activity, idempotency, secrets.
-- Moments are UTC. Who made and who last changed a row stands in the row; what was changed
-- from what to what stands in activity. Deleting sets deleted_at.

CREATE TABLE user (
  id            BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  email         VARCHAR(254) COLLATE utf8mb4_bin NOT NULL COMMENT 'lower case',
  name          VARCHAR(200)    NOT NULL,
  password_hash VARCHAR(255) COLLATE utf8mb4_bin NULL COMMENT 'scrypt; NULL: cannot sign in with a password',
  time_zone     VARCHAR(64)     NOT NULL DEFAULT 'UTC',
  is_system     BOOLEAN         NOT NULL DEFAULT FALSE COMMENT 'sees everything',
  created_at    DATETIME(3)     NOT NULL DEFAULT UTC_TIMESTAMP(3),
  created_by    BIGINT UNSIGNED NULL,
  updated_at    DATETIME(3)     NOT NULL DEFAULT UTC_TIMESTAMP(3),
  updated_by    BIGINT UNSIGNED NULL,
  version       INT UNSIGNED    NOT NULL DEFAULT 1,
  deleted_at    DATETIME(3)     NULL,
  PRIMARY KEY (id),
  UNIQUE KEY email (email),
  CONSTRAINT user_created_by FOREIGN KEY (created_by) REFERENCES user (id),
  CONSTRAINT user_updated_by FOREIGN KEY (updated_by) REFERENCES user (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

INSERT INTO user (id, email, name, is_system)
VALUES (1, 'system@taskdesk.invalid', 'System', TRUE);

CREATE TABLE api_key (
  id           BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  name         VARCHAR(100)    NOT NULL,
  key_hash     BINARY(32)      NOT NULL COMMENT 'SHA-256 of the key',
  scopes       SET('read', 'write', 'admin') NOT NULL,
  user_id      BIGINT UNSIGNED NULL COMMENT 'bound to this user; NULL: to nobody',
  may_act_as   BOOLEAN         NOT NULL DEFAULT FALSE COMMENT 'X-Mcp-User is honoured',
  expires_at   DATETIME(3)     NULL,
  revoked_at   DATETIME(3)     NULL,
  last_used_at DATETIME(3)     NULL COMMENT 'to within five minutes',
  created_at   DATETIME(3)     NOT NULL DEFAULT UTC_TIMESTAMP(3),
  created_by   BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY key_hash (key_hash),
  CONSTRAINT api_key_user FOREIGN KEY (user_id) REFERENCES user (id),
  CONSTRAINT api_key_created_by FOREIGN KEY (created_by) REFERENCES user (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE workspace (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  name        VARCHAR(200)    NOT NULL,
  description TEXT            NULL,
  archived_at DATETIME(3)     NULL,
  created_at  DATETIME(3)     NOT NULL DEFAULT UTC_TIMESTAMP(3),
  created_by  BIGINT UNSIGNED NOT NULL,
  updated_at  DATETIME(3)     NOT NULL DEFAULT UTC_TIMESTAMP(3),
  updated_by  BIGINT UNSIGNED NOT NULL,
  version     INT UNSIGNED    NOT NULL DEFAULT 1,
  deleted_at  DATETIME(3)     NULL,
  PRIMARY KEY (id),
  KEY name (name),
  CONSTRAINT workspace_created_by FOREIGN KEY (created_by) REFERENCES user (id),
  CONSTRAINT workspace_updated_by FOREIGN KEY (updated_by) REFERENCES user (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE membership (
  workspace_id BIGINT UNSIGNED NOT NULL,
  user_id      BIGINT UNSIGNED NOT NULL,
  role         ENUM('guest', 'member', 'owner') NOT NULL,
  created_at   DATETIME(3)     NOT NULL DEFAULT UTC_TIMESTAMP(3),
  created_by   BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (workspace_id, user_id),
  KEY user (user_id, workspace_id),
  CONSTRAINT membership_workspace FOREIGN KEY (workspace_id) REFERENCES workspace (id),
  CONSTRAINT membership_user FOREIGN KEY (user_id) REFERENCES user (id),
  CONSTRAINT membership_created_by FOREIGN KEY (created_by) REFERENCES user (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE task (
  id           BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  workspace_id BIGINT UNSIGNED NOT NULL,
  title        VARCHAR(500)    NOT NULL,
  notes        MEDIUMTEXT      NULL COMMENT 'Markdown',
  assignee_id  BIGINT UNSIGNED NULL,
  priority     ENUM('none', 'low', 'medium', 'high', 'urgent') NOT NULL DEFAULT 'none',
  start_on     DATE            NULL,
  due_on       DATE            NULL COMMENT 'the day; also set where due_at is',
  due_at       DATETIME        NULL COMMENT 'the moment, where one was given',
  due_sort     DATE            AS (COALESCE(due_on, '9999-12-31')) PERSISTENT COMMENT 'due_on with the undated last',
  completed_at DATETIME(3)     NULL,
  completed_by BIGINT UNSIGNED NULL,
  created_at   DATETIME(3)     NOT NULL DEFAULT UTC_TIMESTAMP(3),
  created_by   BIGINT UNSIGNED NOT NULL,
  updated_at   DATETIME(3)     NOT NULL DEFAULT UTC_TIMESTAMP(3),
  updated_by   BIGINT UNSIGNED NOT NULL,
  version      INT UNSIGNED    NOT NULL DEFAULT 1,
  deleted_at   DATETIME(3)     NULL,
  PRIMARY KEY (id),
  KEY workspace_by_id (workspace_id, deleted_at, id),
  KEY workspace_by_due (workspace_id, deleted_at, due_sort, id),
  KEY workspace_by_update (workspace_id, deleted_at, updated_at, id),
  KEY assignee_by_due (assignee_id, deleted_at, due_sort, id),
  CONSTRAINT task_workspace FOREIGN KEY (workspace_id) REFERENCES workspace (id),
  CONSTRAINT task_assignee FOREIGN KEY (assignee_id) REFERENCES user (id),
  CONSTRAINT task_completed_by FOREIGN KEY (completed_by) REFERENCES user (id),
  CONSTRAINT task_created_by FOREIGN KEY (created_by) REFERENCES user (id),
  CONSTRAINT task_updated_by FOREIGN KEY (updated_by) REFERENCES user (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE activity (
  id           BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  change_id    CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'one tool call',
  at           DATETIME(3)     NOT NULL DEFAULT UTC_TIMESTAMP(3),
  actor_id     BIGINT UNSIGNED NOT NULL,
  api_key_id   BIGINT UNSIGNED NULL COMMENT 'NULL: the bootstrap key, or the administrator',
  workspace_id BIGINT UNSIGNED NULL,
  entity       ENUM('user', 'api_key', 'workspace', 'task') NOT NULL,
  entity_id    BIGINT UNSIGNED NOT NULL,
  action       ENUM('create', 'update', 'delete', 'restore', 'revoke') NOT NULL,
  PRIMARY KEY (id),
  KEY change_id (change_id),
  KEY workspace (workspace_id, id),
  KEY entity (entity, entity_id, id),
  CONSTRAINT activity_actor FOREIGN KEY (actor_id) REFERENCES user (id),
  CONSTRAINT activity_api_key FOREIGN KEY (api_key_id) REFERENCES api_key (id),
  CONSTRAINT activity_workspace FOREIGN KEY (workspace_id) REFERENCES workspace (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE activity_change (
  activity_id  BIGINT UNSIGNED NOT NULL,
  field        VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  before_value MEDIUMTEXT      NULL,
  after_value  MEDIUMTEXT      NULL,
  PRIMARY KEY (activity_id, field),
  CONSTRAINT activity_change_activity FOREIGN KEY (activity_id) REFERENCES activity (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE idempotency (
  user_id         BIGINT UNSIGNED NOT NULL,
  api_key_id      BIGINT UNSIGNED NOT NULL COMMENT '0: the bootstrap key',
  idempotency_key VARCHAR(100) COLLATE utf8mb4_bin NOT NULL,
  call_hash       BINARY(32)      NOT NULL COMMENT 'SHA-256 of tool and arguments',
  result          MEDIUMTEXT      NOT NULL,
  created_at      DATETIME(3)     NOT NULL DEFAULT UTC_TIMESTAMP(3),
  PRIMARY KEY (user_id, api_key_id, idempotency_key),
  KEY created_at (created_at),
  CONSTRAINT idempotency_user FOREIGN KEY (user_id) REFERENCES user (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE server_secret (
  name       VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  value      VARBINARY(64) NOT NULL,
  created_at DATETIME(3)   NOT NULL DEFAULT UTC_TIMESTAMP(3),
  PRIMARY KEY (name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE client_reply (
  question_id CHAR(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  caller      VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'who was asked, and so may answer',
  reply       MEDIUMTEXT      NULL COMMENT 'NULL: not answered yet',
  created_at  DATETIME(3)     NOT NULL DEFAULT UTC_TIMESTAMP(3),
  PRIMARY KEY (question_id),
  KEY created_at (created_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;
