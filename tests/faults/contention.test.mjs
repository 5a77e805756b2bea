/*
 * Others who change the same things at the same time: deadlocks, locks that somebody keeps, and lost races.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';

import { waitUntil } from '../support/installation.mjs';
import { ADA, Place, fresh, succeeded, unavailable } from './support.mjs';

let place, rival;

before(async () => {
	place = await Place.start({ count: 4, settings: { database_timeout_seconds: 2, oauth: 'on', public_url: 'http://localhost:8000' } });
	await place.installation.sql('CREATE TABLE ballast (number INT) ENGINE = InnoDB');
});

beforeEach(() => {
	rival = place.rival();
});

afterEach(() => place.partFromRivals());
after(() => place?.stop());

/* The rival's transaction, made the heavier one: InnoDB rolls back the one that has changed less. */
async function rivalHolds(task) {
	await rival.run(`START TRANSACTION; INSERT INTO ballast SELECT seq FROM seq_1_to_1000; `
		+ `UPDATE task SET position = position WHERE id = ${task.id}`);
}

describe('a deadlock', () => {
	test('that we lose has the whole call run again, and nothing done twice', async () => {
		const [first, second] = await place.tasks('First', 'Second');

		await rivalHolds(second);

		const changing = place.call('update_tasks', { tasks: [{ task: first.id, title: 'Uno' }, { task: second.id, title: 'Due' }] });

		await place.runs('UPDATE task');
		await waitUntil(async () => (await place.installation.sql(
			'SELECT 1 FROM information_schema.innodb_lock_waits')).length > 0, 'the call waits for the rival');
		await rival.run(`UPDATE task SET position = position WHERE id = ${first.id}`);
		await rival.run('COMMIT');
		assert.ok(succeeded(await changing));
		assert.ok(place.group.workers.some((worker) => /transaction_again .*reason=deadlock/.test(worker.log())));
		for (const task of [first, second])
			assert.deepEqual(await place.activities(task.id), [['create'], ['update']]);
	});
});

describe('a statement by itself', () => {
	test('that loses a deadlock runs again', async () => {
		const [older, newer] = ['a', 'b'].map((letter) => `X'${letter.repeat(64)}'`);

		await place.installation.sql(`INSERT INTO guess (subject, tries, next_at) VALUES
			(${older}, 1, UTC_TIMESTAMP(3) - INTERVAL 9 DAY), (${newer}, 1, UTC_TIMESTAMP(3) - INTERVAL 8 DAY)`);
		await rival.run(`START TRANSACTION; INSERT INTO ballast SELECT seq FROM seq_1_to_1000; `
			+ `UPDATE guess SET tries = 2 WHERE subject = ${newer}`);

		const signingIn = place.call('login', { email: ADA, password: 'not hers' });

		await place.runs('DELETE FROM guess');
		await waitUntil(async () => (await place.installation.sql(
			'SELECT 1 FROM information_schema.innodb_lock_waits')).length > 0, 'the statement waits for the rival');
		await rival.run(`UPDATE guess SET tries = 2 WHERE subject = ${older}`);
		await rival.run('COMMIT');

		const answer = await signingIn;

		assert.equal(answer.json.result._meta['taskdesk/error'].code, 'denied', answer.body);
		assert.ok(place.group.workers.some((worker) => /statement_again .*name=guess_forget reason=deadlock/.test(worker.log())));
		assert.equal(await place.installation.value(`SELECT COUNT(*) FROM guess WHERE subject IN (${older}, ${newer})`), '0');
	});
});

describe('a lock that somebody keeps', () => {
	test('ends the call in time, with nothing done', async () => {
		const [task] = await place.tasks('Kept');

		await rivalHolds(task);
		assert.match(unavailable(await place.call('update_tasks', { tasks: [{ task: task.id, title: 'Mine' }] })), /try again/);
		await rival.run('ROLLBACK');
		assert.equal((await place.ask('get_task', { task: task.id })).task.version, 1);
		assert.ok(succeeded(await place.call('update_tasks', { tasks: [{ task: task.id, title: 'Mine' }] })));
	});
});

describe('many at the same task', () => {
	test('lose no change, and one of those with the same if_version wins', async () => {
		const [task] = await place.tasks('Popular');
		const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => place.call('update_tasks',
			{ tasks: [{ task: task.id, notes: `Number ${i}` }] })));
		const done = answers.filter(succeeded).length;

		for (const answer of answers.filter((one) => !succeeded(one)))
			unavailable(answer);
		assert.ok(done > 0);
		assert.equal((await place.ask('get_task', { task: task.id })).task.version, 1 + done);
		assert.equal((await place.activities(task.id)).length, 1 + done);

		const rivals = await Promise.all(Array.from({ length: 12 }, (_, i) => place.call('update_tasks',
			{ tasks: [{ task: task.id, if_version: 1 + done, title: `Version of ${i}` }] })));

		assert.equal(rivals.filter(succeeded).length, 1);
	});

	test('with the same idempotency_key do it once', async () => {
		const { workspace } = await place.ask('create_workspace', { name: fresh('Same') });
		const call = ['create_tasks', { workspace: workspace.id, tasks: [{ title: 'Only' }], idempotency_key: fresh('key') }];
		const answers = await Promise.all(Array.from({ length: 12 }, () => place.call(...call)));

		assert.ok(answers.filter(succeeded).length > 0);
		for (const answer of answers.filter((one) => !succeeded(one)))
			unavailable(answer);
		assert.equal((await place.ask('list_tasks', { workspace: workspace.id })).tasks.length, 1);
	});
});
