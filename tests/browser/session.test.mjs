/*
 * Sessions and forms, by requests that no browser would send.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { httpRequest } from '../support/installation.mjs';
import { PASSWORD, TRUSTS_US, addClient, addPerson, authorizeUrl, elsewhere, isConsent, isSignIn, startDesk } from './desk.mjs';

const WEB = 'https://client.example/callback';
const ADA = 'ada@example.com';

let desk, url;

before(async () => {
	desk = await startDesk({ people: { [ADA]: 'Ada Lovelace' }, settings: [TRUSTS_US] });
	url = authorizeUrl(desk, await addClient(desk, { redirectUris: [WEB] }), WEB);
});

after(() => desk?.stop());

async function signedIn(email = ADA) {
	const hand = elsewhere(desk);
	const answer = await hand.signIn(url, email);

	assert.equal(answer.status, 303, answer.body);
	await hand.send(url);
	return hand;
}

describe('a session', () => {
	test('has a new cookie after signing in', async () => {
		const hand = elsewhere(desk);

		await hand.send(url);

		const before = hand.cookies.get('taskdesk_session');

		await hand.submit(url, { action: 'sign_in', email: ADA, password: PASSWORD });
		assert.notEqual(hand.cookies.get('taskdesk_session'), before);
		assert.match(hand.cookies.get('taskdesk_session'), /^[\w-]{43}$/);
	});

	test('does not take a cookie that somebody else has chosen', async () => {
		const hand = elsewhere(desk);
		const chosen = 'A'.repeat(43);

		hand.cookies.set('taskdesk_session', chosen);
		await hand.signIn(url, ADA);
		assert.notEqual(hand.cookies.get('taskdesk_session'), chosen);
		hand.cookies.set('taskdesk_session', chosen);
		assert.ok(isSignIn(await hand.send(url)));
	});

	test('is kept as a hash only', async () => {
		const hand = await signedIn();
		const rows = await desk.sql('SELECT HEX(token_hash) FROM browser_session');

		assert.ok(rows.length > 0);
		assert.ok(!rows.flat().includes(Buffer.from(hand.cookies.get('taskdesk_session')).toString('hex').toUpperCase()));
	});

	test('is over after signing out, also for who kept the cookie', async () => {
		const hand = await signedIn();
		const cookie = hand.cookies.get('taskdesk_session');
		const answer = await hand.submit(url, { action: 'sign_out' });

		assert.equal(answer.status, 303);
		assert.match(answer.headers['set-cookie'][0], /taskdesk_session=;.*Max-Age=0/);
		hand.cookies.set('taskdesk_session', cookie);
		assert.ok(isSignIn(await hand.send(url)));
	});

	test('ends the one before when another person signs in', async () => {
		const hand = await signedIn();
		const cookie = hand.cookies.get('taskdesk_session');

		await addPerson(desk, 'second@example.com', 'Second');
		assert.equal((await hand.submit(url, { action: 'sign_in', email: 'second@example.com', password: PASSWORD })).status, 303);
		hand.cookies.set('taskdesk_session', cookie);
		assert.ok(isSignIn(await hand.send(url)));
	});

	test('ends when it was not used for half a day, or is a week old', async () => {
		for (const [column, hours] of [['used_at', 13], ['signed_in_at', 8 * 24]]) {
			const hand = await signedIn();

			assert.ok(isConsent(await hand.send(url)));
			await desk.sql(`UPDATE browser_session SET ${column} = ${column} - INTERVAL ${hours} HOUR`);
			assert.ok(isSignIn(await hand.send(url)), column);
		}
	});

	test('ends with the account', async () => {
		await addPerson(desk, 'leaver@example.com', 'Leaver');

		const hand = await signedIn('leaver@example.com');

		await desk.sql("UPDATE user SET deleted_at = UTC_TIMESTAMP(3) WHERE email = 'leaver@example.com'");
		assert.ok(isSignIn(await hand.send(url)));
	});

	test('is not believed when its cookie comes twice', async () => {
		const hand = await signedIn();
		const cookie = hand.cookies.get('taskdesk_session');
		const answer = await httpRequest(url, { headers: { Cookie: `taskdesk_session=${cookie}; taskdesk_session=${cookie}` } });

		assert.ok(isSignIn(answer));
	});
});

describe('a form', () => {
	const allow = { action: 'allow', 'allow tasks:read': 'on' };

	async function refused(hand, fields, headers) {
		const before = await desk.value('SELECT COUNT(*) FROM oauth_code');
		const answer = await hand.submit(url, fields, headers);

		assert.equal(await desk.value('SELECT COUNT(*) FROM oauth_code'), before);
		return answer;
	}

	test('allows when it is ours', async () => {
		const answer = await (await signedIn()).submit(url, allow);

		assert.equal(answer.status, 303);
		assert.match(answer.headers.location, /^https:\/\/client\.example\/callback\?code=/);
	});

	test('may be an older one of this session, though each page has another', async () => {
		const hand = await signedIn();
		const older = hand.formToken;

		await hand.send(url);
		assert.notEqual(hand.formToken, older);
		assert.equal((await hand.submit(url, { ...allow, form_token: older })).status, 303);
	});

	test('does nothing with a token that was changed', async () => {
		const hand = await signedIn();
		const bytes = Buffer.from(hand.formToken, 'base64url');

		for (const at of [0, 15, 16, 47]) {
			const changed = Buffer.from(bytes);

			changed[at] ^= 1;
			assert.equal((await refused(hand, { ...allow, form_token: changed.toString('base64url') })).status, 403);
		}
	});

	for (const [what, token] of Object.entries({ 'no token': '', 'a wrong token': 'A'.repeat(43), 'a short token': 'A' })) {
		test(`does nothing with ${what}`, async () => {
			const answer = await refused(await signedIn(), { ...allow, form_token: token });

			assert.equal(answer.status, 403);
			assert.ok(isConsent(answer));
		});
	}

	const foreign = {
		'a foreign origin': { Origin: 'https://evil.example' },
		'our host with another scheme': { Origin: 'https://127.0.0.1' },
		'another site': { 'Sec-Fetch-Site': 'cross-site' },
		'a neighbour': { 'Sec-Fetch-Site': 'same-site' },
	};

	for (const [what, headers] of Object.entries(foreign)) {
		test(`does nothing when it comes from ${what}`, async () => {
			assert.equal((await refused(await signedIn(), allow, headers)).status, 403);
		});
	}

	test('may name our own origin, or none because we forbid it', async () => {
		for (const origin of [desk.base, 'null'])
			assert.equal((await (await signedIn()).submit(url, allow, { Origin: origin, 'Sec-Fetch-Site': 'same-origin' })).status, 303);
	});

	test('is refused when it is none, too long, or says a thing twice', async () => {
		const hand = await signedIn();
		const form = `form_token=${hand.formToken}&action=allow&allow+tasks%3Aread=on`;
		const bad = [
			[415, 'application/json', '{}'],
			[415, 'multipart/form-data; boundary=x', form],
			[413, 'application/x-www-form-urlencoded', `${form}&x=${'y'.repeat(20000)}`],
			[400, 'application/x-www-form-urlencoded', `${form}&action=deny`],
			[400, 'application/x-www-form-urlencoded', `${form}&x=%zz`],
			[400, 'application/x-www-form-urlencoded', `${form}&x=%00`],
			[400, 'application/x-www-form-urlencoded', `${form}&x=%ff`],
		];

		for (const [status, type, body] of bad) {
			const answer = await hand.send(url, { method: 'POST', headers: { 'Content-Type': type }, body });

			assert.equal(answer.status, status, body.slice(0, 100));
			assert.equal(answer.headers['content-type'], 'text/html; charset=utf-8');
		}
	});

	test('of a client, which asks by POST, is asked by GET from then on', async () => {
		const [where, query] = url.split('?');
		const answer = await elsewhere(desk).send(where, { method: 'POST', body: query,
			headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: 'https://client.example', 'Sec-Fetch-Site': 'cross-site' } });

		assert.equal(answer.status, 303);
		assert.deepEqual(new URL(answer.headers.location).searchParams.toString().split('&').sort(), query.split('&').sort());
		assert.ok(isSignIn(await elsewhere(desk).send(answer.headers.location)));
	});
});

describe('an installation that is reached by https', () => {
	test('sets its cookie for this host and https alone', async () => {
		const secure = await startDesk({ settings: ['public_url = https://desk.example'] });

		try {
			const answer = await httpRequest(`${secure.base}/auth/authorize?client_id=x`);

			assert.match(answer.headers['set-cookie'][0], /^__Host-taskdesk_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
		} finally {
			await secure.stop();
		}
	});
});

describe('an installation without oauth', () => {
	test('has no such pages', async () => {
		const plain = await startDesk({ settings: ['oauth = off'] });

		try {
			assert.equal((await httpRequest(`${plain.base}/auth/authorize`)).status, 404);
		} finally {
			await plain.stop();
		}
	});
});
