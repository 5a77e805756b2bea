/*
 * Access tokens at the MCP endpoint: which count, what whoever brings none is told, and what a
 * token may do.
 */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';

import { httpRequest, rpcRequest, waitUntil } from '../support/installation.mjs';
import { ADA, addPerson, callByToken, callWith, challengeIn, decodeToken, macToken, newTokens, refresh, register, signToken, signingKey,
	startDesk } from './grants.mjs';

const GRACE = 'grace@example.com';
const WORKERS = 3;

let desk, client, tokens, key, header, claims;

before(async () => {
	desk = await startDesk({ workers: WORKERS });
	await addPerson(desk, GRACE, 'Grace Hopper');
	client = await register(desk);
	tokens = await newTokens(desk, client);
	key = await signingKey(desk);
	({ header, claims } = decodeToken(tokens.access_token));
});

after(() => desk?.stop());

/* The one answer to tokens that do not count. */
async function turnedAway(token) {
	const answer = await callByToken(desk, token);
	const challenge = challengeIn(answer);

	assert.equal(answer.status, 401, answer.body);
	assert.equal(challenge.error, 'invalid_token');
	assert.equal(challenge.resource_metadata, `${desk.base}/.well-known/oauth-protected-resource/mcp`);
	assert.ok(challenge.scope);
	assert.ok(!answer.body.includes('"result"'));
	return challenge;
}

describe('accounts', () => {
	/* From a network of the test's own, since all that somebody makes there counts together. */
	test('are made by token no faster than on the page, and by key as ever', async () => {
		const crowd = await startDesk();
		const token = (await newTokens(crowd, await register(crowd))).access_token;
		const make = (call, credential, email) => call(crowd, credential, 'register', { email, name: 'N', password: 'a long pass phrase' });
		const outcomes = [];

		try {
			for (let i = 0; i < 6; i += 1)
				outcomes.push(JSON.parse((await make(callByToken, token, `by-token-${i}@example.com`)).body).result);
			assert.deepEqual(outcomes.map(({ isError }) => isError ?? false), [false, false, false, false, false, true]);
			assert.equal(outcomes[5]._meta['taskdesk/error'].code, 'limited');
			assert.ok(outcomes[5]._meta['taskdesk/error'].retry_after_seconds > 0);
			for (let i = 0; i < 7; i += 1)
				assert.ok(!JSON.parse((await make(callWith, `Bearer ${crowd.key}`, `by-key-${i}@example.com`)).body).result.isError, `by key, ${i}`);
		} finally {
			await crowd.stop();
		}
	});
});

describe('without a credential', () => {
	test('a client is told where to get one, and of no error', async () => {
		const answer = await callWith(desk);
		const challenge = challengeIn(answer);

		assert.equal(answer.status, 401);
		assert.equal(challenge.resource_metadata, `${desk.base}/.well-known/oauth-protected-resource/mcp`);
		assert.equal(challenge.scope, 'tasks:read tasks:write');
		assert.equal(challenge.error, undefined);
	});

	test('a client that only looks around is told the same', async () => {
		for (const method of ['GET', 'HEAD', 'DELETE']) {
			const answer = await httpRequest(desk.url, { method });

			assert.equal(answer.status, 401, method);
			assert.ok(challengeIn(answer).resource_metadata);
		}
		assert.equal((await httpRequest(desk.url, { method: 'POST', body: '' })).status, 401);
		assert.equal((await httpRequest(desk.url, { headers: { 'X-API-Key': desk.key } })).status, 405);
		assert.equal((await httpRequest(`${desk.url}/key`)).status, 405);
	});

	test('the address in the challenge is the configured one, whatever the Host', async () => {
		const answer = await callWith(desk, undefined, 'whoami', {}, { headers: { Host: 'attacker.example' } });

		assert.equal(challengeIn(answer).resource_metadata, `${desk.base}/.well-known/oauth-protected-resource/mcp`);
	});
});

describe('an API key', () => {
	test('goes on working beside tokens, in either header', async () => {
		assert.equal((await httpRequest(desk.url, rpcRequest(desk, 'tools/list', {}))).status, 200);
		assert.equal((await callWith(desk, `Bearer ${desk.key}`)).status, 200);
	});

	test('that is wrong is refused as before in its own header, and challenged as Bearer', async () => {
		const answer = await httpRequest(desk.url, rpcRequest({ key: 'wrong' }, 'tools/list', {}));

		assert.equal(answer.status, 403);
		assert.equal(answer.headers['www-authenticate'], undefined);
		await turnedAway('td_wrong');
	});

	test('beside a token is one credential too many', async () => {
		const answer = await callByToken(desk, tokens.access_token, 'whoami', {}, { headers: { 'x-api-key': desk.key } });

		assert.equal(answer.status, 400);
		assert.equal(answer.json.error, 'two_credentials');
	});
});

describe('/mcp/key', () => {
	const keyUrl = () => `${desk.url}/key`;

	test('takes API keys', async () => {
		assert.equal((await httpRequest(keyUrl(), rpcRequest(desk, 'tools/list', {}))).status, 200);
	});

	test('takes no tokens, and says nothing of OAuth', async () => {
		for (const authorization of [undefined, `Bearer ${tokens.access_token}`, 'Bearer wrong']) {
			const answer = await callWith(desk, authorization, 'whoami', {}, { url: keyUrl() });

			assert.equal(answer.status, 403);
			assert.equal(answer.json.error, 'invalid_api_key');
			assert.equal(answer.headers['www-authenticate'], undefined);
		}
	});
});

describe('a token', () => {
	test('signed by us as we do counts, so that the refusals below are about what they say', async () => {
		assert.equal((await callByToken(desk, signToken(header, { ...claims, jti: `${claims.jti}x` }, key))).status, 200);
	});

	test('signed by somebody else is refused', async () => {
		const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

		await turnedAway(signToken(header, claims, privateKey.export({ format: 'jwk' })));
	});

	test('that was changed is refused', async () => {
		const [head, body, signature] = tokens.access_token.split('.');
		const more = Buffer.from(JSON.stringify({ ...claims, scope: 'admin' })).toString('base64url');

		await turnedAway(`${head}.${more}.${signature}`);
		await turnedAway(`${head}.${body}.${signature.slice(0, -4)}AAAA`);
		await turnedAway(`${head}.${body}.`);
	});

	test('without a signature (alg none) is refused', async () => {
		const [, body] = tokens.access_token.split('.');
		const none = (alg) => Buffer.from(JSON.stringify({ ...header, alg })).toString('base64url');

		for (const alg of ['none', 'None', 'NONE']) {
			await turnedAway(`${none(alg)}.${body}.`);
			await turnedAway(`${none(alg)}.${body}.AAAA`);
		}
	});

	test('made with our public key as a shared secret is refused', async () => {
		const published = (await (await fetch(`${desk.base}/auth/jwks.json`)).json()).keys.find(({ kid }) => kid === header.kid);

		for (const secret of [JSON.stringify(published), published.x, Buffer.from(published.x, 'base64url')])
			await turnedAway(macToken({ ...header, alg: 'HS256' }, claims, secret));
	});

	test('that brings its own key is refused', async () => {
		const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
		const jwk = publicKey.export({ format: 'jwk' });

		await turnedAway(signToken({ ...header, jwk }, claims, privateKey.export({ format: 'jwk' })));
		await turnedAway(signToken({ ...header, kid: undefined, jwk }, claims, privateKey.export({ format: 'jwk' })));
		await turnedAway(signToken({ ...header, jku: 'https://attacker.example/keys' }, claims, privateKey.export({ format: 'jwk' })));
	});

	test('of another type is refused', async () => {
		await turnedAway(signToken({ ...header, typ: 'JWT' }, claims, key));
		await turnedAway(signToken({ ...header, typ: undefined }, claims, key));
	});

	test('for another audience is refused', async () => {
		for (const aud of ['https://elsewhere.example/mcp', desk.base, `${desk.url}/other`, undefined, []])
			await turnedAway(signToken(header, { ...claims, aud }, key));
	});

	test('of another issuer is refused', async () => {
		for (const iss of ['https://elsewhere.example/auth', desk.base, `${desk.base}/auth/`, undefined])
			await turnedAway(signToken(header, { ...claims, iss }, key));
	});

	test('that has expired, or never does, is refused', async () => {
		const now = Math.floor(Date.now() / 1000);

		await turnedAway(signToken(header, { ...claims, exp: now - 60 }, key));
		await turnedAway(signToken(header, { ...claims, exp: undefined }, key));
		await turnedAway(signToken(header, { ...claims, nbf: now + 600 }, key));
	});

	test('about another person, client or family than it was issued for is refused', async () => {
		const grace = await desk.value(`SELECT id FROM user WHERE email = '${GRACE}'`);

		await turnedAway(signToken(header, { ...claims, sub: grace }, key));
		await turnedAway(signToken(header, { ...claims, client_id: 'taskdesk-login' }, key));
		for (const jti of ['999999.x', '0.x', '-1.x', 'x', '', undefined, '99999999999999999999.x'])
			await turnedAway(signToken(header, { ...claims, jti }, key));
	});

	test('claims no more than the person granted', async () => {
		const widened = signToken(header, { ...claims, scope: 'tasks:read tasks:write admin' }, key);
		const scopes = (await callByToken(desk, widened)).json.result.structuredContent.scopes;

		assert.deepEqual(scopes, ['read', 'write']);
		await turnedAway(signToken(header, { ...claims, scope: 'unknown' }, key));
	});

	test('with an unknown key costs no more than one look, however many come', async () => {
		const statements = () => desk.logText().split('\n').filter((line) => line.includes('status=401')).map((line) => Number(line.match(/statements=(\d+)/)[1]));
		/* Each worker has its connection open, and keys at hand: a request's id begins with its worker's. */
		const warm = () => new Set([...desk.logText().matchAll(/request=(\w{8})\w+ .*tool=whoami .*status=200/g)].map(([, worker]) => worker)).size;

		await waitUntil(async () => {
			await Promise.all(Array.from({ length: 60 }, () => callByToken(desk, tokens.access_token)));
			return warm() === WORKERS;
		}, 'every worker has answered');
		const before = statements().length;
		const flood = Array.from({ length: 200 }, (_, i) => signToken({ ...header, kid: `unknown-${i}` }, claims, key));
		const answers = await Promise.all(flood.map((token) => callByToken(desk, token)));

		assert.ok(answers.every(({ status }) => status === 401));
		assert.ok(statements().slice(before).filter((count) => count !== 1).length <= WORKERS);
		assert.equal((await callByToken(desk, tokens.access_token)).status, 200);
	});

	test('that is no token at all is refused', async () => {
		for (const text of ['eyJ.eyJ.eyJ', 'eyJhbGciOiJFUzI1NiJ9..', 'a.b.c', '..', `eyJ${'A'.repeat(6000)}.A.A`, 'eyJhbGciOiJFUzI1NiIsImtpZCI6Ilx1MDAwMCJ9.e30.AAAA'])
			await turnedAway(text);
	});

	test('in the address is not looked at', async () => {
		const answer = await callWith(desk, undefined, 'whoami', {}, { url: `${desk.url}?access_token=${tokens.access_token}` });

		assert.equal(answer.status, 401);
		assert.equal(challengeIn(answer).error, undefined);
	});
});

describe('a good token', () => {
	test('acts as its person and nobody else', async () => {
		const named = (user) => callByToken(desk, tokens.access_token, 'whoami', {}, { headers: { 'X-Mcp-User': user } });

		assert.equal((await named(ADA)).status, 200);
		assert.equal((await named(GRACE)).status, 403);
		assert.equal((await named('nobody@example.com')).status, 403);
	});

	test('needs one statement to be believed', async () => {
		await callByToken(desk, tokens.access_token);

		const line = desk.logText().trim().split('\n').filter((text) => text.includes('tool=whoami') && text.includes('status=200')).pop();

		assert.match(line, /statements=1\b/);
		assert.match(line, /principal="user \d+ access_token \d+"/);
	});

	test('writes, and activity says through which client', async () => {
		const written = await callByToken(desk, tokens.access_token, 'create_workspace', { name: 'By token', idempotency_key: 'once' });
		const again = await callByToken(desk, tokens.access_token, 'create_workspace', { name: 'By token', idempotency_key: 'once' });
		const workspace = written.json.result.structuredContent.workspace;

		assert.ok(workspace?.id, written.body);
		assert.equal(again.json.result.structuredContent.workspace.id, workspace.id);

		const activity = await callByToken(desk, tokens.access_token, 'list_activity', { workspace: 'By token' });

		assert.equal(activity.json.result.structuredContent.activity[0].credential, 'Planner');
	});

	test('does not outlive its person', async () => {
		const mortal = await newTokens(desk, client, {}, { email: GRACE });

		assert.equal((await callByToken(desk, mortal.access_token)).status, 200);
		await desk.sql(`UPDATE user SET deleted_at = UTC_TIMESTAMP(3) WHERE email = '${GRACE}'`);
		await turnedAway(mortal.access_token);
		assert.equal((await refresh(desk, client, mortal.refresh_token)).json.error, 'invalid_grant');
		await desk.sql(`UPDATE user SET deleted_at = NULL WHERE email = '${GRACE}'`);
	});

	test('ends at once with its family, in every process', async () => {
		const brief = await newTokens(desk, client);
		const jti = decodeToken(brief.access_token).claims.jti;
		const calls = () => Promise.all(Array.from({ length: 12 }, () => callByToken(desk, brief.access_token)));

		assert.ok((await calls()).every(({ status }) => status === 200));
		await desk.sql(`UPDATE oauth_family SET revoked_at = UTC_TIMESTAMP(3) WHERE id = ${jti.split('.')[0]}`);
		assert.ok((await calls()).every(({ status }) => status === 401));
	});

	test('ends at once with its client', async () => {
		const doomed = await register(desk);
		const { access_token: token, refresh_token: again } = await newTokens(desk, doomed);

		await desk.sql(`UPDATE oauth_client SET revoked_at = UTC_TIMESTAMP(3) WHERE client_id = '${doomed.client_id}'`);
		await turnedAway(token);
		assert.equal((await refresh(desk, doomed, again)).json.error, 'invalid_client');
	});
});

describe('a token with too few scopes', () => {
	test('is told which it needs', async () => {
		const reader = await newTokens(desk, client, { scope: 'tasks:read' });
		const answer = await callByToken(desk, reader.access_token, 'create_workspace', { name: 'No' });
		const challenge = challengeIn(answer);

		assert.equal(answer.status, 403);
		assert.equal(challenge.error, 'insufficient_scope');
		assert.equal(challenge.scope, 'tasks:write');
		assert.equal(challenge.resource_metadata, `${desk.base}/.well-known/oauth-protected-resource/mcp`);
		assert.equal(answer.json.result.isError, true);
		assert.equal(await desk.value("SELECT COUNT(*) FROM workspace WHERE name = 'No'"), '0');
	});

	test('still reads, and lists what it may do', async () => {
		const reader = await newTokens(desk, client, { scope: 'tasks:read' });

		assert.equal((await callByToken(desk, reader.access_token, 'list_workspaces')).status, 200);
	});

	test('that may write may read as well', async () => {
		const writer = await newTokens(desk, client, { scope: 'tasks:write' });

		assert.equal((await callByToken(desk, writer.access_token, 'list_workspaces')).status, 200);
	});
});

describe('when keys are replaced', () => {
	test('old tokens live on, and new ones have the new key', async () => {
		const old = await newTokens(desk, client);

		await desk.administer('keys', 'rotate');

		const { access_token: token } = await newTokens(desk, client);

		assert.notEqual(decodeToken(token).header.kid, decodeToken(old.access_token).header.kid);
		assert.equal((await callByToken(desk, old.access_token)).status, 200);
		assert.equal((await callByToken(desk, token)).status, 200);
	});

	test('because one leaked, its tokens end at once', async () => {
		const old = await newTokens(desk, client);

		assert.equal((await callByToken(desk, old.access_token)).status, 200);
		await desk.administer('keys', 'rotate', '--distrust');
		await turnedAway(old.access_token);

		const renewed = await refresh(desk, client, old.refresh_token);

		assert.equal((await callByToken(desk, renewed.json.access_token)).status, 200);
	});
});

test('with a signing_secret the keys are sealed, and a new secret needs new keys', async () => {
	const secret = 'a secret that nobody guesses';
	const sealed = await startDesk({ settings: [`signing_secret = ${secret}`] });
	const owner = await register(sealed);

	try {
		const { access_token: token, refresh_token: again } = await newTokens(sealed, owner);

		assert.equal((await callByToken(sealed, token)).status, 200);
		assert.ok(!(await sealed.value('SELECT private_jwk FROM signing_key')).includes('"d"'));

		writeFileSync(sealed.config, readFileSync(sealed.config, 'utf8').replace(secret, `${secret} either`));
		await waitUntil(async () => (await refresh(sealed, owner, again)).status === 500, 'the changed secret is in use');
		assert.match(sealed.logText(), /signing_secret/);
		assert.ok(!sealed.logText().includes(secret));

		await sealed.administer('keys', 'rotate');

		const { access_token: renewed } = await newTokens(sealed, owner);

		assert.equal((await callByToken(sealed, renewed)).status, 200);
		assert.equal((await callByToken(sealed, token)).status, 200);
	} finally {
		await sealed.stop();
	}
});
