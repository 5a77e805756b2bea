-- Signing in with a browser, and OAuth.

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
