/*
 * Accounts that people make for themselves.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Hand, PASSWORD, TRUSTS_US, addClient, authorizeUrl, elsewhere, isConsent, isSignIn, startDesk } from './desk.mjs';

const WEB = 'https://client.example/callback';
const ADA = 'ada@example.com';

let desk, url;

before(async () => {
	desk = await startDesk({ people: { [ADA]: 'Ada Lovelace' }, settings: [TRUSTS_US] });
	url = authorizeUrl(desk, await addClient(desk, { redirectUris: [WEB] }), WEB);
});

after(() => desk?.stop());

describe('a new account', () => {
	const wanted = { action: 'sign_up', name: 'New Person', password: PASSWORD, time_zone: 'Europe/Berlin' };
	const page = () => `${url}&page=sign_up`;

	async function signUp(fields, hand = elsewhere(desk)) {
		await hand.send(page());
		return hand.submit(page(), { ...wanted, ...fields });
	}

	test('is made, signed in, and leads on to what it was made for', async () => {
		const hand = elsewhere(desk);
		const answer = await signUp({ email: 'New@Example.com' }, hand);

		assert.equal(answer.status, 303);
		assert.equal(answer.headers.location.includes('page='), false);
		assert.ok(isConsent(await hand.send(answer.headers.location)));
		assert.deepEqual(await desk.sql("SELECT name, time_zone, created_by FROM user WHERE email = 'new@example.com'"),
			[['New Person', 'Europe/Berlin', '1']]);
		assert.equal((await elsewhere(desk).signIn(url, 'new@example.com')).status, 303);
	});

	test('is refused where one is there, and what was typed is kept but for the password', async () => {
		const answer = await signUp({ email: ADA });

		assert.equal(answer.status, 409);
		assert.match(answer.body, /aria-describedby="email-note" aria-invalid="true"/);
		assert.match(answer.body, /value="New Person"/);
		assert.ok(!answer.body.includes(PASSWORD));
	});

	for (const [field, value] of [['email', 'nonsense'], ['name', ' '], ['password', 'short'], ['time_zone', 'Mars/Base']]) {
		test(`is refused for a wrong ${field}, beside the field`, async () => {
			const answer = await signUp({ email: 'other@example.com', [field]: value });

			assert.equal(answer.status, 400);
			assert.match(answer.body, new RegExp(`id="${field}-note"`));
			assert.equal(answer.body.match(/aria-invalid="true"/g).length, 1);
			assert.equal(await desk.value("SELECT COUNT(*) FROM user WHERE email = 'other@example.com'"), '0');
		});
	}

	test('cannot be made again and again from one network', async () => {
		const hand = elsewhere(desk);
		const seen = [];

		for (let i = 0; i < 6; i++) {
			hand.cookies.clear();
			seen.push((await signUp({ email: `crowd-${i}@example.com` }, hand)).status);
		}
		assert.deepEqual(seen, [303, 303, 303, 303, 303, 429]);
	});

	test('is the administrator\'s business where registration is off', async () => {
		const closed = await startDesk({ settings: ['registration = off'] });

		try {
			const there = authorizeUrl(closed, await addClient(closed, { redirectUris: [WEB] }), WEB);
			const hand = new Hand(closed);
			const shown = await hand.send(`${there}&page=sign_up`);

			assert.ok(isSignIn(shown));
			assert.ok(!shown.body.includes('Create an account'));
			await hand.submit(there, { ...wanted, email: 'sneaky@example.com' });
			assert.equal(await closed.value("SELECT COUNT(*) FROM user WHERE email = 'sneaky@example.com'"), '0');
		} finally {
			await closed.stop();
		}
	});
});
