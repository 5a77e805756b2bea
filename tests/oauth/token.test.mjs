/*
 * The token endpoint: what is exchanged for what, and what is refused.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';

import {
	ADA, authorizeUrl, basic, callByToken, callWith, decide, decodeToken, newCode, newTokens, newVerifier, post, refresh, refused, register, startDesk,
} from './grants.mjs';

let desk, client;

before(async () => {
	desk = await startDesk();
	client = await register(desk);
});

after(() => desk?.stop());

const tokenCounts = async (token) => (await callByToken(desk, token)).status === 200;

describe('a code', () => {
	test('is exchanged for tokens that act as the person', async () => {
		const answer = await post(desk, 'token', await newCode(desk, client));

		assert.equal(answer.status, 200, answer.body);
		assert.match(answer.headers['cache-control'], /no-store/);
		assert.equal(answer.json.token_type, 'Bearer');
		assert.equal(answer.json.expires_in, 900);
		assert.equal(answer.json.scope, 'tasks:read tasks:write offline_access');

		const called = await callByToken(desk, answer.json.access_token);

		assert.equal(called.json.result.structuredContent.user.email, ADA);
		assert.equal(called.json.result.structuredContent.credential, 'access_token');
	});

	test('gives an access token as RFC 9068 has it', async () => {
		const { access_token: token } = await newTokens(desk, client);
		const { header, claims } = decodeToken(token);
		const published = (await (await fetch(`${desk.base}/auth/jwks.json`)).json()).keys;

		assert.equal(header.alg, 'ES256');
		assert.equal(header.typ, 'at+jwt');
		assert.ok(published.some((key) => key.kid === header.kid));
		assert.equal(claims.iss, `${desk.base}/auth`);
		assert.equal(claims.aud, desk.url);
		assert.equal(claims.client_id, client.client_id);
		assert.equal(claims.sub, await desk.value(`SELECT id FROM user WHERE email = '${ADA}'`));
		assert.equal(claims.scope, 'tasks:read tasks:write offline_access');
		assert.equal(claims.exp - claims.iat, 900);
		assert.ok(claims.jti);
	});

	test('used twice takes back what it was exchanged for', async () => {
		const exchange = await newCode(desk, client);
		const first = (await post(desk, 'token', exchange)).json;

		assert.ok(await tokenCounts(first.access_token));
		refused(await post(desk, 'token', exchange), 'invalid_grant');
		assert.ok(!await tokenCounts(first.access_token));
		refused(await refresh(desk, client, first.refresh_token), 'invalid_grant');
	});

	test('is exchanged once, whoever else tries at the same time', async () => {
		const exchange = await newCode(desk, client);
		const answers = await Promise.all(Array.from({ length: 6 }, () => post(desk, 'token', exchange)));

		assert.equal(answers.filter(({ status }) => status === 200).length, 1);
		assert.equal(answers.filter(({ json }) => json.error === 'invalid_grant').length, 5);
	});

	test('needs the verifier of its challenge', async () => {
		const exchange = await newCode(desk, client);

		refused(await post(desk, 'token', { ...exchange, code_verifier: 'w'.repeat(43) }), 'invalid_grant');
		refused(await post(desk, 'token', { ...exchange, code_verifier: undefined }), 'invalid_request');
		refused(await post(desk, 'token', { ...exchange, code_verifier: 'short' }), 'invalid_grant');
		assert.equal((await post(desk, 'token', exchange)).status, 200);
	});

	test('is good for the redirect address it was sent to', async () => {
		const exchange = await newCode(desk, client);

		refused(await post(desk, 'token', { ...exchange, redirect_uri: 'http://127.0.0.1:7777/other' }), 'invalid_grant');
	});

	test('is good for its own client', async () => {
		const other = await register(desk);

		refused(await post(desk, 'token', { ...await newCode(desk, client), client_id: other.client_id }), 'invalid_grant');
	});

	test('is good for its own resource', async () => {
		const exchange = await newCode(desk, client);

		refused(await post(desk, 'token', { ...exchange, resource: 'https://elsewhere.example/mcp' }), 'invalid_target');
		assert.equal((await post(desk, 'token', { ...exchange, resource: undefined })).status, 200);
	});

	test('expires', async () => {
		const exchange = await newCode(desk, client);

		await desk.sql('UPDATE oauth_code SET expires_at = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE used_at IS NULL');
		refused(await post(desk, 'token', exchange), 'invalid_grant');
	});

	test('that nobody was given is refused', async () => {
		const exchange = await newCode(desk, client);

		refused(await post(desk, 'token', { ...exchange, code: 'A'.repeat(43) }), 'invalid_grant');
		refused(await post(desk, 'token', { ...exchange, code: undefined }), 'invalid_request');
	});

	test('gives no more than the person granted', async () => {
		const tokens = await newTokens(desk, client, {}, { scopes: ['tasks:read'] });

		assert.equal(tokens.scope, 'tasks:read');
		assert.equal(tokens.refresh_token, undefined);
	});
});

describe('what a person unticks', () => {
	const ALL = 'tasks:read tasks:write admin offline_access';
	const READING = ['tasks:read', 'offline_access'];
	let own;

	const tokensFor = (scopes, parameters) => newTokens(desk, own, { scope: ALL, ...parameters }, { scopes });

	beforeEach(async () => { own = await register(desk); });

	test('is withheld with everything that includes it', async () => {
		const tokens = await tokensFor(['tasks:read', 'admin']);

		assert.equal(tokens.scope, 'tasks:read');
		assert.equal((await callByToken(desk, tokens.access_token, 'create_task', { name: 'No' })).status, 403);
	});

	test('leaves nothing where all else includes it', async () => {
		await assert.rejects(tokensFor(['tasks:write', 'admin', 'offline_access']), /Tick at least one/);
	});

	test('later ends what was given with it before', async () => {
		const before = await tokensFor(ALL.split(' '));
		const now = await tokensFor(READING);

		assert.ok(!await tokenCounts(before.access_token));
		refused(await refresh(desk, own, before.refresh_token), 'invalid_grant');
		assert.ok(await tokenCounts(now.access_token));
		assert.equal((await refresh(desk, own, now.refresh_token)).status, 200);
	});

	test('later ends a code that was given with it before', async () => {
		const exchange = await newCode(desk, own, { scope: ALL });

		await tokensFor(READING);
		refused(await post(desk, 'token', exchange), 'invalid_grant');
	});

	test('leaves alone what goes no further, other endpoints, and other clients', async () => {
		const others = await newTokens(desk, client);
		const reading = await tokensFor(READING);
		const readonly = { resource: `${desk.url}/readonly` };
		const elsewhere = (await post(desk, 'token', { ...await newCode(desk, own, readonly), ...readonly })).json;

		await tokensFor(READING);
		assert.ok(await tokenCounts(others.access_token));
		assert.ok(await tokenCounts(reading.access_token));
		assert.equal((await refresh(desk, own, elsewhere.refresh_token)).status, 200);
	});

	test('counts for what was asked for alone', async () => {
		const before = await tokensFor(ALL.split(' '));

		await newTokens(desk, own, { scope: 'tasks:read offline_access' });
		assert.ok(await tokenCounts(before.access_token));
	});

	test('is not meant by a person who denies', async () => {
		const before = await tokensFor(ALL.split(' '));
		const sent = await decide(desk, authorizeUrl(desk, own, newVerifier(), { scope: ALL }), { action: 'deny' });

		assert.equal(sent.error, 'access_denied');
		assert.ok(await tokenCounts(before.access_token));
	});
});

describe('a refresh token', () => {
	test('gives new tokens and is replaced', async () => {
		const first = await newTokens(desk, client);
		const second = (await refresh(desk, client, first.refresh_token)).json;

		assert.notEqual(second.refresh_token, first.refresh_token);
		assert.equal(second.scope, first.scope);
		assert.ok(await tokenCounts(second.access_token));
		assert.equal((await refresh(desk, client, second.refresh_token)).status, 200);
	});

	test('stolen and used again ends the access, for the thief and the client', async () => {
		const first = await newTokens(desk, client);
		const second = (await refresh(desk, client, first.refresh_token)).json;

		refused(await refresh(desk, client, first.refresh_token), 'invalid_grant');
		assert.ok(!await tokenCounts(first.access_token));
		assert.ok(!await tokenCounts(second.access_token));
		refused(await refresh(desk, client, second.refresh_token), 'invalid_grant');
	});

	test('is used once, whoever else tries at the same time', async () => {
		const { refresh_token: token } = await newTokens(desk, client);
		const answers = await Promise.all(Array.from({ length: 6 }, () => refresh(desk, client, token)));

		assert.equal(answers.filter(({ status }) => status === 200).length, 1);
		assert.equal(answers.filter(({ json }) => json.error === 'invalid_grant').length, 5);
	});

	test('is good for its own client', async () => {
		const { refresh_token: token } = await newTokens(desk, client);
		const other = await register(desk);

		refused(await refresh(desk, other, token), 'invalid_grant');
		assert.equal((await refresh(desk, client, token)).status, 200);
	});

	test('can ask for less, not for more', async () => {
		const { refresh_token: token } = await newTokens(desk, client);

		refused(await refresh(desk, client, token, { scope: 'tasks:read admin' }), 'invalid_scope');

		const narrower = (await refresh(desk, client, token, { scope: 'tasks:read' })).json;

		assert.equal(narrower.scope, 'tasks:read');
		assert.equal((await refresh(desk, client, narrower.refresh_token)).json.scope, 'tasks:read tasks:write offline_access');
	});

	test('is good for its own resource', async () => {
		const { refresh_token: token } = await newTokens(desk, client);

		refused(await refresh(desk, client, token, { resource: 'https://elsewhere.example/mcp' }), 'invalid_target');
		assert.equal((await refresh(desk, client, token, { resource: desk.url })).status, 200);
	});

	test('expires', async () => {
		const { refresh_token: token } = await newTokens(desk, client);

		await desk.sql('UPDATE oauth_refresh_token SET expires_at = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE used_at IS NULL');
		refused(await refresh(desk, client, token), 'invalid_grant');
	});

	test('is not given to clients that are not registered for it', async () => {
		const brief = await register(desk, { grant_types: ['authorization_code'] });
		const tokens = await newTokens(desk, brief);

		assert.equal(tokens.refresh_token, undefined);
		assert.equal(tokens.scope, 'tasks:read tasks:write');
		refused(await refresh(desk, brief, 'A'.repeat(43)), 'unauthorized_client');
	});

	test('keeps nothing of itself in the database', async () => {
		const tokens = await newTokens(desk, client);
		const dump = JSON.stringify([await desk.sql('SELECT * FROM oauth_refresh_token'), await desk.sql('SELECT * FROM oauth_code'), await desk.sql('SELECT * FROM oauth_family')]);

		assert.ok(!dump.includes(tokens.refresh_token));
		assert.ok(!desk.logText().includes(tokens.refresh_token));
		assert.ok(!desk.logText().includes(tokens.access_token));
	});
});

describe('a token request', () => {
	test('names a grant type that there is', async () => {
		refused(await post(desk, 'token', { client_id: client.client_id }), 'invalid_request');
		refused(await post(desk, 'token', { client_id: client.client_id, grant_type: 'password', username: 'a', password: 'b' }), 'unsupported_grant_type');
	});

	test('has each parameter once', async () => {
		const exchange = await newCode(desk, client);

		for (const name of ['grant_type', 'code', 'code_verifier', 'client_id'])
			refused(await post(desk, 'token', { ...exchange, [name]: [exchange[name], exchange[name]] }), 'invalid_request');
		refused(await post(desk, 'token', { ...exchange, resource: [desk.url, 'https://elsewhere.example'] }), 'invalid_target');
		assert.equal((await post(desk, 'token', exchange)).status, 200);
	});

	test('is a form of bounded size', async () => {
		refused(await post(desk, 'token', JSON.stringify(await newCode(desk, client)), { 'Content-Type': 'application/json' }), 'invalid_request');
		refused(await post(desk, 'token', 'grant_type=%zz'), 'invalid_request');
		assert.equal((await post(desk, 'token', { grant_type: 'x'.repeat(40000) })).status, 413);
	});

	test('is a POST', async () => {
		assert.equal((await fetch(`${desk.base}/auth/token`)).status, 405);
	});

	test('says who the client is', async () => {
		refused(await post(desk, 'token', { ...await newCode(desk, client), client_id: undefined }), 'invalid_client', 401);
		refused(await post(desk, 'token', { ...await newCode(desk, client), client_id: 'nobody' }), 'invalid_client', 401);
	});
});

describe('a client with a secret', () => {
	for (const method of ['client_secret_basic', 'client_secret_post']) {
		test(`is believed by its secret (${method})`, async () => {
			const owner = await register(desk, { token_endpoint_auth_method: method });
			const exchange = await newCode(desk, owner);
			const [headers, more] = method === 'client_secret_basic' ? [basic(owner), { client_id: undefined }] : [{}, { client_secret: owner.client_secret }];

			refused(await post(desk, 'token', exchange), 'invalid_client', 401);
			refused(await post(desk, 'token', { ...exchange, client_secret: 'wrong' }), 'invalid_client', 401);
			assert.equal((await post(desk, 'token', { ...exchange, ...more }, headers)).status, 200);
		});
	}

	test('is told by WWW-Authenticate when its Basic credentials are wrong', async () => {
		const owner = await register(desk, { token_endpoint_auth_method: 'client_secret_basic' });
		const answer = await post(desk, 'token', await newCode(desk, owner), basic({ ...owner, client_secret: 'wrong' }));

		refused(answer, 'invalid_client', 401);
		assert.match(answer.headers['www-authenticate'], /^Basic /);
		refused(await post(desk, 'token', {}, { Authorization: 'Basic !' }), 'invalid_request');
	});

	test('authenticates in one way', async () => {
		const owner = await register(desk, { token_endpoint_auth_method: 'client_secret_basic' });
		const exchange = await newCode(desk, owner);

		refused(await post(desk, 'token', { ...exchange, client_secret: owner.client_secret }, basic(owner)), 'invalid_request');
		refused(await post(desk, 'token', { ...exchange, client_id: client.client_id }, basic(owner)), 'invalid_request');
	});

	test('that is public has none to send', async () => {
		refused(await post(desk, 'token', { ...await newCode(desk, client), client_secret: 'anything' }), 'invalid_client', 401);
	});
});

test('nothing is served where OAuth is off', async () => {
	const plain = await startDesk({ settings: ['oauth = off'], people: {} });

	try {
		for (const path of ['auth/token', 'auth/register', 'auth/revoke', 'auth/introspect'])
			assert.equal((await post(plain, path.slice(5), {})).status, 404);
		for (const path of ['auth/jwks.json', '.well-known/oauth-protected-resource/mcp', '.well-known/oauth-authorization-server/auth'])
			assert.equal((await fetch(`${plain.base}/${path}`)).status, 404);
		assert.equal((await callWith(plain)).status, 403);
	} finally {
		await plain.stop();
	}
});
