-- Which change took which back. An undo that was itself taken back holds no longer: then is_live is false, and what it
-- had undone is in effect again.

CREATE TABLE change_undo (
  change_id        CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'the change that undoes',
  undone_change_id CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  is_live          BOOLEAN  NOT NULL DEFAULT TRUE,
  PRIMARY KEY (change_id),
  KEY undone (undone_change_id, is_live)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;
