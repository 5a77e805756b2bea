-- A recurring task goes by the clocks of who set when it is due, also when somebody in another zone completes it. Of
-- those set before this nobody knows the zone any more.

ALTER TABLE task
  ADD COLUMN due_zone VARCHAR(64) NULL COMMENT 'whose clocks due_clock is of; NULL as well where it was set before this column was there'
    AFTER due_clock;
