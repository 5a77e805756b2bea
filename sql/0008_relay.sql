-- Sign-ins that are handed on to an outside provider on behalf of clients that it does not know (setup_proxies). Whose
-- code and refresh token is whose stands here, as SHA-256; the codes and tokens themselves are only passed on.

CREATE TABLE relay_request (
  state_hash     BINARY(32)      NOT NULL COMMENT 'of what names it at the provider',
  browser_hash   BINARY(32)      NOT NULL COMMENT 'of the cookie of the browser in which the person agreed',
  client_id      BIGINT UNSIGNED NOT NULL,
  redirect_uri   TEXT COLLATE utf8mb4_bin NOT NULL,
  client_state   TEXT COLLATE utf8mb4_bin NULL,
  resource       VARCHAR(500) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  code_challenge CHAR(43) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  expires_at     DATETIME(3)     NOT NULL,
  PRIMARY KEY (state_hash),
  KEY expires_at (expires_at),
  CONSTRAINT relay_request_client FOREIGN KEY (client_id) REFERENCES oauth_client (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE relay_code (
  code_hash      BINARY(32)      NOT NULL,
  client_id      BIGINT UNSIGNED NOT NULL,
  redirect_uri   TEXT COLLATE utf8mb4_bin NOT NULL,
  resource       VARCHAR(500) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  code_challenge CHAR(43) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  expires_at     DATETIME(3)     NOT NULL,
  PRIMARY KEY (code_hash),
  KEY expires_at (expires_at),
  CONSTRAINT relay_code_client FOREIGN KEY (client_id) REFERENCES oauth_client (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE relay_refresh_token (
  token_hash BINARY(32)      NOT NULL,
  client_id  BIGINT UNSIGNED NOT NULL,
  resource   VARCHAR(500) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  expires_at DATETIME(3)     NOT NULL,
  PRIMARY KEY (token_hash),
  KEY expires_at (expires_at),
  CONSTRAINT relay_refresh_token_client FOREIGN KEY (client_id) REFERENCES oauth_client (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;
