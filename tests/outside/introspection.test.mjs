/*
 * Tokens that mean nothing by themselves: the provider is asked about them.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { addPerson } from '../browser/desk.mjs';
import { httpRequest, rpcRequest, startInstallation } from '../support/installation.mjs';
import { OutsideProvider, Traveller, UPSTREAM_SECRET, tokensOf } from './provider.mjs';
import { makeCertificate } from './stranger.mjs';

const INTROSPECTION = '/token/introspection';

let desk, provider;

before(async () => {
	provider = await OutsideProvider.start(await makeCertificate());
	desk = await startInstallation('lighttpd-fcgi', '--workers', '3', ...Object.entries({
		oauth: 'outside', issuer_url: provider.issuer, provider_ca: provider.certificate, token_check: 'introspection',
		client_id: 'the-desk', client_secret: UPSTREAM_SECRET,
	}).flatMap(([name, value]) => ['--set', `${name} = ${value}`]));
	await provider.serve(desk, { format: 'opaque' });
	await addPerson(desk, 'ada@example.com', 'Ada of the Desk');
});

after(async () => {
	await Promise.all([desk?.stop(), provider?.stop()]);
});

async function call(token, name = 'whoami', toolArguments = {}) {
	const request = rpcRequest({ key: 'none' }, 'tools/call', { name, arguments: toolArguments });

	delete request.headers['X-API-Key'];
	request.headers.Authorization = `Bearer ${token}`;
	const answer = await httpRequest(desk.url, request);

	return { ...answer, result: answer.json?.result?.structuredContent };
}

/* Forgets what the provider said, as it happens by itself within half a minute. */
function forget() {
	return desk.sql('DELETE FROM introspected_token');
}

/* Answers as this provider about every token. */
async function withAnswer(answer, work) {
	const { handler } = provider;

	provider.handler = (request, response) => {
		if (!request.url.startsWith(INTROSPECTION))
			return handler(request, response);
		response.writeHead(200, { 'Content-Type': 'application/json' });
		return response.end(JSON.stringify(answer));
	};
	try {
		await work();
	} finally {
		provider.handler = handler;
		await forget();
	}
}

/* oidc-provider leaves an e-mail address out of its answer, as most do: the subject is bound by the administrator. */
test('knows a person by what the provider answers', async () => {
	const { access_token: token } = await tokensOf(provider, 'ada');

	assert.ok(!token.includes('.'));
	await desk.administer('user', 'bind', 'ada@example.com', '--subject', 'ada');
	const answer = await call(token);

	assert.equal(answer.status, 200, answer.body);
	assert.equal(answer.result.user.email, 'ada@example.com');
});

test('asks once for many calls', async () => {
	const { access_token: token } = await tokensOf(provider, 'ada');
	const asked = provider.timesAsked(INTROSPECTION);

	for (let i = 0; i < 5; i += 1)
		assert.equal((await call(token)).status, 200);
	assert.equal(provider.timesAsked(INTROSPECTION), asked + 1);
	assert.ok(Number(await desk.value('SELECT MAX(TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(), expires_at)) FROM introspected_token')) <= 30);
});

test('refuses a token that was revoked', async () => {
	const { access_token: token } = await tokensOf(provider, 'ada');

	assert.equal((await call(token)).status, 200);
	await new Traveller(provider.certificate).send(`${provider.issuer}/token/revocation`, { form: { token, client_id: 'direct' } });
	await forget();
	const answer = await call(token);

	assert.equal(answer.status, 401);
	assert.match(answer.headers['www-authenticate'], /invalid_token/);
});

test('asks with a secret that no answer or log of ours repeats', async () => {
	const answer = await call('not-a-token');

	assert.equal(answer.status, 401);
	assert.ok(!answer.body.includes(UPSTREAM_SECRET));
	assert.ok(!desk.logText().includes(UPSTREAM_SECRET));
	assert.ok(!desk.logText().includes('not-a-token'));
});

test('refuses a token for another endpoint', async () => {
	const { access_token: token } = await tokensOf(provider, 'ada', { resource: 'https://other.example/mcp' });

	assert.match((await call(token)).headers['www-authenticate'], /another audience/);
});

const wrongAnswers = {
	'that it is not active': [{ active: false }, 401],
	'in words that it is active': [{ active: 'true', sub: 'ada' }, 401],
	'for no audience': [{ active: true, sub: 'ada', aud: undefined }, 401],
	'for another issuer': [{ active: true, sub: 'ada', iss: 'https://other.example' }, 401],
	'that it has expired': [{ active: true, sub: 'ada', exp: 1000 }, 401],
	'for nobody': [{ active: true }, 401],
	'nothing that can be read': ['what?', 503],
};

for (const [what, [said, status]] of Object.entries(wrongAnswers)) {
	test(`refuses a token when the provider says ${what}`, async () => {
		await withAnswer(said.active && !('aud' in said) ? { aud: desk.url, scope: 'tasks:read', ...said } : said, async () => {
			assert.equal((await call(`token-${Math.random()}`)).status, status);
		});
	});
}

test('binds by an e-mail address only where the answer says it is verified', async () => {
	const said = { active: true, aud: [desk.url], scope: 'tasks:read', email: 'ada@example.com' };

	await withAnswer({ ...said, sub: 'new-1' }, async () => assert.equal((await call('opaque-1')).status, 403));
	await withAnswer({ ...said, sub: 'new-2', email_verified: true }, async () => {
		assert.equal((await call('opaque-2')).result.user.email, 'ada@example.com');
	});
});

test('takes API keys without asking the provider', async () => {
	const asked = provider.timesAsked(INTROSPECTION);

	assert.equal((await call(desk.key)).status, 200);
	assert.equal(provider.timesAsked(INTROSPECTION), asked);
});

test('says so when the provider is away', async () => {
	const { handler } = provider;

	provider.handler = (request) => request.socket.destroy();
	const answer = await call('some-token');

	provider.handler = handler;
	assert.equal(answer.status, 503, answer.body);
});

test('asks about only so many tokens that do not count', async () => {
	await desk.sql('DELETE FROM guess');
	const asked = provider.timesAsked(INTROSPECTION);
	const statuses = [];

	for (let i = 0; i < 90; i += 1)
		statuses.push((await call(`flood-${i}`)).status);
	assert.ok(statuses.includes(429), String(statuses));
	assert.ok(provider.timesAsked(INTROSPECTION) - asked <= 60);
	assert.equal((await call(desk.key)).status, 200);
	await desk.sql('DELETE FROM guess');
});

test('takes a good token a minute after many that had expired, and right away while they come now and then', async () => {
	const minutes = (count) => desk.sql(`UPDATE guess SET next_at = next_at - INTERVAL ${count} MINUTE, counted_at = counted_at - INTERVAL ${count} MINUTE`);

	for (let i = 0; i < 70; i += 1)
		await call(`expired-${i}`);
	assert.equal((await call((await tokensOf(provider, 'ada')).access_token)).status, 429);
	await minutes(1);
	assert.equal((await call((await tokensOf(provider, 'ada')).access_token)).status, 200);
	for (let i = 0; i < 70; i += 1) {
		assert.equal((await call(`renewed-${i}`)).status, 401);
		await minutes(1);
	}
	await call('renewed-last');
	assert.equal((await call((await tokensOf(provider, 'ada')).access_token)).status, 200);
	await desk.sql('DELETE FROM guess');
});

test('does not take it out on tokens that the provider was away', async () => {
	await withAnswer('what?', async () => {
		for (let i = 0; i < 70; i += 1)
			assert.equal((await call(`unanswered-${i}`)).status, 503);
	});
	assert.equal((await call((await tokensOf(provider, 'ada')).access_token)).status, 200);
});
