-- Idempotency keys that differ in blanks at their end are two.

ALTER TABLE idempotency
  MODIFY idempotency_key VARCHAR(100) COLLATE utf8mb4_nopad_bin NOT NULL;
