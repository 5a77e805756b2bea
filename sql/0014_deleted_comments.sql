-- Deleted comments leave the trash as tasks do, and are found there by when they came into it.

ALTER TABLE comment
  ADD KEY trash (deleted_at, id);
