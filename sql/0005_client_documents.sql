-- Clients that describe themselves in a document, whose https URL is their client_id. What was read from it stands in
-- oauth_client; here stands how long that holds, or why there is no such client.

CREATE TABLE client_document (
  url            VARCHAR(500) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  is_pinned      BOOLEAN      NOT NULL DEFAULT FALSE COMMENT 'the administrator keeps a copy: it is never fetched',
  refusal        VARCHAR(500) NULL COMMENT 'why there is no client of this name; NULL: there is',
  fetched_at     DATETIME(3)  NULL COMMENT 'when a good one came; NULL: never yet',
  fresh_until    DATETIME(3)  NOT NULL DEFAULT UTC_TIMESTAMP(3) COMMENT 'not asked for again before',
  fetching_until DATETIME(3)  NULL COMMENT 'a process is fetching it, at the latest until then',
  PRIMARY KEY (url),
  KEY fetching_until (fetching_until),
  KEY fresh_until (fresh_until)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;
