/*
 * The page on which people see what applications may do, and take it back.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { rpc } from '../support/installation.mjs';
import { Hand, PASSWORD, addClient, addPerson, authorizeUrl, postForm, redeem, startDesk } from './desk.mjs';

const WEB = 'https://client.example/callback';

let desk, account;

before(async () => {
	desk = await startDesk({ people: {} });
	account = `${desk.base}/auth/`;
});

after(() => desk?.stop());

let last = 0;

async function person() {
	const email = `person-${last += 1}@example.com`;
	const hand = new Hand(desk);

	await addPerson(desk, email, 'A Person');
	assert.equal((await hand.signIn(account, email)).status, 303);
	await hand.send(account);
	return Object.assign(hand, { email });
}

/* Allows a client; the code it gets. */
async function allow(hand, client) {
	const url = authorizeUrl(desk, client, WEB);
	const answer = await hand.submit(url, { action: 'allow', 'allow tasks:read': 'on', 'allow offline_access': 'on' });

	assert.equal(answer.status, 303, answer.body);
	return new URL(answer.headers.location).searchParams.get('code');
}

const client = (options) => addClient(desk, { redirectUris: [WEB], ...options });

function withdraw(hand, page) {
	return hand.submit(account, { action: 'withdraw', client: page.body.match(/name="client" value="(\d+)"/)[1] });
}

const reads = async (token) => (await rpc(desk, 'tools/list', {}, { headers: { 'X-API-Key': [], Authorization: `Bearer ${token}` } })).status;

describe('an account\'s page', () => {
	test('asks who it is', async () => {
		assert.match((await new Hand(desk).send(account)).body, /<h1>Sign in<\/h1>/);
	});

	test('stands also at the address without a slash', async () => {
		assert.match((await new Hand(desk).send(`${desk.base}/auth`)).body, /<h1>Sign in<\/h1>/);
	});

	test('shows the applications that were allowed, and of nobody else', async () => {
		const [one, other] = [await person(), await person()];

		await allow(one, await client({ name: 'Planner <of one>' }));
		assert.match((await one.send(account)).body, /Planner &lt;of one&gt;/);
		assert.match((await one.send(account)).body, /see your workspaces/);
		assert.doesNotMatch((await one.send(account)).body, /administer/);
		assert.doesNotMatch((await other.send(account)).body, /Planner/);
	});

	test('takes everything back: tokens, renewal, codes and what was remembered', async () => {
		const hand = await person();
		const id = await client();
		const { json: tokens } = await redeem(desk, id, WEB, await allow(hand, id));
		const code = await allow(hand, id);

		assert.equal(await reads(tokens.access_token), 200);
		assert.equal((await withdraw(hand, await hand.send(account))).status, 303);
		assert.match((await hand.send(account)).body, /No application may use/);
		assert.equal(await reads(tokens.access_token), 401);
		assert.equal((await postForm(`${desk.base}/auth/token`, { grant_type: 'refresh_token', client_id: id,
			refresh_token: tokens.refresh_token })).json.error, 'invalid_grant');
		assert.equal((await redeem(desk, id, WEB, code)).json.error, 'invalid_grant');
		assert.match((await hand.send(authorizeUrl(desk, id, WEB, { scope: 'tasks:read' }))).body, /<h1>Allow /);
	});

	test('takes back from one application and one person only', async () => {
		const [hand, other] = [await person(), await person()];
		const [id, kept] = [await client({ name: 'Gone' }), await client({ name: 'Kept' })];
		const { json: others } = await redeem(desk, id, WEB, await allow(other, id));

		await allow(hand, kept);

		const page = await hand.send(account);

		assert.equal((await withdraw(other, { body: page.body })).status, 303);
		assert.match((await hand.send(account)).body, /Kept/);
		assert.match((await other.send(account)).body, /Gone/);
		assert.equal(await reads(others.access_token), 200);
	});

	test('does nothing for a form that is not its own', async () => {
		const hand = await person();
		const id = await client();

		await allow(hand, id);

		const page = await hand.send(account);
		const number = page.body.match(/name="client" value="(\d+)"/)[1];
		const answer = await hand.submit(account, { action: 'withdraw', client: number, form_token: 'A'.repeat(43) });

		assert.equal(answer.status, 403);
		assert.match(answer.body, /nothing was done/);
		assert.match(answer.body, /value="withdraw"/);
	});

	test('does nothing for a client that is none', async () => {
		const hand = await person();

		for (const number of ['', '0', '-1', 'x', '999999999', '99999999999999999999999'])
			assert.equal((await hand.submit(account, { action: 'withdraw', client: number })).status, 303);
	});

	test('signs out everywhere', async () => {
		const hand = await person();
		const second = new Hand(desk);

		await second.signIn(account, hand.email, PASSWORD);
		assert.match((await second.send(account)).body, /<h1>Your account<\/h1>/);
		assert.equal((await hand.submit(account, { action: 'sign_out_everywhere' })).status, 303);
		assert.match((await hand.send(account)).body, /<h1>Sign in<\/h1>/);
		assert.match((await second.send(account)).body, /<h1>Sign in<\/h1>/);
	});
});
