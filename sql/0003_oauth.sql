-- Signing in with a browser, and with OAuth 2.1: clients, what people allowed them, codes,
-- tokens, signing keys. Secrets, codes and refresh tokens stand here as SHA-256 only. Access
-- tokens are signed and not stored: each names its family, and one of a family that was revoked
-- is refused at once.

-- Who is signed in with which browser. The cookie's value is kept by nobody but the browser.
CREATE TABLE browser_session (
  token_hash   BINARY(32)      NOT NULL COMMENT 'SHA-256 of the cookie',
  user_id      BIGINT UNSIGNED NOT NULL,
  signed_in_at DATETIME(3)     NOT NULL DEFAULT UTC_TIMESTAMP(3),
  used_at      DATETIME(3)     NOT NULL DEFAULT UTC_TIMESTAMP(3) COMMENT 'to within a minute',
  PRIMARY KEY (token_hash),
  KEY user (user_id),
  KEY signed_in_at (signed_in_at),
  CONSTRAINT browser_session_user FOREIGN KEY (user_id) REFERENCES user (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- How often a secret was guessed at. There is a row for accounts that do not exist, too.
CREATE TABLE guess (
  subject BINARY(32)   NOT NULL COMMENT 'SHA-256 of what is guarded: a kind and an account or a network',
  tries   INT UNSIGNED NOT NULL COMMENT 'each counted before it is looked at',
  next_at DATETIME(3)  NOT NULL COMMENT 'no try before',
  PRIMARY KEY (subject),
  KEY next_at (next_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE oauth_client (
  id              BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  client_id       VARCHAR(500) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'a document''s is its https URL',
  kind            ENUM('pre_registered', 'dynamic', 'document') NOT NULL,
  name            VARCHAR(200)    NOT NULL COMMENT 'as the client calls itself: untrusted unless pre-registered',
  redirect_uris   TEXT COLLATE utf8mb4_bin NOT NULL COMMENT 'one a line',
  auth_method     ENUM('none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt') NOT NULL,
  secret_hash     BINARY(32)      NULL,
  jwks            MEDIUMTEXT COLLATE utf8mb4_bin NULL COMMENT 'public keys for private_key_jwt',
  grant_types     SET('authorization_code', 'refresh_token', 'client_credentials') NOT NULL,
  scopes          SET('tasks:read', 'tasks:write', 'admin', 'offline_access') NOT NULL COMMENT 'at most these',
  user_id         BIGINT UNSIGNED NULL COMMENT 'as whom client_credentials acts',
  registered_from VARCHAR(45) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'network of who registered it',
  created_at      DATETIME(3)     NOT NULL DEFAULT UTC_TIMESTAMP(3),
  created_by      BIGINT UNSIGNED NULL COMMENT 'NULL: the client itself',
  last_used_at    DATETIME(3)     NULL COMMENT 'when a token was last issued',
  expires_at      DATETIME(3)     NULL,
  revoked_at      DATETIME(3)     NULL,
  PRIMARY KEY (id),
  UNIQUE KEY client_id (client_id),
  KEY registered_from (registered_from, created_at),
  KEY unused (last_used_at, expires_at),
  CONSTRAINT oauth_client_user FOREIGN KEY (user_id) REFERENCES user (id),
  CONSTRAINT oauth_client_created_by FOREIGN KEY (created_by) REFERENCES user (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- The tool login is a client of its own, which can do nothing else.
INSERT INTO oauth_client (client_id, kind, name, redirect_uris, auth_method, grant_types, scopes)
VALUES ('taskdesk-login', 'pre_registered', 'Tool login', '', 'none', '', 'tasks:read,tasks:write,admin');

-- What one consent led to: every token that descends from it is refused once it is revoked.
CREATE TABLE oauth_family (
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  client_id  BIGINT UNSIGNED NOT NULL,
  user_id    BIGINT UNSIGNED NOT NULL,
  scopes     SET('tasks:read', 'tasks:write', 'admin', 'offline_access') NOT NULL,
  resource   VARCHAR(500) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at DATETIME(3)     NOT NULL DEFAULT UTC_TIMESTAMP(3),
  expires_at DATETIME(3)     NOT NULL COMMENT 'no token of it lives longer',
  revoked_at DATETIME(3)     NULL,
  revoked_as ENUM('request', 'code_replay', 'refresh_replay', 'client', 'user') NULL,
  PRIMARY KEY (id),
  KEY expires_at (expires_at),
  KEY user (user_id, client_id),
  CONSTRAINT oauth_family_client FOREIGN KEY (client_id) REFERENCES oauth_client (id),
  CONSTRAINT oauth_family_user FOREIGN KEY (user_id) REFERENCES user (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE oauth_code (
  code_hash      BINARY(32)      NOT NULL,
  client_id      BIGINT UNSIGNED NOT NULL,
  user_id        BIGINT UNSIGNED NOT NULL,
  redirect_uri   TEXT COLLATE utf8mb4_bin NOT NULL,
  code_challenge CHAR(43) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'S256',
  scopes         SET('tasks:read', 'tasks:write', 'admin', 'offline_access') NOT NULL,
  resource       VARCHAR(500) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  expires_at     DATETIME(3)     NOT NULL,
  used_at        DATETIME(3)     NULL,
  family_id      BIGINT UNSIGNED NULL COMMENT 'what it was exchanged for',
  PRIMARY KEY (code_hash),
  KEY expires_at (expires_at),
  KEY user (user_id, client_id),
  CONSTRAINT oauth_code_client FOREIGN KEY (client_id) REFERENCES oauth_client (id) ON DELETE CASCADE,
  CONSTRAINT oauth_code_user FOREIGN KEY (user_id) REFERENCES user (id),
  CONSTRAINT oauth_code_family FOREIGN KEY (family_id) REFERENCES oauth_family (id) ON DELETE SET NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE oauth_refresh_token (
  token_hash BINARY(32)      NOT NULL,
  family_id  BIGINT UNSIGNED NOT NULL,
  created_at DATETIME(3)     NOT NULL DEFAULT UTC_TIMESTAMP(3),
  expires_at DATETIME(3)     NOT NULL,
  used_at    DATETIME(3)     NULL COMMENT 'exchanged for the next; used again, it revokes the family',
  PRIMARY KEY (token_hash),
  KEY expires_at (expires_at),
  CONSTRAINT oauth_refresh_token_family FOREIGN KEY (family_id) REFERENCES oauth_family (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE oauth_consent (
  user_id    BIGINT UNSIGNED NOT NULL,
  client_id  BIGINT UNSIGNED NOT NULL,
  resource   VARCHAR(500) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  scopes     SET('tasks:read', 'tasks:write', 'admin', 'offline_access') NOT NULL,
  created_at DATETIME(3)     NOT NULL DEFAULT UTC_TIMESTAMP(3),
  PRIMARY KEY (user_id, client_id, resource),
  CONSTRAINT oauth_consent_user FOREIGN KEY (user_id) REFERENCES user (id),
  CONSTRAINT oauth_consent_client FOREIGN KEY (client_id) REFERENCES oauth_client (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- Assertions of private_key_jwt that were used, until they expire (RFC 7523 section 3).
CREATE TABLE oauth_assertion (
  client_id  BIGINT UNSIGNED NOT NULL,
  jti_hash   BINARY(32)      NOT NULL,
  expires_at DATETIME(3)     NOT NULL,
  PRIMARY KEY (client_id, jti_hash),
  KEY expires_at (expires_at),
  CONSTRAINT oauth_assertion_client FOREIGN KEY (client_id) REFERENCES oauth_client (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE signing_key (
  kid         CHAR(43) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'RFC 7638 thumbprint',
  algorithm   ENUM('ES256')   NOT NULL,
  public_jwk  TEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  private_jwk TEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'sealed where signing_secret is set',
  is_sealed   BOOLEAN         NOT NULL,
  created_at  DATETIME(3)     NOT NULL DEFAULT UTC_TIMESTAMP(3),
  retired_at  DATETIME(3)     NULL COMMENT 'signs no more; stays published while its tokens live',
  PRIMARY KEY (kid),
  KEY retired_at (retired_at, created_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- Through which client something was done, beside through which API key.
ALTER TABLE activity
  MODIFY entity ENUM('user', 'api_key', 'workspace', 'task', 'project', 'comment', 'oauth_client') NOT NULL,
  ADD COLUMN oauth_client_id BIGINT UNSIGNED NULL COMMENT 'NULL: not by OAuth' AFTER api_key_id,
  ADD CONSTRAINT activity_oauth_client FOREIGN KEY (oauth_client_id) REFERENCES oauth_client (id);

ALTER TABLE idempotency
  ADD COLUMN oauth_client_id BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT '0: not by OAuth' AFTER api_key_id,
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (user_id, api_key_id, oauth_client_id, idempotency_key);
