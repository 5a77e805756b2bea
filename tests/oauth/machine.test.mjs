/*
 * Machines: client_credentials, clients that sign for themselves (private_key_jwt), revoking and asking about tokens.
 */
import assert from 'node:assert/strict';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';

import {
	ADA, basic, callByToken, decodeToken, newCode, newTokens, post, refresh, refused, register, signToken, signingKey, startDesk,
} from './grants.mjs';

const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

let desk, machine;

const facts = (output) => Object.fromEntries(output.trim().split('\n').map((line) => line.split(' ')));

before(async () => {
	desk = await startDesk();
	machine = facts(await desk.administer('client', 'add', 'Nightly', '--user', ADA, '--scopes', 'tasks:read,tasks:write'));
});

after(() => desk?.stop());

const now = () => Math.floor(Date.now() / 1000);

describe('a machine', () => {
	const ask = (parameters, client = machine) => post(desk, 'token', { grant_type: 'client_credentials', resource: desk.url, ...parameters }, basic(client));

	test('gets a token by itself, acts as its user and does not stay signed in', async () => {
		const answer = await ask({});

		assert.equal(answer.status, 200, answer.body);
		assert.equal(answer.json.scope, 'tasks:read tasks:write');
		assert.equal(answer.json.refresh_token, undefined);
		assert.equal((await callByToken(desk, answer.json.access_token)).json.result.structuredContent.user.email, ADA);
	});

	test('gets no more than its scopes', async () => {
		assert.equal((await ask({ scope: 'tasks:read' })).json.scope, 'tasks:read');
		assert.equal((await ask({ scope: 'tasks:read admin offline_access' })).json.scope, 'tasks:read');
		refused(await ask({ scope: 'admin' }), 'invalid_scope');
	});

	test('names the resource', async () => {
		refused(await ask({ resource: undefined }), 'invalid_target');
		refused(await ask({ resource: 'https://elsewhere.example/' }), 'invalid_target');
	});

	test('knows its secret', async () => {
		refused(await ask({}, { ...machine, client_secret: 'wrong' }), 'invalid_client', 401);
		refused(await post(desk, 'token', { grant_type: 'client_credentials', resource: desk.url, client_id: machine.client_id }), 'invalid_client', 401);
	});

	test('is entered by the administrator', async () => {
		const other = await register(desk, { token_endpoint_auth_method: 'client_secret_basic' });

		refused(await ask({}, other), 'unauthorized_client');
	});

	test('cannot send people to sign in', async () => {
		refused(await post(desk, 'token', { grant_type: 'authorization_code', code: 'x' }, basic(machine)), 'unauthorized_client');
	});
});

describe('a client that signs for itself', () => {
	let client, key, other;

	const newKey = (kid) => {
		const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

		return { kid, privateJwk: privateKey.export({ format: 'jwk' }), publicJwk: { ...publicKey.export({ format: 'jwk' }), kid } };
	};

	before(async () => {
		key = newKey('one');
		other = newKey('one');
		client = await register(desk, { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [key.publicJwk] } });
	});

	const claims = (more) => ({ iss: client.client_id, sub: client.client_id, aud: `${desk.base}/auth`, exp: now() + 60, jti: randomUUID(), ...more });
	const assertion = (more = {}, { header = {}, by = key } = {}) => signToken({ alg: 'ES256', kid: by.kid, ...header }, claims(more), by.privateJwk);
	const exchange = async (client_assertion, more = {}) =>
		post(desk, 'token', { ...await newCode(desk, client), client_assertion_type: ASSERTION, client_assertion, ...more });

	test('is believed by its signature, and needs not say its id', async () => {
		assert.equal((await exchange(assertion())).status, 200);
		assert.equal((await exchange(assertion({ aud: `${desk.base}/auth/token` }), { client_id: undefined })).status, 200);
		assert.equal((await exchange(assertion({ aud: [`${desk.base}/auth`, 'https://elsewhere.example'] }))).status, 200);
	});

	test('signs anew each time', async () => {
		const once = assertion();

		assert.equal((await exchange(once)).status, 200);
		refused(await exchange(once), 'invalid_client', 401);
		refused(await exchange(assertion({ jti: undefined })), 'invalid_client', 401);
	});

	test('is not believed by what others signed, or for others, or long ago', async () => {
		for (const bad of [
			assertion({}, { by: other }), assertion({ aud: 'https://elsewhere.example' }), assertion({ aud: undefined }), assertion({ exp: now() - 60 }),
			assertion({ exp: undefined }), assertion({ exp: now() + 86400 }), assertion({ iss: 'other' }), assertion({ sub: 'taskdesk-login' }),
			assertion({}, { header: { alg: 'none' } }), assertion().replace(/\.[^.]*$/, '.'), 'a.b.c', 'x',
		]) {
			const answer = await exchange(bad, { client_id: undefined });

			refused(answer, 'invalid_client', 401);
		}
	});

	test('proves itself in this way only', async () => {
		refused(await exchange(undefined, { client_assertion_type: undefined }), 'invalid_client', 401);
		refused(await exchange(assertion(), { client_assertion_type: 'urn:other' }), 'invalid_request');
		refused(await exchange(assertion(), { client_secret: 'x' }), 'invalid_request');
		refused(await exchange(assertion(), { client_id: 'other' }), 'invalid_request');
	});

	test('can be a machine', async () => {
		const file = `${desk.folder}/jwks.json`;

		writeFileSync(file, JSON.stringify({ keys: [key.publicJwk] }));

		const signer = facts(await desk.administer('client', 'add', 'Signer', '--user', ADA, '--auth', 'private_key_jwt', '--jwks', file));
		const answer = await post(desk, 'token', {
			grant_type: 'client_credentials', resource: desk.url, client_assertion_type: ASSERTION,
			client_assertion: assertion({ iss: signer.client_id, sub: signer.client_id }),
		});

		assert.equal(answer.status, 200, answer.body);
	});
});

describe('revoking', () => {
	let client;

	before(async () => { client = await register(desk); });

	for (const kind of ['access_token', 'refresh_token']) {
		test(`by the ${kind} ends both tokens at once`, async () => {
			const tokens = await newTokens(desk, client);

			assert.equal((await callByToken(desk, tokens.access_token)).status, 200);
			assert.equal((await post(desk, 'revoke', { client_id: client.client_id, token: tokens[kind], token_type_hint: 'whatever' })).status, 200);
			assert.equal((await callByToken(desk, tokens.access_token)).status, 401);
			refused(await refresh(desk, client, tokens.refresh_token), 'invalid_grant');
			assert.equal((await post(desk, 'revoke', { client_id: client.client_id, token: tokens[kind] })).status, 200);
		});
	}

	/* The family goes on with the tokens that came after. */
	async function endsWith(old, tokens) {
		assert.equal((await callByToken(desk, tokens.access_token)).status, 200);
		assert.equal((await post(desk, 'revoke', { client_id: client.client_id, token: old })).status, 200);
		assert.equal((await callByToken(desk, tokens.access_token)).status, 401);
		refused(await refresh(desk, client, tokens.refresh_token), 'invalid_grant');
	}

	const expired = (token, key) => {
		const { header, claims } = decodeToken(token);

		return signToken(header, { ...claims, iat: now() - 2000, exp: now() - 1000 }, key);
	};

	test('by an access token that has expired ends what came after', async () => {
		const tokens = await newTokens(desk, client);

		await endsWith(expired(tokens.access_token, await signingKey(desk)), tokens);
	});

	test('by a refresh token that was used ends what came after', async () => {
		const first = await newTokens(desk, client);

		await endsWith(first.refresh_token, (await refresh(desk, client, first.refresh_token)).json);
	});

	test('by an expired access token that somebody else signed ends nothing', async () => {
		const tokens = await newTokens(desk, client);
		const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

		await post(desk, 'revoke', { client_id: client.client_id, token: expired(tokens.access_token, privateKey.export({ format: 'jwk' })) });
		assert.equal((await callByToken(desk, tokens.access_token)).status, 200);
	});

	test('is no question of whether a token exists', async () => {
		for (const token of ['x', 'a.b.c', 'eyJhbGciOiJub25lIn0.e30.', 'A'.repeat(43)])
			assert.equal((await post(desk, 'revoke', { client_id: client.client_id, token })).status, 200);
		refused(await post(desk, 'revoke', { client_id: client.client_id }), 'invalid_request');
	});

	test('is for the client itself', async () => {
		const tokens = await newTokens(desk, client);
		const other = await register(desk);

		refused(await post(desk, 'revoke', { client_id: other.client_id, token: tokens.refresh_token }), 'invalid_grant');
		refused(await post(desk, 'revoke', { client_id: other.client_id, token: expired(tokens.access_token, await signingKey(desk)) }), 'invalid_grant');
		refused(await post(desk, 'revoke', { token: tokens.refresh_token }), 'invalid_client', 401);
		assert.equal((await callByToken(desk, tokens.access_token)).status, 200);
	});
});

describe('asking about a token', () => {
	test('is answered to those whom the administrator entered', async () => {
		const client = await register(desk);
		const tokens = await newTokens(desk, client);
		const about = async (token) => (await post(desk, 'introspect', { token }, basic(machine))).json;
		const access = await about(tokens.access_token);

		assert.equal(access.active, true);
		assert.equal(access.scope, 'tasks:read tasks:write offline_access');
		assert.equal(access.client_id, client.client_id);
		assert.equal(access.username, ADA);
		assert.equal(access.aud, desk.url);
		assert.equal(access.iss, `${desk.base}/auth`);
		assert.ok(access.exp > now());
		assert.equal((await about(tokens.refresh_token)).active, true);

		await post(desk, 'revoke', { client_id: client.client_id, token: tokens.refresh_token });
		assert.deepEqual(await about(tokens.access_token), { active: false });
		assert.deepEqual(await about(tokens.refresh_token), { active: false });
		assert.deepEqual(await about('x'), { active: false });
	});

	test('is answered to others about their own tokens only', async () => {
		const owner = await register(desk, { token_endpoint_auth_method: 'client_secret_basic' });
		const { access_token: foreign } = await newTokens(desk, await register(desk));
		const own = await post(desk, 'token', { ...await newCode(desk, owner), client_id: undefined }, basic(owner));

		assert.equal((await post(desk, 'introspect', { token: own.json.access_token }, basic(owner))).json.active, true);
		assert.deepEqual((await post(desk, 'introspect', { token: foreign }, basic(owner))).json, { active: false });
	});

	test('is not answered to who cannot prove who it is', async () => {
		const client = await register(desk);
		const { access_token: token } = await newTokens(desk, client);

		refused(await post(desk, 'introspect', { client_id: client.client_id, token }), 'invalid_client', 401);
		refused(await post(desk, 'introspect', { token }), 'invalid_client', 401);
		refused(await post(desk, 'introspect', { token }, basic({ ...machine, client_secret: 'wrong' })), 'invalid_client', 401);
	});
});
