/*
 * Authorization requests that are not right: told to the person where client or redirect address cannot be trusted, and
 * to the client by the RFCs' words in all other cases. What people see is tested in tests/browser.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { httpRequest } from '../support/installation.mjs';
import { CALLBACK, allow, authorizeUrl, challengeOf, newVerifier, register, startDesk } from './grants.mjs';

const VERIFIER = newVerifier();

let desk, client;

before(async () => {
	desk = await startDesk();
	client = await register(desk);
});

after(() => desk?.stop());

const ask = (parameters) => httpRequest(authorizeUrl(desk, client, VERIFIER, parameters));

/* The request goes back to the client with this error and everything that belongs to it. */
async function sentBack(parameters, error, { state = 'state-1', to = CALLBACK } = {}) {
	const { status, headers, body } = await ask(parameters);

	assert.ok([302, 303].includes(status), `${status} ${body}`);
	assert.ok(headers.location.startsWith(`${to}?`), headers.location);

	const sent = Object.fromEntries(new URL(headers.location).searchParams);

	assert.equal(sent.error, error, sent.error_description);
	assert.match(sent.error_description, /^[ !#-[\]-~]+$/);
	assert.equal(sent.iss, `${desk.base}/auth`);
	assert.equal(sent.state ?? null, state);
	assert.equal(sent.code, undefined);
	assert.match(headers['cache-control'], /no-store/);
}

/* The person is told, and sent nowhere. */
async function shown(parameters, words) {
	const { status, headers, body } = await ask(parameters);

	assert.equal(status, 400);
	assert.equal(headers.location, undefined);
	assert.match(headers['content-type'], /^text\/html/);
	assert.match(body, words);
	assert.doesNotMatch(body, /attacker/);
}

describe('the person is told, and nobody redirected,', () => {
	test('of an unknown client', async () => {
		await shown({ client_id: 'nobody' }, /no client with this client_id/);
		await shown({ client_id: undefined }, /client_id is missing/);
		await shown({ client_id: [client.client_id, 'nobody'] }, /more than once/);
		await shown({ client_id: 'a b' }, /no client with this client_id/);
		await shown({ client_id: 'x'.repeat(600) }, /no client with this client_id/);
	});

	test('of a client that cannot be used', async () => {
		await shown({ client_id: 'taskdesk-login', redirect_uri: 'https://attacker.example/' }, /not registered/);

		const doomed = await register(desk);

		await desk.sql(`UPDATE oauth_client SET expires_at = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE client_id = '${doomed.client_id}'`);
		await shown({ client_id: doomed.client_id }, /expired/);
		await desk.sql(`UPDATE oauth_client SET expires_at = NULL, revoked_at = UTC_TIMESTAMP(3) WHERE client_id = '${doomed.client_id}'`);
		await shown({ client_id: doomed.client_id }, /withdrawn/);
	});

	test('of a redirect address that is not the client\'s', async () => {
		const others = [
			'https://attacker.example/callback', 'http://127.0.0.1:7777/other', 'http://127.0.0.1:7777/callback/', 'http://127.0.0.1:7777/callback?x=1',
			'http://127.0.0.1:7777/Callback', 'http://127.0.0.2:7777/callback', 'http://localhost:7777/callback', 'https://127.0.0.1:7777/callback',
			'http://127.0.0.1:7777@attacker.example/callback', 'http://127.0.0.1.attacker.example/callback', 'http://127.0.0.1:7777/callback#attacker',
			'http://127.0.0.1:7777/../callback', 'http://127.0.0.1:port/callback', 'http://127.0.0.1:/callback', 'javascript:attacker()', '//attacker.example', 'callback',
		];

		for (const redirect_uri of others)
			await shown({ redirect_uri }, /not registered/);
		await shown({ redirect_uri: [CALLBACK, 'https://attacker.example/'] }, /more than once/);
	});

	test('when the client has several redirect addresses and named none', async () => {
		const { client_id } = await register(desk, { redirect_uris: [CALLBACK, 'https://client.example/cb'] });

		await shown({ client_id, redirect_uri: undefined }, /redirect_uri is missing/);
	});
});

describe('the client is told', () => {
	test('that only the response type code is known', async () => {
		await sentBack({ response_type: undefined }, 'invalid_request');
		await sentBack({ response_type: 'token' }, 'unsupported_response_type');
		await sentBack({ response_type: 'code id_token' }, 'unsupported_response_type');
		await sentBack({ response_mode: 'fragment' }, 'invalid_request');
	});

	test('that PKCE with S256 is required', async () => {
		await sentBack({ code_challenge: undefined }, 'invalid_request');
		await sentBack({ code_challenge_method: undefined }, 'invalid_request');
		await sentBack({ code_challenge_method: 'plain' }, 'invalid_request');
		await sentBack({ code_challenge: 'short' }, 'invalid_request');
		await sentBack({ code_challenge: `${challengeOf(VERIFIER)}=` }, 'invalid_request');
	});

	test('that the resource has to be named, and to be ours', async () => {
		await sentBack({ resource: undefined }, 'invalid_target');
		for (const resource of ['https://elsewhere.example/mcp', desk.base, `${desk.url}/key`, `${desk.url}/other`, `${desk.url}#x`, `${desk.url}?x`, 'mcp', `${desk.base}/`])
			await sentBack({ resource }, 'invalid_target');
		await sentBack({ resource: [desk.url, 'https://elsewhere.example/mcp'] }, 'invalid_target');
	});

	test('that it asks for no scope there is', async () => {
		await sentBack({ scope: 'everything' }, 'invalid_scope');
		await sentBack({ scope: 'offline_access' }, 'invalid_scope');
		await sentBack({ scope: 'tasks:read "' }, 'invalid_scope');
	});

	test('that a parameter came twice', async () => {
		for (const name of ['response_type', 'code_challenge', 'code_challenge_method', 'scope'])
			await sentBack({ [name]: ['code', 'code'] }, 'invalid_request');
		await sentBack({ state: ['one', 'two'] }, 'invalid_request', { state: null });
	});

	test('at any port of the own machine, and behind a query of its own', async () => {
		await sentBack({ scope: 'everything', redirect_uri: 'http://127.0.0.1:9/callback' }, 'invalid_scope', { to: 'http://127.0.0.1:9/callback' });
		await sentBack({ scope: 'everything', redirect_uri: 'http://127.0.0.1/callback' }, 'invalid_scope', { to: 'http://127.0.0.1/callback' });

		const { client_id } = await register(desk, { redirect_uris: ['https://client.example/cb?kept=yes'] });
		const { headers } = await ask({ client_id, redirect_uri: 'https://client.example/cb?kept=yes', scope: 'everything' });
		const sent = new URL(headers.location).searchParams;

		assert.equal(sent.get('kept'), 'yes');
		assert.equal(sent.get('error'), 'invalid_scope');
	});

	test('with its state, however strange', async () => {
		const state = 'ä & = # \u2028"<>%0d%0aSet-Cookie: x=1';

		await sentBack({ scope: 'everything', state }, 'invalid_scope', { state });
		await sentBack({ scope: 'everything', state: undefined }, 'invalid_scope', { state: null });
	});

	test('when nobody may be asked and nobody is signed in', async () => {
		await sentBack({ prompt: 'none' }, 'login_required');
	});
});

describe('a request that is right', () => {
	test('yields a code with state and iss', async () => {
		const sent = await allow(desk, authorizeUrl(desk, client, VERIFIER));

		assert.deepEqual(Object.keys(sent).sort(), ['code', 'iss', 'state']);
		assert.equal(sent.iss, `${desk.base}/auth`);
	});

	test('may leave out scope, and the only redirect address there is', async () => {
		const sent = await allow(desk, authorizeUrl(desk, client, VERIFIER, { scope: undefined, redirect_uri: undefined }));

		assert.ok(sent.code);
	});

	test('may spell the host in capitals, and end the resource with a slash', async () => {
		for (const resource of [desk.url.replace('http:', 'HTTP:'), `${desk.url}/`]) {
			const sent = await allow(desk, authorizeUrl(desk, client, VERIFIER, { resource }));

			assert.ok(sent.code);
			assert.equal(await desk.value('SELECT resource FROM oauth_code ORDER BY expires_at DESC LIMIT 1'), desk.url);
		}
	});

	test('may ask for more than there is', async () => {
		const sent = await allow(desk, authorizeUrl(desk, client, VERIFIER, { scope: 'openid profile tasks:read' }));

		assert.ok(sent.code);
		assert.equal(await desk.value('SELECT scopes FROM oauth_code ORDER BY expires_at DESC LIMIT 1'), 'tasks:read,offline_access');
	});

	test('comes by GET', async () => {
		assert.equal((await httpRequest(`${desk.base}/auth/authorize`, { method: 'PUT' })).status, 405);
	});
});
