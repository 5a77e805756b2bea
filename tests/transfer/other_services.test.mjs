/*
 * What other services export, as they export it.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { startInstallation } from '../support/installation.mjs';
import { control, fileWith, newFolder, workspaceOf } from './control.mjs';
import { ADA, addPeople, GRACE } from './garden.mjs';

const ASANA = `Task ID,Created At,Completed At,Last Modified,Name,Section/Column,Assignee,Assignee Email,Start Date,Due Date,Tags,Notes,Projects,Parent task,Blocked By (Dependencies),Blocking (Dependencies),Priority,Task Progress,Cost: net
1201111111111111,2026-01-05,,2026-02-01,"Plan, then build",Backlog,Ada Lovelace,ada@example.com,2026-02-02,2026-02-10,"web,first",Some notes,Relaunch,,,,High,On track,12.50
1201111111111112,2026-01-06,2026-01-20,2026-01-20,Build,Doing,Grace,grace@example.com,,2026-02-20,,"Two
lines, with ""quotes""","Relaunch,Company goals",,"Plan, then build,Sketch",,Medium,,
1201111111111113,2026-01-07,,2026-01-07,Sketch,Backlog,Nobody Atall,nobody@example.com,,,,,Relaunch,,,Ship,Someday,,
1201111111111114,2026-01-08,,2026-01-08,Draw,,,,,,,,,Sketch,,,,,
1201111111111115,2026-01-09,,2026-01-09,Ship,Done,,,2026-03-09,2026-03-01,,,Relaunch,,Nowhere,,,,
1.20111E+15,2026-01-09,,2026-01-09,,Done,,,,,,untitled but with notes,Relaunch,,,,,,
1.20111E+15,2026-01-09,,2026-01-09,${'Long '.repeat(120)},Done,,,,,,,Relaunch,,,,,,
`;

const TODOIST = `\uFEFFTYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE,DURATION,DURATION_UNIT,DEADLINE,DEADLINE_LANG
meta,view_style=board,,,,,,,,,,,,
task,Pack @travel @home bags,"Two
lines",1,1,Ada Lovelace (1234),Ada Lovelace (1234),2030-01-05 at 17:00,en,Europe/Berlin,30,minute,,
note,Not the blue one,,,,Grace Hopper (77),,2026-01-02T03:04:05.000000Z,,,,,,
task,Passport,,2,2,Ada Lovelace (1234),,,,,,,,
task,Expiry date,,3,3,,,,,,,,,
task,Tickets,,4,2,,Somebody Else (9),,,,,,,
,,,,,,,,,,,,,
section,While away,,,,,,,,,,,,
task,Water plants,,4,1,,,every friday,en,,,,,
task,Full moon,,4,1,,,every other full moon,en,,,,,
task,Blumen,,4,1,,,jeden Tag,de,,,,,
task,mail@example.com is no label,,,1,,,2030-02-01,en,,,,2030-02-03,en
task,Deep,,4,4,,,,,,,,,
`;

describe('import', () => {
	let installation, folder;

	const bring = (input, ...words) => control(installation, ['import', ...words], { input });

	/* The tasks as the tools show them, by title. */
	const tasksOf = async (workspace) => {
		const { tasks } = await installation.ask('list_tasks', { workspace, state: 'any', limit: 100 });
		const whole = await Promise.all(tasks.map(async ({ id }) => (await installation.ask('get_task', { task: String(id) })).task));

		return Object.fromEntries(whole.map((task) => [task.title, task]));
	};

	before(async () => {
		installation = await startInstallation('lighttpd-fcgi');
		folder = newFolder(installation);
		await addPeople(installation);
	});

	after(() => installation.stop());

	test('keeps a comment of Todoist whose date cannot be read', async () => {
		const result = await bring('TYPE,CONTENT,PRIORITY,INDENT,DATE\ntask,One,4,1,\nnote,Hello,,,5.1.2026\n', '--workspace', 'Notes');

		assert.equal(result.status, 0, result.stderr);
		assert.match(result.stderr, /^line 3: note: '5.1.2026' is not a moment of creation; the comment counts as made now\n$/);
		assert.equal(await installation.value(`SELECT text FROM comment WHERE workspace_id = ${workspaceOf(result)}`), 'Hello');
	});

	describe('of an export of Asana', () => {
		let result, workspace, tasks;

		before(async () => {
			result = await bring(ASANA, '--workspace', 'From Asana', '--add-members');
			workspace = workspaceOf(result);
			tasks = await tasksOf(workspace);
		});

		test('takes every row', () => {
			assert.equal(result.status, 0, result.stderr);
			assert.match(result.stdout, /1 projects, 7 tasks/);
		});

		test('takes what a task has', () => {
			const plan = tasks['Plan, then build'];

			assert.deepEqual([plan.project, plan.section, plan.assignee, plan.start, plan.due, plan.priority, plan.notes],
				['Relaunch', 'Backlog', ADA, '2026-02-02', '2026-02-10', 'high', 'Some notes']);
			assert.deepEqual(plan.tags, ['first', 'web']);
			assert.match(plan.created_at, /^2026-01-05T/);
			assert.match(plan.updated_at, /^2026-02-01T/);
			assert.deepEqual(plan.custom_fields, ['Task Progress=On track', 'Cost  net=12.50']);
		});

		test('takes completed tasks as completed, with text over several lines', () => {
			assert.deepEqual([tasks.Build.completed, tasks.Build.assignee], [true, GRACE]);
			assert.match(tasks.Build.completed_at, /^2026-01-20T/);
			assert.equal(tasks.Build.notes, 'Two\nlines, with "quotes"\n\nFrom the import:\n- also in project: Company goals');
		});

		test('finds parents and dependencies by their titles, commas and all', () => {
			const id = (title) => String(tasks[title].id);

			assert.equal(tasks.Draw.parent_id, tasks.Sketch.id);
			assert.equal(tasks.Draw.project, 'Relaunch');
			assert.deepEqual(tasks.Build.blocked_by, [id('Plan, then build'), id('Sketch')]);
			assert.deepEqual(tasks.Ship.blocked_by, [id('Sketch')]);
			assert.match(result.stderr, /line 7: note: the task 'Nowhere', which blocks this one, is not in the file/);
		});

		test('keeps as text what has no place', () => {
			assert.match(tasks.Sketch.notes, /- assignee: Nobody Atall <nobody@example.com>/);
			assert.equal(tasks.Sketch.priority, 'none');
			assert.deepEqual(tasks.Sketch.custom_fields, ['Priority=Someday']);
			assert.equal(tasks.Ship.start, undefined);
			assert.match(tasks.Ship.notes, /- start date: 2026-03-09/);
		});

		test('gives a title to what has none, and shortens one that is too long', () => {
			assert.match(tasks['(untitled)'].notes, /untitled but with notes/);
			const long = Object.values(tasks).find(({ title }) => title.startsWith('Long'));

			assert.equal(long.title.length, 500);
			assert.match(long.notes, /- whole title: (Long ){120}/);
		});

		test('takes every task into the project that is named instead', async () => {
			const named = await bring(ASANA, '--workspace', 'Named', '--project', 'Mine', '--format', 'asana');

			assert.deepEqual((await installation.sql(`SELECT DISTINCT p.name FROM task t JOIN project p ON p.id = t.project_id
				WHERE t.workspace_id = ${workspaceOf(named)}`)), [['Mine']]);
		});

		test('finds the header behind rows that a spreadsheet put before it', async () => {
			const { stdout } = await bring(`,,\n,,https://app.asana.com/\n,,\n${ASANA}`, '--workspace', 'Behind');

			assert.match(stdout, /7 tasks/);
		});

		test('knows a second time what it made the first time', async () => {
			const again = await bring(ASANA, '--workspace', workspace);

			assert.match(again.stdout, /0 projects, 7 tasks/);
			assert.equal(await installation.value(`SELECT COUNT(*) FROM section s JOIN project p ON p.id = s.project_id WHERE p.workspace_id = ${workspace}`), '3');
			assert.equal(await installation.value(`SELECT COUNT(*) FROM custom_field f JOIN project p ON p.id = f.project_id WHERE p.workspace_id = ${workspace}`), '3');
		});
	});

	describe('of a template of Todoist', () => {
		let result, tasks;

		before(async () => {
			result = await control(installation, ['import', '--workspace', 'From Todoist', '--add-members', fileWith(folder, 'Long trip.csv', TODOIST)]);
			tasks = await tasksOf(workspaceOf(result));
		});

		test('takes tasks, sections and notes into a project named after the file', () => {
			assert.equal(result.status, 0, result.stderr);
			assert.match(result.stdout, /1 projects, 9 tasks, 1 comments; 0 lines failed/);
			assert.deepEqual(new Set(Object.values(tasks).map(({ project }) => project)), new Set(['Long trip']));
			assert.deepEqual([tasks['Pack bags'].section, tasks['Water plants'].section], [undefined, 'While away']);
		});

		test('takes labels out of the title, and priorities the right way round', () => {
			assert.deepEqual(tasks['Pack bags'].tags, ['home', 'travel']);
			assert.deepEqual(['Pack bags', 'Passport', 'Expiry date', 'Tickets', 'mail@example.com is no label'].map((title) => tasks[title].priority),
				['urgent', 'high', 'medium', 'none', 'none']);
		});

		test('makes subtasks of indented rows', () => {
			assert.equal(tasks.Passport.parent_id, tasks['Pack bags'].id);
			assert.equal(tasks['Expiry date'].parent_id, tasks.Passport.id);
			assert.equal(tasks.Tickets.parent_id, tasks['Pack bags'].id);
			assert.equal(tasks['Water plants'].parent_id, undefined);
			assert.equal(tasks.Deep.parent_id, tasks['mail@example.com is no label'].id);
		});

		test('reads dates in the zone of the row, and rules where they are understood', () => {
			assert.equal(new Date(tasks['Pack bags'].due).toISOString(), '2030-01-05T16:00:00.000Z');
			assert.equal(tasks['Water plants'].recurrence, 'FREQ=WEEKLY;BYDAY=FR');
			assert.equal(new Date(`${tasks['Water plants'].due}T00:00Z`).getUTCDay(), 5);
			assert.deepEqual([tasks['mail@example.com is no label'].start, tasks['mail@example.com is no label'].due], ['2030-02-01', '2030-02-03']);
		});

		test('keeps the rest as text, and says so', () => {
			assert.match(tasks['Full moon'].notes, /- date: every other full moon/);
			assert.match(tasks.Blumen.notes, /- date: jeden Tag/);
			assert.match(tasks['Pack bags'].notes, /^Two\nlines\n\nFrom the import:\n- duration: 30 minute/);
			assert.match(tasks.Tickets.notes, /- assignee: Somebody Else/);
			assert.match(result.stderr, /line 12: note: the date 'every other full moon' cannot be read/);
		});

		test('knows people by their names, and keeps who said what when', async () => {
			assert.equal(tasks['Pack bags'].assignee, ADA);
			assert.equal(tasks['Pack bags'].created_by, ADA);
			assert.deepEqual(await installation.sql(`SELECT k.text, u.email, k.created_at FROM comment k JOIN user u ON u.id = k.created_by
				WHERE k.task_id = ${tasks['Pack bags'].id}`), [['Not the blue one', GRACE, '2026-01-02 03:04:05.000']]);
		});

		test('tells what it cannot place', async () => {
			const bad = await bring('TYPE,CONTENT,PRIORITY,INDENT,DATE\nnote,first,,,\nsection,,,,\nlabel,x,,,\ntask,,,,\ntask,X,9,,\ntask,Y,,0,\ntask,Z,,,\n',
				'--workspace', 'Bad', '--format', 'todoist');

			assert.equal(bad.status, 1);
			assert.deepEqual(bad.stderr.match(/^line \d+/gm), ['line 2', 'line 3', 'line 4', 'line 5', 'line 6', 'line 7']);
			assert.match(bad.stdout, /1 tasks/);
		});
	});
});
