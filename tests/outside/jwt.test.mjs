/*
 * Tokens of an outside provider, checked by their signatures: who comes in with them, and which of them do not count.
 */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';

import * as jose from 'jose';

import { addPerson } from '../browser/desk.mjs';
import { httpRequest, rpcRequest, startInstallation } from '../support/installation.mjs';
import { OutsideProvider, tokensOf } from './provider.mjs';
import { makeCertificate } from './stranger.mjs';

let desk, provider;

function settings(extra = {}) {
	return Object.entries({
		oauth: 'outside', issuer_url: provider.issuer, provider_ca: provider.certificate, ...extra,
	}).flatMap(([name, value]) => ['--set', `${name} = ${value}`]);
}

before(async () => {
	provider = await OutsideProvider.start(await makeCertificate());
	desk = await startInstallation('lighttpd-fcgi', '--workers', '3', ...settings());
	await provider.serve(desk);
	await addPerson(desk, 'ada@example.com', 'Ada of the Desk');
});

after(async () => {
	await Promise.all([desk?.stop(), provider?.stop()]);
});

/* A tool call with a token; { status, headers, result }. */
async function call(token, name = 'whoami', toolArguments = {}, { at = desk, url = at.url } = {}) {
	const request = rpcRequest({ key: 'none' }, 'tools/call', { name, arguments: toolArguments });

	delete request.headers['X-API-Key'];
	if (token)
		request.headers.Authorization = `Bearer ${token}`;
	const answer = await httpRequest(url, request);

	return { ...answer, result: answer.json?.result?.structuredContent };
}

async function refused(token, words, options) {
	const answer = await call(token, 'whoami', {}, options);

	assert.equal(answer.status, 401, answer.body);
	assert.match(answer.headers['www-authenticate'], /^Bearer error="invalid_token", error_description="/);
	assert.match(answer.headers['www-authenticate'], words);
}

test('sends clients to the provider', async () => {
	const answer = await call();
	const metadataUrl = /resource_metadata="([^"]+)"/.exec(answer.headers['www-authenticate'])[1];
	const metadata = (await httpRequest(metadataUrl)).json;

	assert.equal(answer.status, 401);
	assert.match(answer.headers['www-authenticate'], /scope="tasks:read tasks:write"/);
	assert.equal(metadata.resource, desk.url);
	assert.deepEqual(metadata.authorization_servers, [provider.issuer]);
	assert.deepEqual(metadata.scopes_supported, ['tasks:read', 'tasks:write']);
});

test('has no authorization server of its own then', async () => {
	for (const path of ['/.well-known/oauth-authorization-server', '/.well-known/oauth-authorization-server/auth', '/auth/authorize',
		'/auth/jwks.json', '/.well-known/openid-configuration/auth'])
		assert.equal((await httpRequest(`${desk.base}${path}`)).status, 404, path);
	assert.equal((await httpRequest(`${desk.base}/auth/token`, { method: 'POST' })).status, 404);
});

test('knows a person who signed in there by the e-mail address that the provider has verified', async () => {
	const { access_token: token } = await tokensOf(provider, 'ada');
	const answer = await call(token);

	assert.equal(answer.status, 200, answer.body);
	assert.equal(answer.result.user.email, 'ada@example.com');
	assert.equal(answer.result.user.name, 'Ada of the Desk');
});

test('accepts RSA signatures too', async () => {
	assert.equal((await call(await provider.sign({}, { alg: 'RS256' }))).status, 200);
});

test('goes on knowing a person whose e-mail address has changed', async () => {
	const token = await provider.sign({ email: 'countess@example.com' });

	assert.equal((await call(token)).result.user.email, 'ada@example.com');
});

test('takes nobody for the owner of an address that is not verified', async () => {
	for (const verified of [false, undefined, 'true', 1]) {
		const answer = await call(await provider.sign({ sub: 'mallory', email_verified: verified }));

		assert.equal(answer.status, 403, answer.body);
		assert.match(answer.body, /no account here/);
	}
});

test('has no account for strangers unless it is told to make them', async () => {
	const answer = await call(await provider.sign({ sub: 'grace', email: 'grace@example.com' }));

	assert.equal(answer.status, 403, answer.body);
	assert.match(answer.body, /ask the administrator/);
	assert.equal(await desk.value("SELECT COUNT(*) FROM user WHERE email = 'grace@example.com'"), '0');
});

test('knows whom the administrator has bound, and no longer after', async () => {
	const token = await provider.sign({ sub: 'robot', email: undefined });

	await desk.administer('user', 'bind', 'ada@example.com', '--subject', 'robot');
	assert.equal((await call(token)).result.user.email, 'ada@example.com');
	await desk.administer('user', 'unbind', '--subject', 'robot');
	assert.equal((await call(token)).status, 403);
});

test('lets nobody be the system user', async () => {
	const answer = await call(await provider.sign({ sub: 'root', email: 'system@taskdesk.invalid' }));

	assert.equal(answer.status, 403, answer.body);
});

test('refuses a person who was deleted', async () => {
	await addPerson(desk, 'gone@example.com', 'Gone');
	const token = await provider.sign({ sub: 'gone', email: 'gone@example.com' });

	assert.equal((await call(token)).status, 200);
	await desk.sql("UPDATE user SET deleted_at = UTC_TIMESTAMP() WHERE email = 'gone@example.com'");
	assert.equal((await call(token)).status, 403);
});

test('lets nobody act as somebody else with a token', async () => {
	const request = rpcRequest({ key: 'none' }, 'tools/call', { name: 'whoami', arguments: {} },
		{ user: 'somebody@example.com', headers: { Authorization: `Bearer ${await provider.sign()}` } });

	delete request.headers['X-API-Key'];
	assert.equal((await httpRequest(desk.url, request)).status, 403);
});

test('allows what the token was granted and says what is missing', async () => {
	const reading = await provider.sign({ scope: 'tasks:read' });
	const created = await call(reading, 'create_workspace', { name: 'Not Allowed' });

	assert.equal((await call(reading, 'list_workspaces')).status, 200);
	assert.equal(created.status, 403, created.body);
	assert.match(created.headers['www-authenticate'], /error="insufficient_scope".*scope="tasks:write"/);
	assert.equal((await call(await provider.sign(), 'create_workspace', { name: 'Allowed' })).status, 200);
});

test('reads scopes in a list called scp', async () => {
	assert.equal((await call(await provider.sign({ scope: undefined, scp: ['tasks:read'] }), 'list_workspaces')).status, 200);
	assert.equal((await call(await provider.sign({ scope: undefined }), 'list_workspaces')).status, 403);
});

const now = () => Math.floor(Date.now() / 1000);

const wrongClaims = {
	'of another issuer': [() => ({ iss: 'https://issuer.example' }), /another issuer/],
	'of an issuer with a slash more': [() => ({ iss: `${provider.issuer}/` }), /another issuer/],
	'for another audience': [() => ({ aud: 'https://api.example' }), /another audience/],
	'for the client, as ID tokens are': [() => ({ aud: 'direct' }), /another audience/],
	'for our address without the endpoint': [() => ({ aud: desk.base }), /another audience/],
	'for nobody': [() => ({ aud: undefined }), /another audience/],
	'that has expired': [() => ({ exp: now() - 60 }), /expired/],
	'that never expires': [() => ({ exp: undefined }), /when it expires/],
	'that is not valid yet': [() => ({ nbf: now() + 120 }), /not valid yet/],
	'that nobody sends': [() => ({ sub: undefined }), /whose it is/],
};

for (const [what, [changes, words]] of Object.entries(wrongClaims))
	test(`refuses a token ${what}`, async () => refused(await provider.sign(changes()), words));

test('refuses an ID token of the same sign-in', async () => {
	const { id_token: token } = await tokensOf(provider, 'ada');

	await refused(token, /another audience/);
});

test('refuses a token without a signature', async () => {
	const [, claims] = (await provider.sign()).split('.');

	for (const alg of ['none', 'None', 'NONE']) {
		const header = Buffer.from(JSON.stringify({ alg, typ: 'at+jwt' })).toString('base64url');

		await refused(`${header}.${claims}.AA`, /invalid_token/);
	}
});

test('refuses the public key used as a shared secret', async () => {
	const { publicKey, kid } = provider.keys.RS256;
	const [, claims] = (await provider.sign()).split('.');
	const header = Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'at+jwt', kid })).toString('base64url');

	for (const secret of [await jose.exportSPKI(publicKey), JSON.stringify(await jose.exportJWK(publicKey))]) {
		const signature = createHmac('sha256', secret).update(`${header}.${claims}`).digest('base64url');

		await refused(`${header}.${claims}.${signature}`, /algorithm/);
	}
});

test('refuses a token that somebody else signed, whatever key it names', async () => {
	const { privateKey, publicKey } = await jose.generateKeyPair('ES256');

	await refused(await provider.sign({}, { key: privateKey }), /signature is wrong/);
	await refused(await provider.sign({}, { key: privateKey, header: { kid: 'another' } }), /does not publish/);
	await refused(await provider.sign({}, { key: privateKey, header: { jwk: await jose.exportJWK(publicKey), kid: undefined } }), /invalid_token/);
});

test('refuses a token with one letter changed', async () => {
	const token = await provider.sign();
	const [header, claims, signature] = token.split('.');
	const raised = Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(claims, 'base64url')), scope: 'admin' })).toString('base64url');

	assert.equal((await call(token)).status, 200);
	await refused(`${header}.${raised}.${signature}`, /signature is wrong/);
});

test('fetches new keys when the provider changes them, and forgets the old ones', async () => {
	const old = await provider.sign();

	assert.equal((await call(old)).status, 200);
	await provider.changeKeys();
	await desk.sql('UPDATE provider_document SET tried_at = tried_at - INTERVAL 2 MINUTE');
	assert.equal((await call(await provider.sign())).status, 200);
	await refused(old, /does not publish/);
});

test('asks the provider once, however many tokens name unknown keys', async () => {
	await desk.sql('UPDATE provider_document SET tried_at = tried_at - INTERVAL 2 MINUTE');
	const asked = provider.timesAsked('/jwks');
	const tokens = await Promise.all(Array.from({ length: 120 }, (_, i) => provider.sign({}, { header: { kid: `flood-${i}` } })));
	const answers = await Promise.all(tokens.map((token) => call(token)));

	assert.ok(answers.every((answer) => answer.status === 401));
	assert.equal(provider.timesAsked('/jwks'), asked + 1);
	assert.equal((await call(await provider.sign())).status, 200);
});

test('goes on with the keys it has when the provider is away', async () => {
	const { handler } = provider;

	provider.handler = (request) => request.socket.destroy();
	await desk.sql('UPDATE provider_document SET fresh_until = UTC_TIMESTAMP() - INTERVAL 1 HOUR, tried_at = NULL');
	assert.equal((await call(await provider.sign())).status, 200);
	await desk.sql('UPDATE provider_document SET fresh_until = UTC_TIMESTAMP() - INTERVAL 2 DAY, tried_at = NULL');
	const answer = await call(await provider.sign());

	assert.equal(answer.status, 503, answer.body);
	assert.ok(answer.headers['retry-after']);
	provider.handler = handler;
	await desk.sql('UPDATE provider_document SET tried_at = NULL');
	assert.equal((await call(await provider.sign())).status, 200);
});

test('believes no metadata of another issuer', async () => {
	const { handler } = provider;

	provider.handler = (request, response) => {
		response.writeHead(200, { 'Content-Type': 'application/json' });
		response.end(JSON.stringify({ issuer: 'https://other.example', jwks_uri: `${provider.issuer}/jwks` }));
	};
	await desk.sql('DELETE FROM provider_document');
	assert.equal((await call(await provider.sign())).status, 503);
	provider.handler = handler;
	await desk.sql('DELETE FROM provider_document');
	assert.equal((await call(await provider.sign())).status, 200);
});

test('takes API keys beside tokens', async () => {
	assert.equal((await desk.ask('whoami')).user.email, 'system@taskdesk.invalid');
	assert.equal((await call(desk.key)).status, 200);
	await refused('td_notakeyatall', /neither an access token nor a valid API key/);
});

test('makes accounts where it is told to, once, however many calls come first at once', async () => {
	const open = await startInstallation('lighttpd-fcgi', '--workers', '4', ...settings({ create_users: 'on' }));

	try {
		await call(await provider.sign({ aud: open.url }), 'whoami', {}, { at: open });
		const token = await provider.sign({ aud: open.url, sub: 'grace', email: 'Grace@Example.com', name: 'Grace\u202e\nHopper' });
		const answers = await Promise.all(Array.from({ length: 8 }, () => call(token, 'whoami', {}, { at: open })));

		for (const answer of answers)
			assert.equal(answer.status, 200, answer.body);
		assert.equal(answers[0].result.user.email, 'grace@example.com');
		assert.equal(answers[0].result.user.name, 'Grace Hopper');
		assert.equal(new Set(answers.map((answer) => answer.result.user.id)).size, 1);

		const unverified = await call(await provider.sign({ aud: open.url, sub: 'mallory', email: 'grace@example.com', email_verified: false }),
			'whoami', {}, { at: open });

		assert.equal(unverified.status, 200, unverified.body);
		assert.match(unverified.result.user.email, /^[0-9a-f]{20}@outside\.invalid$/);
		assert.equal((await call(await provider.sign({ aud: desk.url, sub: 'grace' }), 'whoami', {}, { at: open })).status, 401);
	} finally {
		await open.stop();
	}
});

test('translates scopes, requires scopes and takes one audience for all, as its settings say', async () => {
	const mapped = await startInstallation('lighttpd-fcgi', ...settings({
		scope_map: 'api.read=tasks:read, api.write=tasks:write', required_scopes: 'api.read', audience: 'urn:our-api',
		email_claim: 'https://desk.example/email', create_users: 'on', token_algorithms: 'RS256',
	}));
	const sign = (changes, options) => provider.sign({
		aud: 'urn:our-api', scope: 'api.read', email: undefined, 'https://desk.example/email': 'linus@example.com',
		'https://desk.example/email_verified': true, ...changes,
	}, { alg: 'RS256', ...options });

	try {
		assert.match((await call(undefined, 'whoami', {}, { at: mapped })).headers['www-authenticate'], /scope="api.read api.write"/);
		const answer = await call(await sign(), 'whoami', {}, { at: mapped });

		assert.equal(answer.status, 200, answer.body);
		assert.equal(answer.result.user.email, 'linus@example.com');
		const created = await call(await sign(), 'create_workspace', { name: 'No' }, { at: mapped });

		assert.match(created.headers['www-authenticate'], /insufficient_scope.*scope="api.write api.read"/);
		assert.equal((await call(await sign({ scope: 'api.read api.write' }), 'create_workspace', { name: 'Yes' }, { at: mapped })).status, 200);
		await refused(await sign({ scope: 'tasks:read tasks:write' }), /lacks scopes that are required here: api.read/, { at: mapped });
		await refused(await sign({ aud: mapped.url }), /another audience/, { at: mapped });
		await refused(await sign({}, { alg: 'ES256' }), /algorithm/, { at: mapped });
	} finally {
		await mapped.stop();
	}
});
