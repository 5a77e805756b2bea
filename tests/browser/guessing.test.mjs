/*
 * Who cannot sign in, and who guesses until it works.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';

import { Hand, PASSWORD, TRUSTS_US, addClient, addPerson, authorizeUrl, elsewhere, startDesk } from './desk.mjs';

const WEB = 'https://client.example/callback';
const ADA = 'ada@example.com';
const FREE_TRIES = 5;
const FREE_TRIES_OF_NETWORK = 20;

let desk, url;

before(async () => {
	desk = await startDesk({ people: { [ADA]: 'Ada Lovelace' }, workers: 8, settings: [TRUSTS_US] });
	url = authorizeUrl(desk, await addClient(desk, { redirectUris: [WEB] }), WEB);
});

after(() => desk?.stop());

describe('who cannot sign in', () => {
	test('is told so where nothing was filled in', async () => {
		const answer = await elsewhere(desk).signIn(url, ADA, '');

		assert.equal(answer.status, 400);
		assert.match(answer.body, /Fill in/);
	});

	test('can write the address in any case', async () => {
		assert.equal((await elsewhere(desk).signIn(url, '  ADA@Example.COM ')).status, 303);
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
	/* What so many minutes do. */
	const pass = (minutes) => desk.sql(`UPDATE guess SET next_at = next_at - INTERVAL ${minutes} MINUTE, counted_at = counted_at - INTERVAL ${minutes} MINUTE`);
	const release = () => desk.sql('UPDATE guess SET next_at = UTC_TIMESTAMP(3)');

	async function person(name) {
		await addPerson(desk, `${name}@example.com`, name);
		return `${name}@example.com`;
	}

	test('at one account is slowed, then stopped, from wherever it comes', async () => {
		const email = await person('guessed');

		for (let i = 0; i < FREE_TRIES; i++)
			assert.equal((await guess(email, elsewhere(desk))).status, 403);
		for (const wait of [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]) {
			await hold(FREE_TRIES);

			const answer = await guess(email, elsewhere(desk));
			const told = Number(answer.headers['retry-after']) - 3600;

			assert.equal(answer.status, 429);
			assert.match(answer.body, /too many attempts/);
			assert.ok(told <= wait && told > wait - 30, `told to wait ${told} of ${wait} seconds`);
			await release();
			assert.equal((await guess(email, elsewhere(desk))).status, 403);
		}
	});

	test('makes even the right password wait, and is forgotten when it came', async () => {
		const email = await person('forgetful');

		for (let i = 0; i < FREE_TRIES; i++)
			await guess(email, elsewhere(desk));
		await hold(FREE_TRIES);
		assert.equal((await guess(email, elsewhere(desk), PASSWORD)).status, 429);
		await release();
		assert.equal((await guess(email, elsewhere(desk), PASSWORD)).status, 303);
		assert.equal((await guess(email, elsewhere(desk))).status, 403);
		assert.equal((await guess(email, elsewhere(desk))).status, 403);
	});

	describe('from elsewhere', () => {
		/* An account that others guess at, and a browser that its owner signed in with before. */
		async function besieged(name) {
			const email = await person(name);
			const owner = elsewhere(desk);

			assert.equal((await guess(email, owner, PASSWORD)).status, 303);
			for (let i = 0; i < FREE_TRIES; i++)
				assert.equal((await guess(email, elsewhere(desk))).status, 403);
			await hold(FREE_TRIES);
			assert.equal((await guess(email, elsewhere(desk), PASSWORD)).status, 429);
			owner.formToken = undefined;
			owner.cookies.delete('taskdesk_session');
			return { email, owner };
		}

		test('does not keep out who signed in with this browser before', async () => {
			const { email, owner } = await besieged('owner');

			assert.equal((await guess(email, owner, PASSWORD)).status, 303);
		});

		test('at others does not keep out who signed in with this browser before, from the same network', async () => {
			const { email, owner } = await besieged('colleague');
			const guesser = Object.assign(elsewhere(desk), { network: owner.network });

			for (let i = 0; i < FREE_TRIES_OF_NETWORK; i++)
				assert.equal((await guess(`beside-${i}@example.com`, guesser)).status, 403);
			await hold(FREE_TRIES_OF_NETWORK);
			assert.equal((await guess('beside-more@example.com', guesser)).status, 429);
			assert.equal((await guess(email, owner, PASSWORD)).status, 303);
		});

		test('does not keep out any of several people who signed in with this browser before', async () => {
			const people = [];
			const shared = elsewhere(desk);

			for (const name of ['first', 'second', 'third']) {
				people.push(await person(name));
				assert.equal((await guess(people.at(-1), shared, PASSWORD)).status, 303);
				shared.formToken = undefined;
				shared.cookies.delete('taskdesk_session');
			}
			for (const email of people)
				for (let i = 0; i < FREE_TRIES; i++)
					await guess(email, elsewhere(desk));
			await hold(FREE_TRIES);
			for (const email of people) {
				shared.formToken = undefined;
				assert.equal((await guess(email, shared, PASSWORD)).status, 303);
			}
		});

		test('is no easier with a browser that was known before the password was changed', async () => {
			const { email, owner } = await besieged('changed');

			await desk.sql(`UPDATE user u JOIN user a ON a.email = '${ADA}' SET u.password_hash = a.password_hash WHERE u.email = '${email}'`);
			assert.equal((await guess(email, owner, PASSWORD)).status, 429);
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

	test('does not fill the browser with marks, and nothing stays there that is none', async () => {
		const hand = elsewhere(desk);
		const marks = () => hand.cookies.get('taskdesk_known').split('.');

		hand.cookies.set('taskdesk_known', `x.!{}.${'A'.repeat(63)}=..${'_'.repeat(64)}`);
		for (let i = 1; i <= 6; i++) {
			hand.formToken = undefined;
			assert.equal((await guess(await person(`marks-${i}`), hand, PASSWORD)).status, 303);
			assert.equal(marks().length, Math.min(i + 1, 5));
		}
		hand.formToken = undefined;
		assert.equal((await guess('marks-6@example.com', hand, PASSWORD)).status, 303);
		assert.equal(new Set(marks()).size, 5);
	});

	test('at accounts that do not exist is stopped alike', async () => {
		for (let i = 0; i < FREE_TRIES; i++)
			assert.equal((await guess('not-there@example.com', elsewhere(desk))).status, 403);
		await hold(FREE_TRIES);
		assert.equal((await guess('not-there@example.com', elsewhere(desk))).status, 429);
	});

	test('at many accounts from one network is stopped, and others are not', async () => {
		const hand = elsewhere(desk);

		for (let i = 0; i < FREE_TRIES_OF_NETWORK; i++)
			assert.equal((await guess(`many-${i}@example.com`, hand)).status, 403);
		await hold(FREE_TRIES_OF_NETWORK);

		const answer = await guess('many-more@example.com', hand);

		assert.equal(answer.status, 429);
		assert.match(answer.body, /from your network/);
		assert.equal((await guess(ADA, elsewhere(desk), PASSWORD)).status, 303);
	});

	test('is not made easier by an account of one\'s own', async () => {
		const own = await person('own');
		const hand = elsewhere(desk);

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

	/* The right password follows at once, as it does where a person mistyped. */
	test('is not what a network does where somebody mistypes now and then', async () => {
		const hand = elsewhere(desk);

		for (let i = 0; i < FREE_TRIES_OF_NETWORK + 3; i++) {
			assert.equal((await guess(`mistyped-${i}@example.com`, hand)).status, 403);
			await pass(10);
		}
		assert.equal((await guess('mistyped-again@example.com', hand)).status, 403);
		assert.equal((await guess(ADA, hand, PASSWORD)).status, 303);
	});

	/* All free tries are used up, and come back one every so many minutes. */
	async function comesBackOneByOne(minutes, tries, guessOnce) {
		for (let i = 0; i < tries; i++)
			assert.equal((await guessOnce()).status, 403);
		await pass(2 * minutes + 1);
		for (let i = 0; i < 2; i++)
			assert.equal((await guessOnce()).status, 403);
		await hold(tries);
		assert.equal((await guessOnce()).status, 429);
	}

	test('at one account is forgiven one by one, every quarter of an hour', async () => {
		const email = await person('forgiven');

		await comesBackOneByOne(15, FREE_TRIES, () => guess(email, elsewhere(desk)));
	});

	test('from one network is forgiven one by one, every five minutes', async () => {
		const hand = elsewhere(desk);
		let last = 0;

		await comesBackOneByOne(5, FREE_TRIES_OF_NETWORK, () => guess(`forgiven-${last += 1}@example.com`, hand));
	});

	test('is not made easier by naming other addresses in a header', async () => {
		const hand = elsewhere(desk);
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
		const hands = Array.from({ length: 40 }, () => elsewhere(desk));

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
