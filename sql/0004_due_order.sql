-- Tasks that are due on the same day come in the order of their times, those without a time last. A moment is kept in
-- UTC, so the time of day that its author meant is kept beside it.

ALTER TABLE task
  ADD COLUMN due_clock TIME NULL COMMENT 'of due_at, in the time zone of who set it' AFTER due_at,
  MODIFY COLUMN due_sort DATETIME
    AS (COALESCE(TIMESTAMP(due_on, COALESCE(due_clock, TIME(due_at), TIME'23:59:59')), TIMESTAMP'9999-12-31 00:00:00'))
    PERSISTENT
    COMMENT 'day and time, with the undated last';
