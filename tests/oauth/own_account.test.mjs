/*
 * What a person changes about the own account at /auth/, and what is refused there. The way through it in a browser
 * is tested in tests/browser.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Hand, PASSWORD, TRUSTS_US, elsewhere } from '../browser/desk.mjs';
import { httpRequest } from '../support/installation.mjs';
import { addPerson, callByToken, callWith, newTokens, refresh, register, refused, startDesk } from './grants.mjs';

const NEW = 'five other words in line';
const FREE_TRIES = 5;

let desk, account, passwordPage, detailsPage;

before(async () => {
	desk = await startDesk({ people: {}, settings: [TRUSTS_US] });
	account = `${desk.base}/auth/`;
	passwordPage = `${account}?page=password`;
	detailsPage = `${account}?page=details`;
});

after(() => desk?.stop());

let last = 0;

/* Somebody new, signed in from a place of the own. */
async function person() {
	const email = `own-${last += 1}@example.com`;
	const hand = elsewhere(desk);

	await addPerson(desk, email, 'Some Body');
	assert.equal((await hand.signIn(account, email)).status, 303);
	await hand.send(account);
	return Object.assign(hand, { email });
}

const changePassword = (hand, fields = {}) => hand.submit(passwordPage,
	{ action: 'change_password', password: PASSWORD, new_password: NEW, new_password_again: fields.new_password ?? NEW, ...fields });

const changeDetails = (hand, fields) => hand.submit(detailsPage, { action: 'change_details', name: 'Some Body', time_zone: 'UTC', ...fields });

const kept = async (hand) => (await desk.sql(`SELECT name, time_zone, password_hash FROM user WHERE email = '${hand.email}'`))[0];
const signsIn = async (email, password) => (await elsewhere(desk).signIn(account, email, password)).status === 303;
const isSignedIn = async (hand) => /<h1>Your account<\/h1>/.test((await hand.send(account)).body);

/* What the page says is wrong with which fields. */
const mistakes = (answer) => Object.fromEntries([...answer.body.matchAll(/<p class="mistake" id="(\w+)-note">([^<]*)/g)].map(([, name, text]) => [name, text]));

/* Nothing is wrong with the form; the status with which it was refused, and that all is as it was. */
async function refusedWith(status, hand, answer, was) {
	assert.equal(answer.status, status, answer.body);
	assert.deepEqual(await kept(hand), was);
	assert.ok(!answer.body.includes(PASSWORD) && !answer.body.includes(NEW), 'the page repeats a password');
}

describe('the password', () => {
	test('is another one from now on', async () => {
		const hand = await person();
		const answer = await changePassword(hand);

		assert.equal(answer.status, 200);
		assert.match(answer.body, /<h1>Your password was changed<\/h1>/);
		assert.equal(await signsIn(hand.email, NEW), true);
		assert.equal(await signsIn(hand.email, PASSWORD), false);
	});

	test('signs out every other browser, and leaves this one another cookie', async () => {
		const hand = await person();
		const other = elsewhere(desk);
		const cookie = hand.cookies.get('taskdesk_session');

		await other.signIn(account, hand.email);
		assert.equal(await isSignedIn(other), true);
		await changePassword(hand);
		assert.equal(await isSignedIn(other), false);
		assert.equal(await isSignedIn(hand), true);
		assert.notEqual(hand.cookies.get('taskdesk_session'), cookie);
		hand.cookies.set('taskdesk_session', cookie);
		assert.equal(await isSignedIn(hand), false);
	});

	test('leaves this browser known to the account, and no other', async () => {
		const hand = await person();
		const other = elsewhere(desk);

		await other.signIn(account, hand.email);
		await changePassword(hand);
		for (let i = 0; i < FREE_TRIES; i++)
			assert.equal(await signsIn(hand.email, 'a wrong password'), false);
		await desk.sql(`UPDATE guess SET next_at = next_at + INTERVAL 1 HOUR WHERE tries >= ${FREE_TRIES}`);
		hand.cookies.delete('taskdesk_session');
		other.cookies.delete('taskdesk_session');
		assert.equal((await other.signIn(account, hand.email, NEW)).status, 429);
		assert.equal((await hand.signIn(account, hand.email, NEW)).status, 303);
	});

	test('revokes what applications were given, of nobody else, and leaves API keys alone', async () => {
		const [hand, neighbour] = [await person(), await person()];
		const client = await register(desk);
		const tokens = await newTokens(desk, client, {}, { email: hand.email });
		const others = await newTokens(desk, client, {}, { email: neighbour.email });
		const key = (await desk.administer('key', 'create', 'Own', '--scopes', 'read', '--user', hand.email)).trim();

		await changePassword(hand);
		assert.equal((await callByToken(desk, tokens.access_token)).status, 401);
		refused(await refresh(desk, client, tokens.refresh_token), 'invalid_grant');
		assert.equal((await callByToken(desk, others.access_token)).status, 200);
		assert.equal((await callWith(desk, `Bearer ${key}`)).status, 200);
	});

	test('stands in the log and in the activity, and no password with it', async () => {
		const hand = await person();
		const id = await desk.value(`SELECT id FROM user WHERE email = '${hand.email}'`);

		await changePassword(hand, { password: 'a wrong password' });
		await changePassword(hand);
		assert.match(desk.logText(), /info password_change_refused .*reason=denied/);
		assert.match(desk.logText(), new RegExp(`info password_changed .*user=${id}`));
		assert.ok(![PASSWORD, NEW, 'a wrong password'].some((text) => desk.logText().includes(text)));
		assert.deepEqual(await desk.sql(`SELECT a.actor_id, a.action, c.field, c.before_value, c.after_value FROM activity a
			JOIN activity_change c ON c.activity_id = a.id WHERE a.entity = 'user' AND a.entity_id = ${id}`),
		[[id, 'update', 'password', 'NULL', 'NULL']]);
	});

	const unsound = {
		'no present one': [{ password: '' }, ['password']],
		'a short one': [{ new_password: 'short' }, ['new_password']],
		'a long one': [{ new_password: 'x'.repeat(201) }, ['new_password']],
		'none': [{ new_password: '', new_password_again: '' }, ['new_password']],
		'the present one': [{ new_password: PASSWORD }, ['new_password']],
		'one that was typed differently the second time': [{ new_password_again: `${NEW}!` }, ['new_password_again']],
		'one that was typed once': [{ new_password_again: '' }, ['new_password_again']],
	};

	for (const [what, [fields, wrong]] of Object.entries(unsound)) {
		test(`is not changed for ${what}, said beside the field`, async () => {
			const hand = await person();
			const was = await kept(hand);
			const answer = await changePassword(hand, fields);

			assert.deepEqual(Object.keys(mistakes(answer)), wrong);
			await refusedWith(400, hand, answer, was);
		});
	}

	test('is not changed by who does not know the present one', async () => {
		const hand = await person();
		const was = await kept(hand);
		const answer = await changePassword(hand, { password: 'a wrong password' });

		assert.match(mistakes(answer).password, /not your present password/);
		await refusedWith(403, hand, answer, was);
	});

	test('can be guessed at no more often than at the entrance, and the tries count together', async () => {
		const hand = await person();
		const was = await kept(hand);

		hand.cookies.delete('taskdesk_known');
		for (let i = 1; i < FREE_TRIES; i++)
			assert.equal((await changePassword(hand, { password: `wrong password ${i}` })).status, 403);
		assert.equal(await signsIn(hand.email, 'wrong at the entrance'), false);
		await desk.sql(`UPDATE guess SET next_at = next_at + INTERVAL 1 HOUR WHERE tries >= ${FREE_TRIES}`);

		const answer = await changePassword(hand);

		assert.ok(Number(answer.headers['retry-after']) > 0);
		assert.match(answer.body, /too many attempts/);
		await refusedWith(429, hand, answer, was);
		await desk.sql('UPDATE guess SET next_at = UTC_TIMESTAMP(3)');
		assert.equal((await changePassword(hand)).status, 200);
	});

	test('is not changed by a browser that was signed out since', async () => {
		const hand = await person();
		const was = await kept(hand);

		await hand.send(passwordPage);
		await desk.sql(`DELETE s FROM browser_session s JOIN user u ON u.id = s.user_id WHERE u.email = '${hand.email}'`);
		assert.match((await changePassword(hand)).body, /<h1>Sign in<\/h1>/);
		assert.deepEqual(await kept(hand), was);
	});
});

describe('name and time zone', () => {
	test('are other ones from now on, and the page shows them', async () => {
		const hand = await person();
		const answer = await changeDetails(hand, { name: 'Ada <King>', time_zone: 'Asia/Tokyo' });

		assert.equal(answer.status, 303);
		assert.equal(answer.headers.location, account);

		const page = await hand.send(account);

		assert.match(page.body, /Ada &lt;King&gt;/);
		assert.match(page.body, /Asia\/Tokyo/);
		assert.deepEqual((await kept(hand)).slice(0, 2), ['Ada <King>', 'Asia/Tokyo']);
		assert.match(desk.logText(), /info details_changed/);
	});

	test('leave alone what is as it was', async () => {
		const hand = await person();
		const version = () => desk.value(`SELECT version FROM user WHERE email = '${hand.email}'`);
		const was = await version();

		assert.equal((await changeDetails(hand, {})).status, 303);
		assert.equal(await version(), was);
	});

	const unsound = {
		'no name': [{ name: ' ' }, 'name', /Fill in a name/],
		'a long name': [{ name: 'x'.repeat(201) }, 'name', /at most 200/],
		'a place without its continent': [{ time_zone: 'Berlin' }, 'time_zone', /did you mean Europe\/Berlin\?$/],
		'a mistyped time zone': [{ time_zone: 'America/New York' }, 'time_zone', /did you mean America\/New_York\?$/],
		'another word as time zone': [{ time_zone: 'Mars/Base' }, 'time_zone', /There is no time zone .*send a name like Europe\/Berlin, or UTC\.$/],
		'no time zone': [{ time_zone: '' }, 'time_zone', /Fill in a time zone/],
	};

	for (const [what, [fields, wrong, sentence]] of Object.entries(unsound)) {
		test(`are refused for ${what}, beside the field, and what was typed is kept`, async () => {
			const hand = await person();
			const was = await kept(hand);
			const answer = await changeDetails(hand, { name: 'Typed Anew', ...fields });

			assert.equal(answer.status, 400);
			assert.deepEqual(Object.keys(mistakes(answer)), [wrong]);
			assert.match(mistakes(answer)[wrong], sentence);
			assert.ok(fields.name || answer.body.includes('value="Typed Anew"'));
			assert.deepEqual(await kept(hand), was);
		});
	}
});

describe('a form of the account\'s page', () => {
	for (const [what, change] of Object.entries({ password: changePassword, details: (hand, fields) => changeDetails(hand, { name: 'Other', ...fields }) })) {
		test(`for the ${what} does nothing when it is not ours`, async () => {
			const hand = await person();
			const was = await kept(hand);
			const answer = await change(hand, { form_token: 'A'.repeat(43) });

			assert.match(answer.body, /nothing was done/);
			await refusedWith(403, hand, answer, was);
		});

		test(`for the ${what} does nothing for who is not signed in`, async () => {
			const stranger = elsewhere(desk);

			await stranger.send(account);
			assert.match((await change(stranger)).body, /<h1>Sign in<\/h1>/);
		});
	}

	test('is not there where people live at an outside provider', async () => {
		const outside = await startDesk({ people: {}, settings: ['oauth = outside', 'issuer_url = https://login.example',
			'setup_proxies = on', 'client_id = the-desk', 'client_secret = only-for-tests-of-pages'] });

		try {
			for (const page of ['', '?page=password', '?page=details'])
				assert.equal((await httpRequest(`${outside.base}/auth/${page}`)).status, 404);
			assert.equal((await new Hand(outside).submit(`${outside.base}/auth/?page=password`, { action: 'change_password' })).status, 404);
		} finally {
			await outside.stop();
		}
	});
});
