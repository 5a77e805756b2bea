/*
 * Accounts, sessions and guessing, by requests that no browser would send.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';

import { httpRequest } from '../support/installation.mjs';
import { Hand, PASSWORD, addClient, addPerson, authorizeUrl, startDesk } from './desk.mjs';

const WEB = 'https://client.example/callback';
const ADA = 'ada@example.com';
const FREE_TRIES = 5;
const FREE_TRIES_OF_NETWORK = 20;

let desk, url;

before(async () => {
	desk = await startDesk({ people: { [ADA]: 'Ada Lovelace' }, workers: 8, settings: ['trusted_proxies = 127.0.0.1'] });
	url = authorizeUrl(desk, await addClient(desk, { redirectUris: [WEB] }), WEB);
});

after(() => desk?.stop());

let lastNetwork = 0;

/* A browser at a place nobody has guessed from. */
function elsewhere() {
	const hand = new Hand(desk);
	const send = hand.send.bind(hand);

	lastNetwork += 1;
	hand.network = `198.51.100.${lastNetwork}`;
	hand.send = (to, options = {}) => send(to, { ...options, headers: { 'X-Forwarded-For': hand.network, ...options.headers } });
	return hand;
}

async function signedIn(email = ADA) {
	const hand = elsewhere();
	const answer = await hand.signIn(url, email);

	assert.equal(answer.status, 303, answer.body);
	await hand.send(url);
	return hand;
}

const isSignIn = (answer) => /<h1>Sign in<\/h1>/.test(answer.body);
const isConsent = (answer) => /<h1>Allow /.test(answer.body);

describe('a session', () => {
	test('has a new cookie after signing in', async () => {
		const hand = elsewhere();

		await hand.send(url);

		const before = hand.cookies.get('taskdesk_session');

		await hand.submit(url, { action: 'sign_in', email: ADA, password: PASSWORD });
		assert.notEqual(hand.cookies.get('taskdesk_session'), before);
		assert.match(hand.cookies.get('taskdesk_session'), /^[\w-]{43}$/);
	});

	test('does not take a cookie that somebody else has chosen', async () => {
		const hand = elsewhere();
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
		const answer = await elsewhere().send(where, { method: 'POST', body: query,
			headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: 'https://client.example', 'Sec-Fetch-Site': 'cross-site' } });

		assert.equal(answer.status, 303);
		assert.deepEqual(new URL(answer.headers.location).searchParams.toString().split('&').sort(), query.split('&').sort());
		assert.ok(isSignIn(await elsewhere().send(answer.headers.location)));
	});
});

describe('who cannot sign in', () => {
	test('is told so where nothing was filled in', async () => {
		const answer = await elsewhere().signIn(url, ADA, '');

		assert.equal(answer.status, 400);
		assert.match(answer.body, /Fill in/);
	});

	test('can write the address in any case', async () => {
		assert.equal((await elsewhere().signIn(url, '  ADA@Example.COM ')).status, 303);
	});
});

describe('an unknown account', () => {
	const known = [ADA, 'system@taskdesk.invalid'];
	let single, there, hand, worker;

	before(async () => {
		single = await startDesk({ people: { [ADA]: 'Ada Lovelace' }, workers: 1 });
		there = `${single.base}/auth/`;
		hand = new Hand(single);
		await hand.send(there);
		worker = readFileSync(`/proc/${single.server_pid}/task/${single.server_pid}/children`, 'utf8').trim().split(' ')[0];
		/* The first time each statement is prepared as well. */
		await attempt(ADA);
	});

	after(() => single?.stop());

	async function attempt(email) {
		const answer = await hand.submit(there, { action: 'sign_in', email, password: 'not the password at all' });

		/* Nobody has to wait here. */
		await single.sql('DELETE FROM guess');
		return { status: answer.status, text: answer.body.match(/role="alert">([^<]*)/)?.[1] };
	}

	/* What the worker has computed so far, in hundredths of a second. */
	function spent() {
		const fields = readFileSync(`/proc/${worker}/stat`, 'utf8').replace(/.*\) /, '').split(' ');

		return Number(fields[11]) + Number(fields[12]);
	}

	const statements = () => single.logText().match(/http=POST .* statements=(\d+)/g).at(-1).match(/\d+$/)[0];

	test('is answered like a wrong password, after the same statements', async () => {
		const unknown = await attempt('nobody@example.com');
		const count = statements();

		assert.equal(unknown.status, 403);
		for (const email of known) {
			assert.deepEqual(await attempt(email), unknown);
			assert.equal(statements(), count);
		}
	});

	test('costs the hash of a password as a known one does', async () => {
		const costs = {};

		for (const email of [ADA, 'nobody@example.com']) {
			const before = spent();

			for (let i = 0; i < 3; i++)
				await attempt(email);
			costs[email] = spent() - before;
		}
		/* Without the hash it would be a hundredth of it. */
		assert.ok(costs['nobody@example.com'] > costs[ADA] / 2, JSON.stringify(costs));
	});
});

describe('guessing', () => {
	async function guess(email, hand, password = 'a wrong password') {
		if (!hand.formToken)
			await hand.send(url);
		return hand.submit(url, { action: 'sign_in', email, password });
	}

	/* Waits of those who were tried so often last an hour more, so that no test has to be quick. */
	const hold = (tries) => desk.sql(`UPDATE guess SET next_at = next_at + INTERVAL 1 HOUR WHERE tries >= ${tries}`);
	const release = () => desk.sql('UPDATE guess SET next_at = UTC_TIMESTAMP(3)');

	async function person(name) {
		await addPerson(desk, `${name}@example.com`, name);
		return `${name}@example.com`;
	}

	test('at one account is slowed, then stopped, from wherever it comes', async () => {
		const email = await person('guessed');

		for (let i = 0; i < FREE_TRIES; i++)
			assert.equal((await guess(email, elsewhere())).status, 403);
		for (const wait of [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]) {
			await hold(FREE_TRIES);

			const answer = await guess(email, elsewhere());
			const told = Number(answer.headers['retry-after']) - 3600;

			assert.equal(answer.status, 429);
			assert.match(answer.body, /too many attempts/);
			assert.ok(told <= wait && told > wait - 30, `told to wait ${told} of ${wait} seconds`);
			await release();
			assert.equal((await guess(email, elsewhere())).status, 403);
		}
	});

	test('makes even the right password wait, and is forgotten when it came', async () => {
		const email = await person('forgetful');

		for (let i = 0; i < FREE_TRIES; i++)
			await guess(email, elsewhere());
		await hold(FREE_TRIES);
		assert.equal((await guess(email, elsewhere(), PASSWORD)).status, 429);
		await release();
		assert.equal((await guess(email, elsewhere(), PASSWORD)).status, 303);
		assert.equal((await guess(email, elsewhere())).status, 403);
		assert.equal((await guess(email, elsewhere())).status, 403);
	});

	describe('from elsewhere', () => {
		/* An account that others guess at, and a browser that its owner signed in with before. */
		async function besieged(name) {
			const email = await person(name);
			const owner = elsewhere();

			assert.equal((await guess(email, owner, PASSWORD)).status, 303);
			for (let i = 0; i < FREE_TRIES; i++)
				assert.equal((await guess(email, elsewhere())).status, 403);
			await hold(FREE_TRIES);
			assert.equal((await guess(email, elsewhere(), PASSWORD)).status, 429);
			owner.formToken = undefined;
			owner.cookies.delete('taskdesk_session');
			return { email, owner };
		}

		test('does not keep out who signed in with this browser before', async () => {
			const { email, owner } = await besieged('owner');

			assert.equal((await guess(email, owner, PASSWORD)).status, 303);
		});

		test('is no easier with such a browser', async () => {
			const { email, owner } = await besieged('thief');

			for (let i = 0; i < FREE_TRIES; i++)
				assert.equal((await guess(email, owner)).status, 403);
			await hold(FREE_TRIES);
			assert.equal((await guess(email, owner, PASSWORD)).status, 429);
		});

		test('is no easier with the mark of another account, or a made-up one', async () => {
			const { email } = await besieged('marked');
			const { owner } = await besieged('neighbour');
			const mark = owner.cookies.get('taskdesk_known');

			for (const other of [mark, 'A'.repeat(64), 'x', `${mark.slice(0, -1)}A`]) {
				owner.cookies.set('taskdesk_known', other);
				assert.equal((await guess(email, owner, PASSWORD)).status, 429);
			}
		});
	});

	test('at accounts that do not exist is stopped alike', async () => {
		for (let i = 0; i < FREE_TRIES; i++)
			assert.equal((await guess('not-there@example.com', elsewhere())).status, 403);
		await hold(FREE_TRIES);
		assert.equal((await guess('not-there@example.com', elsewhere())).status, 429);
	});

	test('at many accounts from one network is stopped, and others are not', async () => {
		const hand = elsewhere();

		for (let i = 0; i < FREE_TRIES_OF_NETWORK; i++)
			assert.equal((await guess(`many-${i}@example.com`, hand)).status, 403);
		await hold(FREE_TRIES_OF_NETWORK);

		const answer = await guess('many-more@example.com', hand);

		assert.equal(answer.status, 429);
		assert.match(answer.body, /from your network/);
		assert.equal((await guess(ADA, elsewhere(), PASSWORD)).status, 303);
	});

	test('is not made easier by an account of one\'s own', async () => {
		const own = await person('own');
		const hand = elsewhere();

		for (let i = 0; i < FREE_TRIES_OF_NETWORK; i++) {
			if (i % 4 === 0)
				assert.equal((await guess(own, hand, PASSWORD)).status, 303);
			hand.formToken = undefined;
			assert.equal((await guess(`others-${i}@example.com`, hand)).status, 403);
		}
		hand.formToken = undefined;
		await hold(FREE_TRIES_OF_NETWORK);
		assert.equal((await guess('others-more@example.com', hand)).status, 429);
	});

	test('is not made easier by naming other addresses in a header', async () => {
		const hand = elsewhere();
		let i = 0;

		hand.send = ((send) => (to, options = {}) => send(to, { ...options,
			headers: { ...options.headers, 'X-Forwarded-For': `203.0.113.${i}, ${hand.network}` } }))(Hand.prototype.send.bind(hand));
		for (; i < FREE_TRIES_OF_NETWORK; i++)
			assert.equal((await guess(`header-${i}@example.com`, hand)).status, 403);
		await hold(FREE_TRIES_OF_NETWORK);
		assert.equal((await guess('header-more@example.com', hand)).status, 429);
	});

	test('from many processes at once gets no further', async () => {
		const email = await person('rushed');
		const hands = Array.from({ length: 40 }, elsewhere);

		await Promise.all(hands.map((hand) => hand.send(url)));

		const began = Date.now();
		const answers = await Promise.all(hands.map((hand, i) => guess(email, hand, `wrong password ${i}`)));
		const seconds = (Date.now() - began) / 1000;
		const count = (status) => answers.filter((answer) => answer.status === status).length;

		/* The first wait is two seconds, and each doubles: a slow machine lets some come due. */
		assert.ok(count(403) >= 1 && count(403) <= FREE_TRIES + Math.floor(Math.log2(seconds / 2 + 1)), `${count(403)} in ${seconds} s`);
		assert.equal(count(403) + count(429), answers.length);
	});
});

describe('a new account', () => {
	const wanted = { action: 'sign_up', name: 'New Person', password: PASSWORD, time_zone: 'Europe/Berlin' };
	const page = () => `${url}&page=sign_up`;

	async function signUp(fields, hand = elsewhere()) {
		await hand.send(page());
		return hand.submit(page(), { ...wanted, ...fields });
	}

	test('is made, signed in, and leads on to what it was made for', async () => {
		const hand = elsewhere();
		const answer = await signUp({ email: 'New@Example.com' }, hand);

		assert.equal(answer.status, 303);
		assert.equal(answer.headers.location.includes('page='), false);
		assert.ok(isConsent(await hand.send(answer.headers.location)));
		assert.deepEqual(await desk.sql("SELECT name, time_zone, created_by FROM user WHERE email = 'new@example.com'"),
			[['New Person', 'Europe/Berlin', '1']]);
		assert.equal((await elsewhere().signIn(url, 'new@example.com')).status, 303);
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
		const hand = elsewhere();
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
