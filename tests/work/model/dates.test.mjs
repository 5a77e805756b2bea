/*
 * Days and moments: plain words in the acting user's zone, clocks that change, and lists by day for readers east and west.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { dayIn, startTeam } from '../support.mjs';

const zones = ['Pacific/Kiritimati', 'Asia/Tokyo', 'Asia/Kathmandu', 'Europe/Berlin', 'UTC', 'America/New_York',
	'America/Los_Angeles', 'Pacific/Pago_Pago'];

let team;
let people;
let workspace;

before(async () => {
	team = await startTeam();
	people = new Map();
	for (const [number, zone] of zones.entries())
		people.set(zone, await team.join(`user${number}@example.com`, zone.replace(/.*\//, ''), zone));
	const made = await people.get('UTC').ask('create_workspace', {
		name: 'World', members: [...people.values()].map((person) => person.email),
	});

	workspace = made.workspace;
});

after(() => team?.stop());

/* A task of this person's with this due date, as it is then shown. */
async function due(zone, text) {
	return (await people.get(zone).task({ title: `due ${text}`, due: text }, { workspace: workspace.id })).due;
}

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/* 0 is Monday. */
function weekdayOf(day) {
	return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}

function later(day, days) {
	return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86400000).toISOString().slice(0, 10);
}

function monthEnd(day) {
	const [year, month] = day.split('-').map(Number);

	return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

/* The day of the same number some months later, or that month's last. */
function monthsLater(day, months) {
	const [year, month, date] = day.split('-').map(Number);
	const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();

	return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

/* What each phrase means on a day. */
const phrases = {
	today: (day) => day,
	Today: (day) => day,
	tomorrow: (day) => later(day, 1),
	yesterday: (day) => later(day, -1),
	'in 3 days': (day) => later(day, 3),
	'in three days': (day) => later(day, 3),
	'in a week': (day) => later(day, 7),
	'in 2 weeks': (day) => later(day, 14),
	'in 1 month': (day) => monthsLater(day, 1),
	'in 1 year': (day) => monthsLater(day, 12),
	'3 days ago': (day) => later(day, -3),
	'2 weeks from now': (day) => later(day, 14),
	'next week': (day) => later(day, 7 - weekdayOf(day)),
	'next month': (day) => `${monthsLater(day, 1).slice(0, 7)}-01`,
	'end of week': (day) => later(day, 6 - weekdayOf(day)),
	'end of month': (day) => monthEnd(day),
	'end of next month': (day) => monthEnd(monthsLater(day, 1)),
	'end of year': (day) => `${day.slice(0, 4)}-12-31`,
	...Object.fromEntries(weekdays.flatMap((name, number) => [
		[name, (day) => later(day, (number - weekdayOf(day) + 6) % 7 + 1)],
		[name.slice(0, 3), (day) => later(day, (number - weekdayOf(day) + 6) % 7 + 1)],
		[`next ${name}`, (day) => later(day, 7 - weekdayOf(day) + number)],
		[`this ${name}`, (day) => later(day, number - weekdayOf(day))],
	])),
};

/* Asks again when midnight came in between. */
async function settled(zone, ask, expect) {
	for (;;) {
		const day = dayIn(zone);
		const answer = await ask(day);

		if (day === dayIn(zone)) {
			assert.deepEqual(answer, expect(day));
			return;
		}
	}
}

describe('plain words', () => {
	for (const zone of zones)
		test(`are read in ${zone}`, async () => {
			for (const [phrase, meaning] of Object.entries(phrases))
				await settled(zone, async () => `${phrase}: ${await due(zone, phrase)}`, (day) => `${phrase}: ${meaning(day)}`);
		});

	test('take a time of day', async () => {
		const offset = '+09:00';

		for (const [phrase, days, clock] of [['tomorrow 15:00', 1, '15:00'], ['today at 9:30', 0, '09:30'], ['in 2 days 08:15', 2, '08:15'],
			['tomorrow at 3pm', 1, '15:00'], ['tomorrow 3:45 pm', 1, '15:45'], ['tomorrow at 12am', 1, '00:00'], ['tomorrow 12 PM', 1, '12:00']])
			await settled('Asia/Tokyo', () => due('Asia/Tokyo', phrase), (day) => `${later(day, days)}T${clock}:00${offset}`);
	});

	test('follow the user\'s zone when the administrator changes it', async () => {
		const mover = await team.join('mover@example.com', 'Mover', 'Pacific/Kiritimati');
		const own = await mover.ask('create_workspace', { name: 'Moves' });
		const shown = async () => (await mover.task({ title: 'x', due: 'today' }, { workspace: own.workspace.id })).due;

		await settled('Pacific/Kiritimati', shown, (day) => day);
		await team.installation.administer('user', 'change', 'mover@example.com', '--time-zone', 'Pacific/Pago_Pago', '--name', 'Moved');
		await settled('Pacific/Pago_Pago', shown, (day) => day);
		assert.deepEqual([(await mover.ask('whoami')).user.name, (await mover.ask('whoami')).user.time_zone], ['Moved', 'Pacific/Pago_Pago']);
		await assert.rejects(team.installation.administer('user', 'change', 'mover@example.com', '--time-zone', 'Mars/Base'), /Europe\/Berlin/);
	});

	test('that mean nothing are refused with examples', async () => {
		for (const text of ['soon', 'in days', 'in 3 dayz', 'in 3 weekends', 'in 2 weekdays', '3 yearsago', 'next', 'in 99999 days',
			'2026-02-30', '2026-12-01T25:00', '12/01/2026', 'tomorrow 13pm', 'noon-ish'])
			await people.get('UTC').refused('create_tasks', { workspace: workspace.id, tasks: [{ title: 'x', due: text }] }, 'invalid',
				/is not a due date[^]*2026-12-01.*next friday/);
	});

	test('for none clear a date', async () => {
		const me = people.get('UTC');
		const task = await me.task({ title: 'x', due: 'today', start: 'today' }, { workspace: workspace.id });

		for (const [none, property] of [['', 'due'], ['None', 'start']])
			assert.equal((await me.update(task, { [property]: none })).task[property], undefined);
	});
});

describe('moments', () => {
	test('without an offset are the user\'s own clock', async () => {
		assert.equal(await due('Asia/Kathmandu', '2030-06-01T15:00'), '2030-06-01T15:00:00+05:45');
		assert.equal(await due('America/Los_Angeles', '2030-06-01 15:00:30'), '2030-06-01T15:00:30-07:00');
		assert.equal(await due('UTC', '2030-06-01T15:00'), '2030-06-01T15:00:00Z');
	});

	test('with an offset are shown by the user\'s own clock', async () => {
		assert.equal(await due('Asia/Tokyo', '2030-06-01T23:30:00Z'), '2030-06-02T08:30:00+09:00');
		assert.equal(await due('America/New_York', '2030-06-01T01:00:00+02:00'), '2030-05-31T19:00:00-04:00');
		assert.equal(await due('UTC', '2030-06-01T01:00:00.123-0330'), '2030-06-01T04:30:00Z');
	});

	test('are the same moment for everybody, and a day is the same day', async () => {
		const moment = await people.get('Asia/Tokyo').task({ title: 'Call', due: '2030-01-01T08:00' }, { workspace: workspace.id });
		const day = await people.get('Asia/Tokyo').task({ title: 'Day', due: '2030-01-01' }, { workspace: workspace.id });

		assert.equal((await people.get('America/Los_Angeles').read(moment)).due, '2029-12-31T15:00:00-08:00');
		assert.equal((await people.get('America/Los_Angeles').read(day)).due, '2030-01-01');
	});

	test('where the clocks change are read once and for all', async () => {
		assert.equal(await due('Europe/Berlin', '2030-03-31T02:30'), '2030-03-31T03:30:00+02:00', 'skipped');
		assert.equal(await due('Europe/Berlin', '2030-10-27T02:30'), '2030-10-27T02:30:00+02:00', 'twice: the first');
		assert.equal(await due('Europe/Berlin', '2030-10-27T03:30'), '2030-10-27T03:30:00+01:00');
		assert.equal(await due('America/New_York', '2030-03-10T02:30'), '2030-03-10T03:30:00-04:00', 'skipped');
	});
});

describe('a start and a due moment', () => {
	const tokyo = () => people.get('Asia/Tokyo'), newYork = () => people.get('America/New_York');
	const make = () => tokyo().task({ title: 'early', start: '2026-12-07', due: '2026-12-07T08:00' }, { workspace: workspace.id });

	test('may be written back as they are read', async () => {
		const task = await make();
		const { start, due: shown } = await newYork().read(task);

		assert.deepEqual([start, shown], ['2026-12-07', '2026-12-06T18:00:00-05:00']);
		for (const days of [{ due: shown }, { start, due: shown }, { start }])
			await newYork().update(task, days);
		assert.deepEqual((await tokyo().ask('list_activity', { task: task.id })).activity.length, 1);
		await newYork().update(task, { due: '2026-12-06T19:00' });
		assert.equal((await tokyo().read(task)).due, '2026-12-07T09:00:00+09:00');
	});

	test('are compared alike, whoever writes them', async () => {
		for (const person of [tokyo(), newYork()])
			await person.refused('update_tasks', { tasks: [{ task: (await make()).id, start: '2026-12-08' }] }, 'invalid', /would start on 2026-12-08, after it is due on 2026-12-0[67]T.*[+-]\d\d:00[^]*Send both/);
		await newYork().refused('create_tasks', { workspace: workspace.id, tasks: [{ title: 'x', start: '2026-12-08', due: '2026-12-07' }] }, 'invalid', /due on 2026-12-07/);
	});
});

describe('lists by day', () => {
	/* Titles of tasks due on that day, for this reader. */
	const dueOn = async (zone, day, project) =>
		(await people.get(zone).titles({ project, due_from: day, due_to: day, sort: 'due' }));

	async function projectWith(zone, tasks) {
		const me = people.get(zone);
		const { project } = await me.ask('create_project', { workspace: workspace.id, name: `P ${Math.random()}` });

		await me.ask('create_tasks', { project: project.id, tasks });
		return String(project.id);
	}

	test('hold what is due then by the reader\'s clock', async () => {
		const project = await projectWith('Asia/Tokyo', [
			{ title: 'Morning call', due: '2030-01-01T08:00' }, { title: 'New year', due: '2030-01-01' },
			{ title: 'Late call', due: '2030-01-01T23:00' }, { title: 'No date' },
		]);

		assert.deepEqual(await dueOn('Asia/Tokyo', '2030-01-01', project), ['Morning call', 'Late call', 'New year']);
		assert.deepEqual(await dueOn('America/Los_Angeles', '2030-01-01', project), ['Late call', 'New year']);
		assert.deepEqual(await dueOn('America/Los_Angeles', '2029-12-31', project), ['Morning call']);
		assert.deepEqual(await dueOn('Pacific/Kiritimati', '2030-01-02', project), ['Late call']);
	});

	test('leave out what has no date, whichever end is open', async () => {
		const project = await projectWith('UTC', [{ title: 'Dated', due: '2030-01-01' }, { title: 'No date' }]);

		assert.deepEqual(await people.get('UTC').titles({ project, due_from: '2029-01-01' }), ['Dated']);
		assert.deepEqual(await people.get('UTC').titles({ project, due_to: '2031-01-01' }), ['Dated']);
		assert.deepEqual(await people.get('UTC').titles({ project, due_from: '2030-01-02' }), []);
	});

	test('sort what has a time by it, and what has only a day behind that', async () => {
		const project = await projectWith('America/Los_Angeles', [
			{ title: 'whole day', due: '2030-06-03' }, { title: 'evening', due: '2030-06-03T20:00' }, { title: 'none' },
			{ title: 'noon', due: '2030-06-03T12:00' }, { title: 'day before', due: '2030-06-02' }, { title: 'morning', due: '2030-06-03T07:00' },
		]);

		assert.deepEqual(await people.get('America/Los_Angeles').titles({ project, sort: 'due' }),
			['day before', 'morning', 'noon', 'evening', 'whole day', 'none']);
	});

	test('take created, updated and completed days by the reader\'s clock', async () => {
		const project = await projectWith('UTC', [{ title: 'Made' }]);

		await people.get('UTC').ask('update_tasks', { tasks: [{ task: (await people.get('UTC').ask('list_tasks', { project })).tasks[0].id,
			completed: true }] });
		await team.installation.sql(`UPDATE task SET created_at = '2026-03-01 02:00:00', updated_at = '2026-03-01 02:00:00',
			completed_at = '2026-03-01 02:00:00' WHERE project_id = ${project}`);
		for (const what of ['created', 'updated', 'completed']) {
			const on = (zone, day) => people.get(zone).titles({ project, state: 'any', [`${what}_from`]: day, [`${what}_to`]: day });

			assert.deepEqual(await on('UTC', '2026-03-01'), ['Made'], what);
			assert.deepEqual(await on('America/New_York', '2026-02-28'), ['Made'], what);
			assert.deepEqual(await on('America/New_York', '2026-03-01'), [], what);
			assert.deepEqual(await on('Asia/Tokyo', '2026-03-01'), ['Made'], what);
		}
	});

	test('take days of activity by the reader\'s clock', async () => {
		const project = await projectWith('UTC', [{ title: 'Acted' }]);
		const on = async (zone, day) => (await people.get(zone).ask('list_activity', { project, from: day, to: day })).activity.length;

		await team.installation.sql(`UPDATE activity SET at = '2026-03-01 02:00:00' WHERE entity = 'project' AND entity_id = ${project}`);
		assert.deepEqual([await on('UTC', '2026-03-01'), await on('America/New_York', '2026-02-28'), await on('America/New_York', '2026-03-01')],
			[1, 1, 0]);
	});

	test('today is each reader\'s own', async () => {
		const me = people.get('UTC');
		const { project } = await me.ask('create_project', { workspace: workspace.id, name: 'Today' });

		for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
			const reader = people.get(zone);

			await settled(zone, async (day) => {
				await reader.ask('create_tasks', { project: project.id, tasks: [{ title: `for ${zone}`, due: day, assignee: 'me' }] });
				const { contents } = await reader.get('resources/read', { uri: 'taskdesk://me/today' });

				return contents[0].text.match(/## Due today\n\n([^]*?)\n\n?##/)[1].includes(`for ${zone}`);
			}, () => true);
		}
	});

	test('know what is overdue, to the minute where a time was given', async () => {
		const shifted = (minutes) => new Date(Date.now() + minutes * 60000).toISOString();
		const project = await projectWith('America/Los_Angeles', [
			{ title: 'an hour ago', due: shifted(-60) }, { title: 'in an hour', due: shifted(60) }, { title: 'today', due: 'today' },
			{ title: 'yesterday', due: 'yesterday' }, { title: 'done', due: 'yesterday', completed: true }, { title: 'undated' },
		]);
		const found = async (zone) => (await people.get(zone).ask('search', { query: `is:overdue project:${project}` })).results
			.map((row) => row.title).sort();

		assert.deepEqual(await found('America/Los_Angeles'), ['an hour ago', 'yesterday']);
		assert.ok((await found('Pacific/Kiritimati')).includes('an hour ago'));
		assert.ok(!(await found('Pacific/Kiritimati')).includes('in an hour'));
	});

	test('need a day where one is asked for', async () => {
		await people.get('UTC').refused('list_tasks', { due_from: 'none' }, 'invalid', /'none' is not a due date/);
	});
});
