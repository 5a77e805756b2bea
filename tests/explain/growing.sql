-- Rows for the tables that grow with use and that tests/bench/scale leaves alone: a few thousand each, so that a plan which
-- reads all of them shows.

SET foreign_key_checks = 0, time_zone = '+00:00';
SET @now = UTC_TIMESTAMP(3);

INSERT INTO comment_mention (comment_id, user_id)
SELECT id, created_by FROM comment WHERE id % 3 = 0;

INSERT INTO api_key (id, name, key_hash, scopes, user_id, created_by)
SELECT seq, CONCAT('key ', seq), IF(seq = 1001, '1001', UNHEX(SHA2(seq, 256))), 'read,write', 1001 + (seq - 1001) % 40, 1 FROM seq_1001_to_4000;

INSERT INTO idempotency (user_id, api_key_id, idempotency_key, call_hash, result, created_at)
SELECT 1001 + (seq - 1001) % 40, 1001, seq, UNHEX(SHA2(seq, 256)), '{}', @now + INTERVAL seq MINUTE FROM seq_1001_to_4000;

INSERT INTO client_reply (question_id, caller, reply, created_at)
SELECT seq, 'user 1001', '{}', @now + INTERVAL seq MINUTE FROM seq_1001_to_4000;

INSERT INTO browser_session (token_hash, user_id, signed_in_at)
SELECT IF(seq = 1001, '1001', UNHEX(SHA2(seq, 256))), 1001 + (seq - 1001) % 40, @now + INTERVAL seq MINUTE FROM seq_1001_to_4000;

INSERT INTO guess (subject, tries, next_at)
SELECT IF(seq = 1001, '1001', UNHEX(SHA2(seq, 256))), 1, @now + INTERVAL seq MINUTE FROM seq_1001_to_4000;

INSERT INTO oauth_client (id, client_id, kind, name, redirect_uris, auth_method, grant_types, scopes, registered_from, created_at,
  last_used_at, expires_at)
SELECT seq, seq, 'dynamic', CONCAT('client ', seq), 'https://example.com/back', 'none', 'authorization_code', 'tasks:read', '192.0.2.1',
  @now + INTERVAL seq MINUTE, @now + INTERVAL seq MINUTE, @now + INTERVAL seq MINUTE FROM seq_1001_to_4000;

INSERT INTO oauth_family (id, client_id, user_id, scopes, resource, created_at, expires_at)
SELECT seq, seq, 1001 + (seq - 1001) % 40, 'tasks:read', 'https://example.com/mcp', @now, @now + INTERVAL seq MINUTE
FROM seq_1001_to_4000;

INSERT INTO oauth_code (code_hash, client_id, user_id, redirect_uri, code_challenge, scopes, resource, expires_at)
SELECT IF(seq = 1001, '1001', UNHEX(SHA2(seq, 256))), seq, 1001 + (seq - 1001) % 40, 'https://example.com/back', REPEAT('x', 43), 'tasks:read',
  'https://example.com/mcp', @now + INTERVAL seq MINUTE FROM seq_1001_to_4000;

INSERT INTO oauth_refresh_token (token_hash, family_id, created_at, expires_at)
SELECT IF(seq = 1001, '1001', UNHEX(SHA2(seq, 256))), seq, @now, @now + INTERVAL seq MINUTE FROM seq_1001_to_4000;

INSERT INTO oauth_consent (user_id, client_id, resource, scopes)
SELECT 1001 + (seq - 1001) % 40, seq, IF(seq = 1001, '1001', 'https://example.com/mcp'), 'tasks:read' FROM seq_1001_to_4000;

INSERT INTO oauth_assertion (client_id, jti_hash, expires_at)
SELECT seq, UNHEX(SHA2(seq, 256)), @now + INTERVAL seq MINUTE FROM seq_1001_to_4000;

INSERT INTO signing_key (kid, algorithm, public_jwk, private_jwk, is_sealed, created_at, retired_at)
SELECT seq, 'ES256', '{}', '{}', FALSE, @now, @now FROM seq_1001_to_1020;

INSERT INTO client_document (url, fetched_at, fresh_until)
SELECT seq, @now, @now + INTERVAL seq MINUTE FROM seq_1001_to_4000;

INSERT INTO change_undo (change_id, undone_change_id)
SELECT seq, seq + 10000 FROM seq_1001_to_4000;

ANALYZE TABLE comment_mention, api_key, idempotency, client_reply, browser_session, guess, oauth_client, oauth_family, oauth_code,
  oauth_refresh_token, oauth_consent, oauth_assertion, signing_key, client_document, change_undo;
