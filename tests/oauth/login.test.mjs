/*
 * The tool login: a token by e-mail address and password, under the same limits on guessing as the sign-in page.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { PASSWORD } from '../browser/desk.mjs';
import { rpc } from '../support/installation.mjs';
import { ADA, addPerson, callByToken, decodeToken, startDesk } from './grants.mjs';

const GRACE = 'grace@example.com';

let desk;

before(async () => {
	desk = await startDesk();
	await addPerson(desk, GRACE, 'Grace Hopper');
});

after(() => desk?.stop());

const login = (email, password, options) => desk.call('login', { email, password }, options);

describe('login', () => {
	test('gives a token that acts as the person', async () => {
		const { structuredContent: token } = await login(` ${ADA.toUpperCase()} `.trim(), PASSWORD);
		const called = await callByToken(desk, token.access_token);

		assert.equal(token.expires_in, 900);
		assert.match(token.use, /'tasks:read tasks:write admin'/);
		assert.ok(token.use.includes(ADA));
		assert.match(token.use, /Authorization: Bearer/);
		assert.ok(token.use.includes(desk.url));
		assert.equal(called.json.result.structuredContent.user.email, ADA);
		assert.equal(called.json.result.structuredContent.credential_name, 'Tool login');
		assert.equal(decodeToken(token.access_token).claims.aud, desk.url);
	});

	test('leaves neither password nor token behind', async () => {
		const { structuredContent: token } = await login(ADA, PASSWORD);
		const dump = JSON.stringify(await desk.sql('SELECT * FROM idempotency')) + desk.logText();

		assert.ok(!dump.includes(token.access_token));
		assert.ok(!dump.includes(PASSWORD));
	});

	test('hands on no more than the calling key may do', async () => {
		const key = (await desk.administer('key', 'create', 'Writer', '--scopes', 'read,write')).trim();
		const { structuredContent: token } = await login(ADA, PASSWORD, { headers: { 'X-API-Key': key } });

		assert.equal(decodeToken(token.access_token).claims.scope, 'tasks:read tasks:write');
	});

	test('is refused to keys that only read', async () => {
		const key = (await desk.administer('key', 'create', 'Reader', '--scopes', 'read')).trim();
		const result = await login(ADA, PASSWORD, { headers: { 'X-API-Key': key } });

		assert.ok(result.isError);
		assert.equal(result._meta['taskdesk/error'].code, 'denied');
	});

	test('says the same about a wrong password and an unknown account, and stops guessing', async () => {
		const wrong = await login(GRACE, 'wrong password');
		const unknown = await login('nobody@example.com', 'wrong password');

		assert.ok(wrong.isError && unknown.isError);
		assert.equal(wrong.content[0].text, unknown.content[0].text);

		let last;

		for (let i = 0; i < 12; i += 1)
			last = await login(GRACE, 'wrong password');
		assert.equal(last._meta['taskdesk/error'].code, 'limited');
		assert.ok(last._meta['taskdesk/error'].retry_after_seconds > 0);
		assert.equal((await login(GRACE, PASSWORD))._meta['taskdesk/error'].code, 'limited');
	});

	test('ends when the password is replaced', async () => {
		const { structuredContent: token } = await login(ADA, PASSWORD);

		await desk.administer('user', 'password', ADA, '--no-password');
		assert.equal((await callByToken(desk, token.access_token)).status, 401);
		assert.ok((await login(ADA, PASSWORD)).isError);
	});
});

test('login is offered where there is signing in, and else not', async () => {
	const listed = async (installation) => (await rpc(installation, 'tools/list')).json.result.tools.map(({ name }) => name);
	const plain = await startDesk({ settings: ['oauth = off'], people: {} });

	try {
		assert.ok((await listed(desk)).includes('login'));
		assert.ok(!(await listed(plain)).includes('login'));
	} finally {
		await plain.stop();
	}
});
