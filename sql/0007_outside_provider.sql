-- Signing in with an outside provider: what was fetched from it, what it said about tokens, and who its people are here.

CREATE TABLE provider_document (
  name        VARCHAR(520) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'what it is, and whose',
  body        MEDIUMTEXT COLLATE utf8mb4_bin NULL COMMENT 'NULL: none came yet',
  fetched_at  DATETIME(3)  NULL,
  fresh_until DATETIME(3)  NOT NULL DEFAULT UTC_TIMESTAMP(3),
  tried_at    DATETIME(3)  NULL COMMENT 'when a process last began to fetch it',
  PRIMARY KEY (name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE introspected_token (
  token_hash BINARY(32)   NOT NULL,
  answer     MEDIUMTEXT COLLATE utf8mb4_bin NOT NULL COMMENT 'of the provider, as JSON',
  expires_at DATETIME(3)  NOT NULL,
  PRIMARY KEY (token_hash),
  KEY expires_at (expires_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE outside_identity (
  identity_hash BINARY(32)      NOT NULL COMMENT 'SHA-256 of issuer, line break and subject',
  issuer        VARCHAR(500) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject       VARCHAR(255) COLLATE utf8mb4_bin NOT NULL,
  user_id       BIGINT UNSIGNED NOT NULL,
  created_at    DATETIME(3)     NOT NULL DEFAULT UTC_TIMESTAMP(3),
  PRIMARY KEY (identity_hash),
  KEY user (user_id),
  CONSTRAINT outside_identity_user FOREIGN KEY (user_id) REFERENCES user (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;
