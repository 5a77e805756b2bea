/*
 * Recurring tasks: completing one makes the next, moving one keeps the rule.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { addSubtasks, dayIn, freshWorkspace, startUsualTeam } from '../support.mjs';

let team;
let workspace;

before(async () => {
	team = await startUsualTeam();
	workspace = String((await freshWorkspace(team)).id);
	team.berta = await team.join('berta@example.com', 'Berta', 'Europe/Berlin');
	team.tomo = await team.join('tomo@example.com', 'Tomo', 'Asia/Tokyo');
	team.nina = await team.join('nina@example.com', 'Nina', 'America/New_York');
	await team.ada.ask('update_workspace', { workspace, members: ['berta', 'tomo', 'nina'].map((name) => ({ user: `${name}@example.com`, role: 'member' })) });
});

after(() => team?.stop());

const recurring = (properties, person = team.ada) => person.task({ title: 'Water plants', ...properties }, { workspace });

/* Completes a task and reads the next occurrence; undefined where there is none. */
async function complete(task, person = team.ada) {
	const { next_task_id: next } = await person.update(task, { completed: true });

	return next && person.read(next);
}

/* Titles, days and states of what is under a task. */
async function under(task) {
	const { subtasks } = await team.ada.ask('get_task', { task: task.id });
	const tasks = await Promise.all(subtasks.map((row) => team.ada.read(row)));

	return tasks.map(({ title, due, completed }) => [title, due, completed]);
}

/* The days on which a series occurs, from the first on. */
async function series(rule, due, length, person = team.ada) {
	const days = [due];
	let task = await recurring({ due, recurrence: rule }, person);

	while (days.length < length && (task = await complete(task, person)))
		days.push(task.due);
	return days;
}

describe('completing', () => {
	test('makes the next one with all that belongs to it, and closes the done one for good', async () => {
		const { project } = await team.ada.ask('create_project', { workspace, name: 'Plants', sections: ['Daily'], custom_fields: ['Litres:number'] });
		const other = await recurring({ title: 'Fill can' });
		const task = await recurring({
			title: 'Water', notes: 'gently', assignee: 'ben@example.com', start: '2030-01-05', due: '2030-01-07', recurrence: 'weekly', priority: 'low',
			project: project.id, section: 'Daily', tags: ['green'], followers: ['me'], links: ['https://example.com/'], custom_fields: ['Litres=3'],
			blocked_by: [String(other.id)],
		});
		const next = await complete(task);
		const done = await team.ada.read(task);

		assert.deepEqual(
			[next.title, next.notes, next.assignee, next.start, next.due, next.recurrence, next.priority, next.section, next.completed],
			['Water', 'gently', 'ben@example.com', '2030-01-12', '2030-01-14', 'FREQ=WEEKLY', 'low', 'Daily', false]);
		assert.deepEqual([next.tags, next.followers, next.links, next.custom_fields, next.blocked_by],
			[['green'], ['ada@example.com'], ['https://example.com/'], ['Litres=3'], undefined]);
		assert.deepEqual([done.completed, done.recurrence, done.due], [true, undefined, '2030-01-07']);
	});

	test('opens the subtasks again under the next one', async () => {
		const task = await recurring({ due: '2030-01-07', recurrence: 'weekly' });
		const first = await team.ada.task({ title: 'Fill', notes: 'to the brim', parent: task.id, due: '2030-01-06', completed: true });

		await team.ada.task({ title: 'Rinse', parent: first.id });
		const next = await complete(task);
		const { subtasks } = await team.ada.ask('get_task', { task: next.id });

		assert.deepEqual(subtasks.map((row) => [row.title, row.completed]), [['Fill', false]]);
		const fill = await team.ada.ask('get_task', { task: subtasks[0].id });

		assert.deepEqual([fill.task.due, fill.task.notes, fill.subtasks.map((row) => row.title)], ['2030-01-13', 'to the brim', ['Rinse']]);
	});

	test('takes open subtasks along, with all under them', async () => {
		const task = await recurring({ due: '2030-01-07', recurrence: 'weekly' });
		const open = await team.ada.task({ title: 'Open', parent: task.id, start: '2030-01-05', due: '2030-01-06' });

		for (const item of [{ title: 'Half', parent: open.id, completed: true }, { title: 'Rest', parent: open.id, due: '2030-01-05' },
			{ title: 'Done', parent: task.id, completed: true }, { title: 'Undated', parent: task.id }])
			await team.ada.task(item);
		const next = await complete(task);
		const moved = await team.ada.read(open);

		assert.deepEqual(await under(next), [['Open', '2030-01-13', false], ['Done', undefined, false], ['Undated', undefined, false]]);
		assert.deepEqual(await under(task), [['Done', undefined, true]]);
		assert.deepEqual([moved.parent_id, moved.start], [next.id, '2030-01-12']);
		assert.deepEqual(await under(open), [['Half', undefined, true], ['Rest', '2030-01-12', false]]);
	});

	test('has a recurring subtask once under the next, where its own rule left it', async () => {
		const task = await recurring({ due: '2030-01-07', recurrence: 'weekly' });
		let daily = await team.ada.task({ title: 'Daily', parent: task.id, due: '2030-01-01', recurrence: 'daily' });

		for (let day = 0; day < 3; day++)
			daily = await complete(daily);
		const next = await complete(task);

		assert.deepEqual(await under(next), [['Daily', '2030-01-04', false]]);
		assert.deepEqual(await under(task), ['01', '02', '03'].map((day) => ['Daily', `2030-01-${day}`, true]));
		assert.equal((await complete(daily)).parent_id, next.id);
		assert.deepEqual(await under(await complete(next)), [['Daily', '2030-01-05', false]]);
	});

	test('opens a subtask whose own rule has ended again', async () => {
		const task = await recurring({ due: '2030-01-07', recurrence: 'weekly' });
		const twice = await team.ada.task({ title: 'Twice', parent: task.id, due: '2030-01-01', recurrence: 'FREQ=DAILY;COUNT=2' });

		await complete(await complete(twice));
		assert.deepEqual(await under(await complete(task)), [['Twice', '2030-01-09', false]]);
	});

	test('while it moves to another project takes subtasks there', async () => {
		const { project } = await team.ada.ask('create_project', { workspace, name: 'Elsewhere' });
		const task = await recurring({ due: '2030-01-07', recurrence: 'weekly' });

		await team.ada.task({ title: 'Open', parent: task.id });
		await team.ada.task({ title: 'Done', parent: task.id, completed: true });
		const { next_task_id: next } = await team.ada.update(task, { completed: true, project: project.id });
		const { subtasks } = await team.ada.ask('get_task', { task: next });

		assert.deepEqual(await Promise.all(subtasks.map(async (row) => (await team.ada.read(row)).project)), ['Elsewhere', 'Elsewhere']);
	});

	test('again after it was opened again makes no second series', async () => {
		const task = await recurring({ due: '2030-01-07', recurrence: 'daily' });

		await complete(task);
		await team.ada.update(task, { completed: false });
		assert.equal(await complete(task), undefined);
	});

	test('twice in one call makes one next', async () => {
		const task = String((await recurring({ due: '2030-01-07', recurrence: 'daily' })).id);
		const { results } = await team.ada.ask('update_tasks', { tasks: [{ task, completed: true }, { task, completed: true }] });

		assert.deepEqual(results.map((item) => typeof item.next_task_id), ['number', 'undefined']);
	});

	test('with its subtasks in one call leaves these done and opens them again, whatever the order', async () => {
		for (const order of [['P', 'S', 'C'], ['S', 'C', 'P'], ['C', 'P', 'S'], ['P', 'C', 'S']]) {
			const tasks = { P: await recurring({ title: 'P', due: '2030-01-07', recurrence: 'weekly' }) };

			tasks.S = await team.ada.task({ title: `S of ${tasks.P.id}`, parent: tasks.P.id, due: '2030-01-06' });
			tasks.C = await team.ada.task({ title: 'C', parent: tasks.S.id });
			const call = { tasks: order.map((name) => ({ task: name === 'S' ? tasks.S.title : tasks[name].id, completed: true })), atomic: true };
			const tried = await team.ada.ask('update_tasks', { ...call, dry_run: true });
			const { results, change_id: change } = await team.ada.ask('update_tasks', call);
			const next = { id: results[order.indexOf('P')].next_task_id };
			const [again] = (await team.ada.ask('get_task', { task: next.id })).subtasks;

			assert.deepEqual(results.map((item) => [item.task.title, item.index]), tried.results.map((item) => [item.task.title, item.index]));
			assert.deepEqual(results.map((item) => item.task.id), order.map((name) => tasks[name].id));
			assert.deepEqual([await under(tasks.P), await under(tasks.S)], [[[tasks.S.title, '2030-01-06', true]], [['C', undefined, true]]]);
			assert.deepEqual([await under(next), await under(again)], [[[tasks.S.title, '2030-01-13', false]], [['C', undefined, false]]]);
			await team.ada.ask('undo', { change_id: change });
			assert.deepEqual([await under(tasks.P), await under(tasks.S)], [[[tasks.S.title, '2030-01-06', false]], [['C', undefined, false]]]);
		}
	});

	test('takes along what could not be completed with it', async () => {
		const task = await recurring({ due: '2030-01-07', recurrence: 'weekly' });
		const [stale, left] = [await team.ada.task({ title: 'Stale', parent: task.id }), await team.ada.task({ title: 'Left', parent: task.id })];
		const { results } = await team.ada.ask('update_tasks', { tasks: [{ task: task.id, completed: true }, { task: stale.id, if_version: 9, completed: true },
			{ task: left.id, title: 'Was left' }] });

		assert.deepEqual(results.map((item) => item.status), ['updated', 'failed', 'updated']);
		assert.deepEqual(await under({ id: results[0].next_task_id }), [['Stale', undefined, false], ['Was left', undefined, false]]);
	});

	test('takes along or opens again as many subtasks as one call changes, however long their notes', async () => {
		for (const [completed, left] of [['NULL', []], ['created_at', [['1', '1', '1990', '5000']]]]) {
			const task = await recurring({ due: '2030-01-07', recurrence: 'weekly' });

			await addSubtasks(team, task, 1990);
			await team.installation.sql(`UPDATE task SET notes = REPEAT('n', 5000), completed_at = ${completed} WHERE parent_id = ${task.id}`);
			const { next_task_id: next } = await team.ada.update(task, { completed: true });

			assert.deepEqual(await team.installation.sql(`SELECT parent_id = ${task.id}, completed_at IS NOT NULL, COUNT(*), MIN(LENGTH(notes))
				FROM task WHERE parent_id IN (${task.id}, ${next}) GROUP BY 1, 2`), [['0', '0', '1990', '5000'], ...left]);
		}
	});

	test('by its title goes on from one occurrence to the next', async () => {
		await recurring({ title: 'Feed the cat', due: '2030-01-01', recurrence: 'daily' });
		for (const due of ['2030-01-01', '2030-01-02', '2030-01-03'])
			assert.equal((await team.ada.update('Feed the cat', { completed: true })).task.due, due);
	});

	test('late makes the next one from today on, and not what was missed', async () => {
		const task = await recurring({ due: '20 days ago', recurrence: 'weekly' });
		const next = await complete(task);

		assert.equal(next.due, dayIn('UTC', 1));
	});

	test('is undone with the next one', async () => {
		const task = await recurring({ due: '2030-01-07', recurrence: 'daily' });

		await team.ada.task({ title: 'Below', parent: task.id, due: '2030-01-06' });
		await team.ada.task({ title: 'Recurring', parent: task.id, due: '2030-01-06', recurrence: 'daily' });
		await team.ada.task({ title: 'Done', parent: task.id, completed: true });
		const done = await team.ada.ask('update_tasks', { tasks: [{ task: task.id, completed: true }] });

		await team.ada.ask('undo', { change_id: done.change_id });
		const now = await team.ada.read(task);

		assert.deepEqual(await under(task), [['Below', '2030-01-06', false], ['Recurring', '2030-01-06', false], ['Done', undefined, true]]);
		assert.deepEqual([now.completed, now.recurrence, now.due], [false, 'FREQ=DAILY', '2030-01-07']);
		await team.ada.refused('get_task', { task: done.results[0].next_task_id }, 'not_found', /trash/);
	});
});

describe('moving', () => {
	test('an occurrence keeps the rule, and the next one is where it would have been', async () => {
		const task = await recurring({ due: '2030-01-07', recurrence: 'FREQ=WEEKLY;BYDAY=MO' });
		const moved = (await team.ada.update(task, { due: '2030-01-09' })).task;

		assert.deepEqual([moved.due, moved.recurrence], ['2030-01-09', 'FREQ=WEEKLY;BYDAY=MO']);
		assert.equal((await complete(task)).due, '2030-01-14');
	});

	test('behind the next occurrence passes that one over', async () => {
		const task = await recurring({ due: '2030-01-07', recurrence: 'weekly' });

		await team.ada.update(task, { due: '2030-01-20' });
		assert.equal((await complete(task)).due, '2030-01-21');
	});

	test('with a new rule begins a new series there', async () => {
		const task = await recurring({ due: '2030-01-07', recurrence: 'weekly' });

		await team.ada.update(task, { due: '2030-01-09', recurrence: 'FREQ=DAILY;INTERVAL=3' });
		assert.equal((await complete(task)).due, '2030-01-12');
	});

	test('the start too', async () => {
		const task = await recurring({ start: '2030-01-01', due: '2030-01-07', recurrence: 'weekly' });

		await team.ada.update(task, { due: '2030-01-08' });
		const next = await complete(task);

		assert.deepEqual([next.start, next.due], ['2030-01-07', '2030-01-14']);
	});

	test('keeps the time of day where clocks change', async () => {
		const task = await recurring({ due: '2030-03-30T09:00', recurrence: 'daily' }, team.berta);
		const next = await complete(task, team.berta);

		assert.deepEqual([task.due, next.due], ['2030-03-30T09:00:00+01:00', '2030-03-31T09:00:00+02:00']);
	});

	test('to no date is refused while there is a rule', async () => {
		const task = await recurring({ due: '2030-01-07', recurrence: 'weekly' });

		await team.ada.refused('update_tasks', { tasks: [{ task: task.id, due: '' }] }, 'invalid', /needs a due date[^]*recurrence ''/);
		const now = (await team.ada.update(task, { due: '', recurrence: '' })).task;

		assert.deepEqual([now.due, now.recurrence], [undefined, undefined]);
	});
});

describe('a series goes by the clocks of who set it', () => {
	/* When it is due for who set it, while these complete it in turn. */
	async function dues(task, setter, completers) {
		const shown = [(await setter.read(task)).due];
		let now = task;

		for (const person of completers) {
			now = await complete(now, person);
			shown.push((await setter.read(now)).due);
		}
		return shown;
	}

	test('whoever completes it', async () => {
		const weekly = await recurring({ due: '2030-01-07T08:00', recurrence: 'FREQ=WEEKLY;BYDAY=MO' }, team.tomo);
		const monthly = await recurring({ due: '2030-01-07T00:30', recurrence: 'FREQ=MONTHLY;BYMONTHDAY=7' }, team.berta);

		assert.deepEqual(await dues(weekly, team.tomo, [team.nina, team.tomo, team.nina, team.ada]),
			['2030-01-07', '2030-01-14', '2030-01-21', '2030-01-28', '2030-02-04'].map((day) => `${day}T08:00:00+09:00`));
		assert.deepEqual(await dues(monthly, team.berta, [team.ada, team.nina]),
			['2030-01-07', '2030-02-07', '2030-03-07'].map((day) => `${day}T00:30:00+01:00`));
	});

	test('whoever moves an occurrence', async () => {
		const task = await recurring({ due: '2030-01-07T08:00', recurrence: 'FREQ=WEEKLY;BYDAY=MO' }, team.tomo);
		const moved = (await team.nina.update(task, { due: '2030-01-08T19:00' })).task;

		assert.equal(moved.due, '2030-01-08T19:00:00-05:00');
		assert.deepEqual(await dues(task, team.tomo, [team.nina, team.nina]),
			['2030-01-09T09:00:00+09:00', '2030-01-14T09:00:00+09:00', '2030-01-21T09:00:00+09:00']);
	});

	test('until somebody else begins another', async () => {
		const task = await recurring({ due: '2030-01-07T08:00', recurrence: 'FREQ=WEEKLY;BYDAY=MO' }, team.tomo);
		const { change_id: change } = await team.nina.ask('update_tasks', { tasks: [{ task: task.id, due: '2030-01-07T18:00', recurrence: 'weekly' }] });

		assert.equal((await team.nina.read(await complete(task, team.tomo))).due, '2030-01-14T18:00:00-05:00');
		await team.tomo.refused('undo', { change_id: change }, 'conflict', /changed again/);
	});

	test('and again when another is undone', async () => {
		const task = await recurring({ due: '2030-01-07T08:00', recurrence: 'FREQ=WEEKLY;BYDAY=MO' }, team.tomo);
		const { change_id: change } = await team.nina.ask('update_tasks', { tasks: [{ task: task.id, due: '2030-01-07T18:00', recurrence: 'weekly' }] });

		await team.nina.ask('undo', { change_id: change });
		assert.deepEqual(await dues(task, team.tomo, [team.nina]), ['2030-01-07T08:00:00+09:00', '2030-01-14T08:00:00+09:00']);
	});

	test('of another, when the undo of that is undone', async () => {
		const task = await recurring({ due: '2030-01-07T08:00', recurrence: 'weekly' }, team.tomo);
		const { change_id: change } = await team.berta.ask('update_tasks', { tasks: [{ task: task.id, due: '2030-03-25T09:00', recurrence: 'weekly' }] });
		const { change_id: undone } = await team.berta.ask('undo', { change_id: change });

		await team.berta.ask('undo', { change_id: undone });
		assert.deepEqual(await dues(task, team.berta, [team.tomo]), ['2030-03-25T09:00:00+01:00', '2030-04-01T09:00:00+02:00']);
	});

	test('where these change, too', async () => {
		const task = await recurring({ due: '2030-03-25T09:00', recurrence: 'weekly' }, team.berta);

		assert.deepEqual(await dues(task, team.berta, [team.ada, team.tomo]),
			['2030-03-25T09:00:00+01:00', '2030-04-01T09:00:00+02:00', '2030-04-08T09:00:00+02:00']);
	});

	test('that skip its time once', async () => {
		const before = await recurring({ due: '2030-03-30T02:30', recurrence: 'daily' }, team.berta);
		const within = await recurring({ due: '2030-03-31T02:30', recurrence: 'daily' }, team.berta);
		const skipped = '2030-03-31T03:30:00+02:00', next = '2030-04-01T02:30:00+02:00';

		assert.deepEqual(await dues(before, team.berta, [team.berta, team.berta]), ['2030-03-30T02:30:00+01:00', skipped, next]);
		assert.deepEqual(await dues(within, team.berta, [team.berta]), [skipped, next]);
	});

	test('of which nothing is known where it was set long ago: then by those of who completes it, if it can be theirs', async () => {
		const forgotten = async () => {
			const task = await recurring({ due: '2030-03-25T09:00', recurrence: 'FREQ=WEEKLY;BYDAY=MO' }, team.berta);

			await team.installation.sql(`UPDATE task SET due_zone = NULL WHERE id = ${task.id}`);
			return task;
		};

		assert.deepEqual(await dues(await forgotten(), team.berta, [team.berta, team.nina]),
			['2030-03-25T09:00:00+01:00', '2030-04-01T09:00:00+02:00', '2030-04-08T09:00:00+02:00']);
		assert.deepEqual(await dues(await forgotten(), team.ada, [team.nina, team.tomo]),
			['2030-03-25T08:00:00Z', '2030-04-01T08:00:00Z', '2030-04-08T08:00:00Z']);
	});
});

describe('rules', () => {
	const cases = [
		['daily', '2030-01-31', ['2030-01-31', '2030-02-01', '2030-02-02']],
		['FREQ=DAILY;INTERVAL=10', '2030-01-31', ['2030-01-31', '2030-02-10', '2030-02-20']],
		['every weekday', '2030-01-04', ['2030-01-04', '2030-01-07', '2030-01-08']],
		['RRULE:FREQ=WEEKLY;BYDAY=MO,FR', '2030-01-04', ['2030-01-04', '2030-01-07', '2030-01-11']],
		['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH', '2030-01-01', ['2030-01-01', '2030-01-03', '2030-01-15', '2030-01-17']],
		['monthly', '2030-01-31', ['2030-01-31', '2030-02-28', '2030-03-31', '2030-04-30']],
		['FREQ=MONTHLY;BYMONTHDAY=-1', '2030-01-31', ['2030-01-31', '2030-02-28', '2030-03-31']],
		['FREQ=MONTHLY;BYDAY=2TU', '2030-01-08', ['2030-01-08', '2030-02-12', '2030-03-12']],
		['FREQ=MONTHLY;BYDAY=-1FR', '2030-01-25', ['2030-01-25', '2030-02-22', '2030-03-29']],
		['FREQ=MONTHLY;INTERVAL=3', '2030-11-30', ['2030-11-30', '2031-02-28', '2031-05-30']],
		['yearly', '2032-02-29', ['2032-02-29', '2033-02-28', '2034-02-28', '2035-02-28', '2036-02-29']],
		['FREQ=YEARLY;INTERVAL=2', '2030-05-17', ['2030-05-17', '2032-05-17']],
		['FREQ=MONTHLY;BYMONTHDAY=15', '2030-12-01', ['2030-12-01', '2030-12-15', '2031-01-15']],
		['FREQ=MONTHLY;BYMONTHDAY=15', '2030-12-20', ['2030-12-20', '2031-01-15', '2031-02-15']],
		['FREQ=MONTHLY;BYMONTHDAY=-1', '2030-12-05', ['2030-12-05', '2030-12-31', '2031-01-31']],
		['FREQ=MONTHLY;BYDAY=-1FR', '2030-12-01', ['2030-12-01', '2030-12-27', '2031-01-31']],
		['FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO', '2030-12-01', ['2030-12-01', '2030-12-02', '2031-02-03']],
		['FREQ=YEARLY;BYMONTHDAY=15', '2030-12-01', ['2030-12-01', '2030-12-15', '2031-12-15']],
		['FREQ=DAILY;COUNT=3', '2030-01-01', ['2030-01-01', '2030-01-02', '2030-01-03']],
		['FREQ=WEEKLY;UNTIL=20300116', '2030-01-01', ['2030-01-01', '2030-01-08', '2030-01-15']],
	];

	for (const [rule, due, days] of cases)
		test(`${rule} from ${due}`, async () => {
			const ends = /COUNT|UNTIL/.test(rule);

			assert.deepEqual(await series(rule, due, ends ? days.length + 1 : days.length), days);
		});

	test('are shown as they are kept, whichever way they were written', async () => {
		for (const [written, kept] of [['every month', 'FREQ=MONTHLY;BYMONTHDAY=7'], ['weekdays', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'],
			['FREQ=daily;COUNT=2', 'FREQ=DAILY;COUNT=2'], ['FREQ=WEEKLY;UNTIL=2030-02-01', 'FREQ=WEEKLY;UNTIL=20300201']])
			assert.equal((await recurring({ due: '2030-01-07', recurrence: written })).recurrence, kept);
	});

	test('that tasks cannot have are refused, saying what they can', async () => {
		for (const rule of ['sometimes', 'FREQ=HOURLY', 'FREQ=DAILY;COUNT=2;UNTIL=20300101', 'FREQ=DAILY;BYDAY=MO', 'BYDAY=MO', 'FREQ=WEEKLY;BYDAY=XX',
			'FREQ=MONTHLY;BYDAY=5MO', 'FREQ=DAILY;INTERVAL=0', 'FREQ=YEARLY;BYMONTHDAY=0', 'FREQ=WEEKLY;BYHOUR=3', 'FREQ=MONTHLY;BYDAY=MO'])
			await team.ada.refused('create_tasks', { workspace, tasks: [{ title: 'x', due: 'today', recurrence: rule }] }, 'invalid',
				/not a recurrence rule[^]*FREQ=DAILY/);
	});

	test('that end at a moment end there by the clocks of who set them', async () => {
		for (const [person, due, until, kept] of [
			['berta', '2030-01-02T00:30', '20300103T233000Z', '20300104'], ['berta', '2030-01-02T00:30', '20300103T232959Z', '20300103'],
			['nina', '2030-01-01T23:30', '20300103T043000Z', '20300102'], ['nina', '2030-01-01T09:00', '20300103T090000', '20300103'],
			['berta', '2030-07-01T09:00', '20300703T070000Z', '20300703'], ['nina', '2030-01-01', '20300103T000000Z', '20300103']])
			assert.equal((await recurring({ due, recurrence: `FREQ=DAILY;UNTIL=${until}` }, team[person])).recurrence,
				`FREQ=DAILY;UNTIL=${kept}`, `${due} until ${until}`);
		assert.deepEqual(await series('FREQ=DAILY;UNTIL=20300103T233000Z', '2030-01-03T00:30', 3, team.berta),
			['2030-01-03T00:30', '2030-01-04T00:30:00+01:00']);
	});

	test('are refused with an end that is no moment', async () => {
		for (const until of ['20301231T', '20301231T2359', '20301231T240000Z', '20301231T236000', '20301231T235960Z', '20301231T235900z', '20301331'])
			await team.ada.refused('create_tasks', { workspace, tasks: [{ title: 'x', due: 'today', recurrence: `FREQ=DAILY;UNTIL=${until}` }] },
				'invalid', /not a recurrence rule/);
	});

	test('are refused with more days than one in a month, or with a part twice, of which one would be dropped', async () => {
		for (const rule of ['FREQ=MONTHLY;BYDAY=1MO,3MO', 'FREQ=MONTHLY;BYDAY=1MO,-1FR', 'FREQ=MONTHLY;BYMONTHDAY=1,15',
			'FREQ=MONTHLY;BYMONTHDAY=1;BYMONTHDAY=15', 'FREQ=DAILY;FREQ=WEEKLY', 'FREQ=WEEKLY;BYDAY=MO;byday=TU', 'FREQ=DAILY;COUNT=2;COUNT=3'])
			await team.ada.refused('create_tasks', { workspace, tasks: [{ title: 'x', due: 'today', recurrence: rule }] }, 'invalid',
				/not a recurrence rule[^]*each once[^]*two tasks/);
	});

	test('come to no completed task, which would never make a next one', async () => {
		const done = { title: 'Once', due: '2030-01-07', completed: true };
		const task = await team.ada.task(done, { workspace });

		for (const [tool, item] of [['create_tasks', { ...done, recurrence: 'daily' }], ['update_tasks', { task: task.id, recurrence: 'daily' }]])
			await team.ada.refused(tool, { ...tool === 'create_tasks' && { workspace }, tasks: [item] }, 'invalid', /completed task does not recur/);
		await team.ada.update(task, { completed: false, recurrence: 'daily' });
		assert.ok((await complete(task)).due > '2030-01-07');
	});

	test('need a due date', async () => {
		await team.ada.refused('create_tasks', { workspace, tasks: [{ title: 'x', recurrence: 'daily' }] }, 'invalid', /needs a due date/);
	});
});
