/*
 * Random recurrence rules, completed again and again by people around the world, against a library that knows RFC 5545.
 * The seed is printed; PROPERTY_SEED=N runs the same again.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import rrule from 'rrule';

import { startTeam } from '../support.mjs';
import { below, chance, pick, seed, some } from './chance.mjs';

const SERIES = 50, ROUNDS = 2, TIMES = 7;
const DAY_MILLISECONDS = 86400000;
const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

const dayOf = (date) => date.toISOString().slice(0, 10);
const occurrences = (text, start) => rrule.rrulestr(`RRULE:${text}`, { dtstart: start });

const places = {
	DAILY: () => [],
	WEEKLY: () => (chance(0.6) ? [`BYDAY=${[...new Set(some(weekdays, 4))].join(',')}`] : []),
	MONTHLY: () => pick([[], [`BYDAY=${pick(['1', '2', '3', '4', '-1'])}${pick(weekdays)}`], [`BYMONTHDAY=${1 + below(28)}`], ['BYMONTHDAY=-1']]),
	YEARLY: () => [],
};

/* An end by count only where the series begins on a day of the rule: RFC 5545 leaves open how others are counted. */
function randomEnd(parts, start) {
	const isOnRule = dayOf(occurrences(parts.join(';'), start).after(start, true)) === dayOf(start);

	if (chance(0.25) && isOnRule)
		return [`COUNT=${1 + below(TIMES)}`];
	return chance(0.25) ? [`UNTIL=${dayOf(new Date(start.getTime() + below(300) * DAY_MILLISECONDS)).replaceAll('-', '')}`] : [];
}

/* Not from the 29th on: a month without the day has its last day here, and none in RFC 5545. */
function randomSeries(index) {
	const start = new Date(Date.UTC(2031 + below(4), below(12), 1 + below(28)));
	const frequency = pick(Object.keys(places));
	const parts = [`FREQ=${frequency}`, ...(chance(0.5) ? [`INTERVAL=${1 + below(4)}`] : []), ...places[frequency]()];
	const rule = [...parts, ...randomEnd(parts, start)].join(';');
	/* Not at an hour that is left out when clocks go forward. */
	const clock = chance(0.5) ? `T${pick(['00', '01', '03', '09', '12', '18', '23'])}:30` : '';
	const later = occurrences(rule, start).between(start, new Date(Date.UTC(2100, 0, 1)), false, (_, found) => found < TIMES);

	const expected = [start, ...later].slice(0, TIMES).map((date) => `${dayOf(date)}${clock}`);

	return { title: String(index), rule, expected, seen: [] };
}

let team, workspace, owner, people;

before(async () => {
	team = await startTeam();
	people = await Promise.all(['Europe/Berlin', 'Asia/Tokyo', 'America/New_York', 'Pacific/Kiritimati', 'UTC'].map((zone, index) =>
		team.join(`person-${index}@example.com`, zone, zone)));
	[owner] = people;
	workspace = (await owner.ask('create_workspace', { name: 'Again and again', members: people.slice(1).map(({ email }) => email) })).workspace.id;
});

after(() => team?.stop());

/* Notes which day each is due on, and completes all of them. */
async function completeAll(project, series) {
	const { tasks } = await owner.ask('list_tasks', { project, limit: SERIES, fields: ['id', 'title', 'due'] });

	for (const { title, due } of tasks)
		series[Number(title)].seen.push(due.slice(0, series[Number(title)].expected[0].length));
	if (tasks.length)
		await pick(people).ask('update_tasks', { tasks: tasks.map(({ id }) => ({ task: String(id), completed: true })) });
}

test('recurs on the days that the rule says', async (context) => {
	context.diagnostic(`PROPERTY_SEED=${seed}`);
	for (let round = 0; round < ROUNDS; round += 1) {
		const series = Array.from({ length: SERIES }, (_, index) => randomSeries(index));
		const project = String((await owner.ask('create_project', { workspace, name: `Round ${round}` })).project.id);

		await owner.ask('create_tasks', { project, tasks: series.map(({ title, rule, expected }) => ({ title, due: expected[0], recurrence: rule })) });
		for (let time = 0; time < TIMES; time += 1)
			await completeAll(project, series);
		for (const { rule, expected, seen } of series)
			assert.deepEqual(seen, expected, `${rule} from ${expected[0]}`);
	}
});
