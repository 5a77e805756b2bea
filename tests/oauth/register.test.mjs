/*
 * Clients that register themselves (RFC 7591), and those that the administrator enters.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { CALLBACK, newTokens, post, refused, register, registration, startDesk } from './grants.mjs';

let desk;

before(async () => { desk = await startDesk(); });
after(() => desk?.stop());


describe('a client that registers itself', () => {
	test('gets an id, and learns what it is registered with', async () => {
		const answer = await registration(desk, {
			client_name: 'Planner', redirect_uris: [CALLBACK, 'https://client.example/cb'], token_endpoint_auth_method: 'none',
			grant_types: ['authorization_code', 'refresh_token', 'urn:other'], response_types: ['code'], application_type: 'native',
			scope: 'tasks:read', software_id: 'x', logo_uri: 'https://client.example/logo.png',
		});

		assert.equal(answer.status, 201, answer.body);
		assert.match(answer.headers['cache-control'], /no-store/);
		assert.ok(answer.json.client_id);
		assert.equal(answer.json.client_secret, undefined);
		assert.equal(answer.json.client_name, 'Planner');
		assert.deepEqual(answer.json.redirect_uris, [CALLBACK, 'https://client.example/cb']);
		assert.deepEqual(answer.json.grant_types, ['authorization_code', 'refresh_token']);
		assert.equal(answer.json.token_endpoint_auth_method, 'none');
		assert.ok(Math.abs(answer.json.client_id_issued_at - Date.now() / 1000) < 60);
	});

	test('gets a secret by default, of which the database keeps a digest', async () => {
		const answer = await registration(desk, { redirect_uris: [CALLBACK] });

		assert.equal(answer.status, 201);
		assert.equal(answer.json.token_endpoint_auth_method, 'client_secret_basic');
		assert.match(answer.json.client_secret, /^[\w-]{43}$/);
		assert.equal(answer.json.client_secret_expires_at, 0);
		assert.ok(!JSON.stringify(await desk.sql('SELECT * FROM oauth_client')).includes(answer.json.client_secret));
		assert.ok(!desk.logText().includes(answer.json.client_secret));
	});

	test('says something that makes sense', async () => {
		for (const [metadata, error] of [
			[{}, 'invalid_redirect_uri'],
			[{ redirect_uris: ['http://client.example/cb'] }, 'invalid_redirect_uri'],
			[{ redirect_uris: ['cursor://callback'] }, 'invalid_redirect_uri'],
			[{ redirect_uris: ['javascript:alert(1)'] }, 'invalid_redirect_uri'],
			[{ redirect_uris: ['https://user@client.example/cb'] }, 'invalid_redirect_uri'],
			[{ redirect_uris: ['https:///cb'] }, 'invalid_redirect_uri'],
			[{ redirect_uris: Array(21).fill(CALLBACK) }, 'invalid_redirect_uri'],
			[{ redirect_uris: [CALLBACK], grant_types: ['client_credentials'] }, 'invalid_client_metadata'],
			[{ redirect_uris: [CALLBACK], token_endpoint_auth_method: 'tls_client_auth' }, 'invalid_client_metadata'],
			['[]', 'invalid_client_metadata'],
			['{"redirect_uris"', 'invalid_client_metadata'],
			['', 'invalid_client_metadata'],
		])
			refused(await registration(desk, metadata), error);
	});

	test('is bounded', async () => {
		assert.equal((await registration(desk, { redirect_uris: [CALLBACK], padding: 'x'.repeat(70000) })).status, 413);
	});

	test('is forgotten when it is never used, and kept when it is', async () => {
		const idle = await register(desk), used = await register(desk);

		await newTokens(desk, used);
		await desk.sql("UPDATE oauth_client SET expires_at = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE kind = 'dynamic' AND last_used_at IS NULL");
		refused(await post(desk, 'token', { grant_type: 'refresh_token', refresh_token: 'x', client_id: idle.client_id }), 'invalid_client', 401);

		const isKept = async () => await desk.value(`SELECT COUNT(*) FROM oauth_client WHERE client_id = '${idle.client_id}'`) !== '0';

		/* Tidying up happens with one in some thirty tokens that are issued, by chance: this many miss it once in millions. */
		for (let i = 0; i < 500 && await isKept(); i += 1)
			await newTokens(desk, used);
		assert.equal(await isKept(), false);
		assert.equal(await desk.value(`SELECT expires_at > UTC_TIMESTAMP(3) + INTERVAL 29 DAY FROM oauth_client WHERE client_id = '${used.client_id}'`), '1');
	});

	test('is refused after many others from the same network', async () => {
		await desk.sql('UPDATE oauth_client SET registered_from = NULL');

		const answers = [];

		for (let i = 0; i < 31; i += 1)
			answers.push(await registration(desk, { redirect_uris: [CALLBACK], token_endpoint_auth_method: 'none' }));
		assert.deepEqual([...new Set(answers.slice(0, 30).map(({ status }) => status))], [201]);
		assert.equal(answers[30].status, 429);
		assert.ok(Number(answers[30].headers['retry-after']) > 0);
	});
});

test('registering can be switched off', async () => {
	const closed = await startDesk({ settings: ['dynamic_registration = off'], people: {} });

	try {
		const metadata = await (await fetch(`${closed.base}/auth/.well-known/openid-configuration`)).json();

		assert.equal(metadata.registration_endpoint, undefined);
		refused(await registration(closed, { redirect_uris: [CALLBACK] }), 'access_denied');
		assert.equal(await closed.value("SELECT COUNT(*) FROM oauth_client WHERE kind = 'dynamic'"), '0');
	} finally {
		await closed.stop();
	}
});

describe('the administrator', () => {
	const facts = (output) => Object.fromEntries(output.trim().split('\n').map((line) => line.split(' ')));

	test('enters a client, sees it and withdraws it', async () => {
		const client = facts(await desk.administer('client', 'add', 'Board', '--redirect', CALLBACK));
		const tokens = await newTokens(desk, client);

		assert.equal(client.client_secret, undefined);
		assert.match(await desk.administer('client', 'list'), new RegExp(`^${client.client_id} +valid +added.*Board$`, 'm'));
		await desk.administer('client', 'revoke', client.client_id);
		assert.match(await desk.administer('client', 'list'), new RegExp(`^${client.client_id} +revoked`, 'm'));
		refused(await post(desk, 'token', { grant_type: 'refresh_token', refresh_token: tokens.refresh_token, client_id: client.client_id }), 'invalid_client', 401);
	});

	test('is stopped from entering what cannot be right', async () => {
		for (const words of [['X'], ['X', '--redirect', 'http://client.example/'], ['X', '--redirect', CALLBACK, '--scopes', 'all'],
			['X', '--user', 'nobody@example.com'], ['X', '--user', 'ada@example.com', '--auth', 'none'],
			['X', '--user', 'ada@example.com', '--auth', 'private_key_jwt'], ['X', '--redirect', CALLBACK, '--auth', 'magic']])
			await assert.rejects(desk.administer('client', 'add', ...words), { code: 1 });
		await assert.rejects(desk.administer('client', 'revoke', 'nobody'), { code: 1 });
	});
});

