/*
 * A connection to the database that is lost: between two requests, in the middle of one, and at every single command,
 * whether the command never arrived or only its answer is missing.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';

import { Place, fresh, succeeded, unavailable } from './support.mjs';

let place;

before(async () => {
	place = await Place.start();
});

afterEach(() => place.partFromRivals());
after(() => place?.stop());

const kill = async (word, id) => place.installation.sql(`KILL ${word} ${id}`);

describe('a connection that is killed', () => {
	test('between two requests is opened again, for reading and for writing', async () => {
		for (const [name, toolArguments] of [
			['whoami', {}],
			['list_workspaces', {}],
			['create_workspace', { name: fresh('After a kill') }],
		]) {
			await place.ask('whoami');

			const ids = await place.connections();

			assert.equal(ids.length, 1);
			await kill('CONNECTION', ids[0]);
			await place.ask(name, toolArguments);
			assert.notDeepEqual(await place.connections(), ids);
		}
	});

	test('in the middle of a transaction has it run again, whole and once', async () => {
		const [task] = await place.tasks('Held');
		const rival = place.rival();

		await rival.run(`START TRANSACTION; SELECT id FROM task WHERE id = ${task.id} FOR UPDATE`);

		const changing = place.call('update_tasks', { tasks: [{ task: task.id, if_version: 1, title: 'Changed' }] });

		await kill('CONNECTION', await place.runs('UPDATE task'));
		await rival.run('ROLLBACK');
		assert.ok(succeeded(await changing));
		assert.deepEqual(await place.installation.sql(`SELECT title, version FROM task WHERE id = ${task.id}`), [['Changed', '2']]);
		assert.deepEqual(await place.activities(task.id), [['create'], ['update']]);
		assert.match(place.worker.log(), /transaction_again .*reason=connection_lost/);
		assert.match(place.worker.log().split('\n').filter((line) => line.includes('tool=update_tasks')).at(-1), /outcome=ok/);
	});

	test('with its statement only, not its connection, changes nothing', async () => {
		const [task] = await place.tasks('Held');
		const rival = place.rival();

		await rival.run(`START TRANSACTION; SELECT id FROM task WHERE id = ${task.id} FOR UPDATE`);

		const changing = place.call('update_tasks', { tasks: [{ task: task.id, title: 'Changed' }] });

		await kill('QUERY', await place.runs('UPDATE task'));
		unavailable(await changing);
		await rival.run('ROLLBACK');
		assert.equal((await place.ask('get_task', { task: task.id })).task.version, 1);
		assert.deepEqual(await place.activities(task.id), [['create']]);
	});

	test('while it commits is said to leave open whether the change was made', async () => {
		const { workspace } = await place.ask('create_workspace', { name: fresh('Commit') });
		const rival = place.rival();
		const call = ['create_tasks', { workspace: workspace.id, tasks: [{ title: 'Once' }], idempotency_key: fresh('key') }];

		await rival.run('BACKUP STAGE START; BACKUP STAGE FLUSH; BACKUP STAGE BLOCK_DDL; BACKUP STAGE BLOCK_COMMIT');

		const making = place.call(...call);

		await kill('CONNECTION', await place.runs('COMMIT'));

		const answer = await making;

		assert.match(unavailable(answer), /not known whether the change was made/);
		assert.match(answer.json.result.content[0].text, /idempotency_key/);
		await rival.run('BACKUP STAGE END');
		await place.ask(...call);
		assert.equal((await place.ask('list_tasks', { workspace: workspace.id })).tasks.length, 1);
	});
});

/*
 * Makes the call again and again, the wire broken at its first command, then at its second, and so on until it has no
 * more; judge(answer, number) looks at each.
 */
async function breakEverywhere({ isBehind, isCold, call, judge }) {
	let number = 0;
	let broke;

	do {
		number += 1;
		await place.ask('whoami');
		if (isCold)
			place.proxy.breakAll();
		place.proxy.breakAt(number, { isBehind });

		const answer = await call(number);

		broke = place.proxy.mend();
		await judge(answer, number);
	} while (broke);
	return number - 1;
}

for (const isBehind of [false, true])
	for (const isCold of [false, true])
		describe(`a connection ${isCold ? 'just opened' : 'in use'} that breaks ${isBehind ? 'behind' : 'in front of'} any command`, () => {
			const sweep = (call, judge) => breakEverywhere({ isBehind, isCold, call, judge });

			test('makes a task once or not at all, and once when the call is repeated', async () => {
				const { workspace } = await place.ask('create_workspace', { name: fresh('Sweep') });
				const key = fresh('key');
				const made = (number) => place.installation.sql(`SELECT id FROM task WHERE title = 'Task ${number} of ${key}'`);
				const call = (number) => place.call('create_tasks', { workspace: workspace.id, idempotency_key: `${key} ${number}`,
					tasks: [{ title: `Task ${number} of ${key}` }] });
				const breaks = await sweep(call, async (answer, number) => {
					const there = (await made(number)).length;

					if (succeeded(answer))
						assert.equal(there, 1);
					else if (there)
						assert.match(unavailable(answer), /not known whether the change was made/);
					else
						unavailable(answer);
					assert.ok(succeeded(await call(number)));

					const ids = await made(number);

					assert.equal(ids.length, 1);
					assert.deepEqual(await place.activities(ids[0][0]), [['create']]);
				});

				assert.ok(breaks >= 6, `the call had ${breaks} commands`);
			});

			test('changes a task once or not at all', async () => {
				const tasks = await place.tasks(...Array.from({ length: 50 }, (_, i) => `Number ${i}`));
				const breaks = await sweep(
					(number) => place.call('update_tasks', { tasks: [{ task: tasks[number].id, if_version: 1, title: 'Changed' }] }),
					async (answer, number) => {
						const { version } = (await place.ask('get_task', { task: tasks[number].id })).task;
						const activities = await place.activities(tasks[number].id);

						if (succeeded(answer))
							assert.equal(version, 2);
						else
							unavailable(answer);
						assert.deepEqual(activities, version === 2 ? [['create'], ['update']] : [['create']]);
					},
				);

				assert.ok(breaks >= 6, `the call had ${breaks} commands`);
			});

			test('lets a read succeed all the same, where it was open', async () => {
				const [task] = await place.tasks('To read');
				const breaks = await sweep(() => place.call('get_task', { task: task.id }), (answer) => {
					if (!isCold)
						assert.ok(succeeded(answer), answer.body);
					else if (!succeeded(answer))
						unavailable(answer);
				});

				assert.ok(breaks >= 2, `the call had ${breaks} commands`);
			});
		});
