/*
 * Activity: what was done, by whom, to what, and from what to what.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { freshWorkspace, startUsualTeam } from '../support.mjs';

let team;

before(async () => {
	team = await startUsualTeam();
});

after(() => team?.stop());

async function place() {
	const workspace = String((await freshWorkspace(team)).id);
	const { project } = await team.ada.ask('create_project', { workspace, name: `Acts in ${workspace}` });

	return { workspace, project: String(project.id) };
}

const activity = async (listing, person = team.gus) => (await person.ask('list_activity', listing)).activity;
const short = (rows) => rows.map((row) => `${row.action} ${row.entity} ${row.name}`);

describe('a list of activity', () => {
	test('has what was done to tasks, projects, workspaces and in comments, newest first, by name', async () => {
		const { workspace, project } = await place();
		const task = await team.ben.task({ title: 'Dig' }, { project });

		await team.gus.ask('add_comment', { task: task.id, text: 'Deep?' });
		await team.ada.ask('update_project', { project, name: 'Renamed' });
		await team.ben.ask('delete_tasks', { tasks: [{ task: task.id }] });
		const rows = await activity({ workspace });

		assert.deepEqual(short(rows).slice(0, 5), ['delete task Dig', 'update project Renamed', 'create comment Dig', 'create task Dig', 'create project Renamed']);
		assert.deepEqual([rows[2].task_id, rows[2].text, rows[2].actor], [task.id, 'Deep?', 'gus@example.com']);
		assert.match(rows.at(-1).name, /^Garden/);
		for (const row of rows)
			assert.match(row.at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
	});

	test('is limited to a task, also in the trash, with its comments', async () => {
		const { project } = await place();
		const task = await team.ada.task({ title: 'One' }, { project });

		await team.ada.task({ title: 'Other' }, { project });
		await team.ada.ask('add_comment', { task: task.id, text: 'x' });
		const deleted = await team.ada.ask('delete_tasks', { tasks: [{ task: task.id }] });

		assert.deepEqual(short(await activity({ task: task.id })), ['delete task One', 'create comment One', 'create task One']);
		await team.ada.refused('get_task', { task: task.id }, 'not_found', new RegExp(`in the trash: ada@example.com deleted it[^]*undo with change_id ${deleted.change_id}`));
	});

	test('is limited to a project with its tasks and comments, an actor, a change, days', async () => {
		const { project } = await place();
		const task = await team.ada.task({ title: 'One' }, { project });

		await team.ben.ask('add_comment', { task: task.id, text: 'x' });
		const change = await team.ben.ask('update_tasks', { tasks: [{ task: task.id, title: 'Two' }] });

		assert.equal((await activity({ project })).length, 4);
		assert.deepEqual(short(await activity({ project, actor: 'ben@example.com' })), ['update task Two', 'create comment Two']);
		assert.deepEqual(short(await activity({ change_id: change.change_id })), ['update task Two']);
		assert.equal((await activity({ project, from: 'today', to: 'today' })).length, 4);
		assert.deepEqual(await activity({ project, to: 'yesterday' }), []);
		assert.deepEqual(await activity({ project, from: 'tomorrow' }), []);
	});

	test('tells values as people know them', async () => {
		const { workspace, project } = await place();
		const task = await team.ada.task({ title: 'One' }, { project });

		await team.ada.ask('update_project', { project, sections: ['To do'], custom_fields: ['Cost:number'] });
		await team.ada.update(task, { assignee: 'ben@example.com', followers: ['me', 'gus@example.com'], section: 'To do', custom_fields: ['Cost=5'], tags: ['a', 'b'],
			due: '2030-01-01', priority: 'high' });
		await team.ada.ask('update_workspace', { workspace, members: [{ user: 'ben@example.com', role: 'owner' }] });
		const [member, changed, shaped] = await activity({ workspace });
		const to = (row) => Object.fromEntries(row.changes.map((change) => [change.field, change.to]));

		assert.deepEqual(member.changes, [{ field: 'member ben@example.com', from: 'member', to: 'owner' }]);
		assert.deepEqual(to(shaped), { sections: 'To do', fields: 'number:Cost:' });
		const { assignee, section, ...rest } = to(changed);

		assert.match(assignee, /^\d+ ben@example.com$/);
		assert.match(section, /^\d+ To do$/);
		assert.deepEqual(rest, { followers: 'ada@example.com\ngus@example.com', 'field Cost': '5', tags: 'a\nb', due: '2030-01-01', priority: 'high' });
	});

	test('tells each field of a task by its name, also of one that was removed', async () => {
		const { project } = await place();

		await team.ada.ask('update_project', { project, custom_fields: ['Cost:number', 'Size:choice:S|M', 'Kept:text'] });
		const task = await team.ada.task({ title: 'One', custom_fields: ['Cost=3', 'Kept=so'] }, { project });

		await team.ada.update(task, { custom_fields: ['Cost=', 'Size=M'] });
		await team.ada.ask('update_project', { project, custom_fields: ['-Cost'] });
		const [, changed] = await activity({ project });

		assert.deepEqual(changed.changes, [{ field: 'field Cost', from: '3' }, { field: 'field Size', to: 'M' }]);
	});

	test('tells when something is due in the time zone of whoever reads', async () => {
		const { workspace, project } = await place();
		const tok = await team.join('tok@example.com', 'Tok Yo', 'Asia/Tokyo');

		await team.ada.ask('update_workspace', { workspace, members: [{ user: 'tok@example.com', role: 'guest' }] });
		const task = await team.ada.task({ title: 'One', due: '2026-12-08T20:00' }, { project });

		await team.ada.update(task, { due: '2026-12-09' });
		for (const [person, from] of [[tok, '2026-12-09T05:00:00+09:00'], [team.gus, '2026-12-08T20:00:00Z']])
			assert.deepEqual((await activity({ task: task.id }, person))[0].changes, [{ field: 'due', from, to: '2026-12-09' }]);
	});

	test('tells the same to whoever had an earlier version', async () => {
		const { project } = await place();

		await team.ada.ask('update_project', { project, custom_fields: ['Cost:number'] });
		const task = await team.ada.task({ title: 'One' }, { project });

		await team.ben.update(task, { custom_fields: ['Cost=5'], due: '2026-12-08T20:00' });
		const late = await team.ada.ask('update_tasks', { tasks: [{ task: task.id, followers: ['me'] }, { task: task.id, if_version: 1, title: 'x' }] });

		assert.match(late.results[1].error.message,
			/; ada@example.com set followers to 'ada@example.com' in this call; ben@example.com set due to '2026-12-08T20:00:00Z', field Cost to '5'$/);
	});

	test('hides the text of a comment that was taken back', async () => {
		const { project } = await place();
		const task = await team.ada.task({ title: 'One' }, { project });
		const said = await team.ada.ask('add_comment', { task: task.id, text: 'regretted' });

		await team.ada.ask('undo', { change_id: said.change_id });
		assert.doesNotMatch(JSON.stringify(await activity({ task: task.id })), /regretted/);
	});

	test('says which key was used, and that undoing is a change too', async () => {
		const { project } = await place();
		const keyed = await team.withKey('--scopes', 'read,write', '--user', 'ada@example.com');
		const made = await keyed.ask('create_tasks', { project, tasks: [{ title: 'By key' }] });

		await team.ada.ask('undo', { change_id: made.change_id });
		const [undone, first] = await activity({ project });

		assert.deepEqual([undone.action, undone.credential, first.action], ['delete', undefined, 'create']);
		assert.match(first.credential, /^key /);
	});
});
