-- Descriptions, status updates and choices hold as many characters as may be sent, also when each of them takes four bytes.

ALTER TABLE workspace
  MODIFY description MEDIUMTEXT NULL;

ALTER TABLE project
  MODIFY description MEDIUMTEXT NULL COMMENT 'Markdown';

ALTER TABLE project_status
  MODIFY text MEDIUMTEXT NULL COMMENT 'Markdown';

ALTER TABLE custom_field
  MODIFY choices MEDIUMTEXT NULL COMMENT 'one a line';
