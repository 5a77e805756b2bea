-- Tries are forgiven one by one as time passes. Until now only a day without any did, so a place where people mistype
-- now and then counted up for ever.

ALTER TABLE guess
  ADD COLUMN counted_at DATETIME(3) NOT NULL DEFAULT UTC_TIMESTAMP(3) COMMENT 'what time has passed since is not taken off tries yet'
    AFTER tries;
