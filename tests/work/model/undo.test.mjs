/*
 * Taking back: every kind of change, one after the other, unless something newer depends on it.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { addSubtasks, freshWorkspace, startUsualTeam } from '../support.mjs';

let team;

before(async () => {
	team = await startUsualTeam();
});

after(() => team?.stop());

const undo = (change, person = team.ada) => person.ask('undo', { change_id: change.change_id ?? change });
const refuseUndo = (change, code, sentence, person = team.ada) =>
	person.refused('undo', { change_id: change.change_id ?? change }, code, sentence);
const update = (task, properties, person = team.ada) => person.ask('update_tasks', { tasks: [{ task: task.id, ...properties }] });

async function place(sections = ['To do', 'Doing']) {
	const workspace = await freshWorkspace(team);
	const { project } = await team.ada.ask('create_project', { workspace: workspace.id, name: `P of ${workspace.name}`, sections,
		custom_fields: ['Cost:number'] });

	return { workspace: String(workspace.id), project: String(project.id) };
}

/* A task as everything that can be edited says. */
async function stateOf(task) {
	const { id, updated_at: at, updated_by: by, version, ...rest } = await team.ada.read(task);

	return rest;
}

describe('a change of', () => {
	const edits = {
		title: { title: 'Other' }, notes: { notes: 'Other' }, assignee: { assignee: 'ben@example.com' }, priority: { priority: 'urgent' },
		start: { start: '2029-12-01' }, due: { due: '2030-02-02T10:00' }, 'no due date': { due: '', recurrence: '' }, recurrence: { recurrence: 'daily' },
		section: { section: 'Doing' }, 'no section': { section: '' }, project: { project: '' }, tags: { tags: ['+new', '-old'] },
		followers: { followers: ['ben@example.com'] }, links: { links: [] }, 'custom fields': { custom_fields: ['Cost=7'] },
		place: { place: 'top' }, completed: { completed: true }, everything: { title: 'x', notes: '', assignee: '', due: '2031-01-01', project: '',
			priority: 'none', tags: [], completed: true },
	};

	for (const [name, properties] of Object.entries(edits))
		test(`${name} is taken back, and had again`, async () => {
			const { project } = await place();
			const task = await team.ada.task({
				title: 'Mine', notes: 'n', assignee: 'me', priority: 'low', start: '2030-01-01', due: '2030-01-05', recurrence: 'weekly', section: 'To do',
				tags: ['old'], followers: ['me'], links: ['https://example.com/ here'], custom_fields: ['Cost=3'],
			}, { project });
			const start = await stateOf(task);
			const change = await update(task, properties);
			const changed = await stateOf(task);
			const undone = await undo(change);

			assert.deepEqual(await stateOf(task), start);
			await undo(undone);
			assert.deepEqual(await stateOf(task), changed);
		});

	test('parent and blockers is taken back', async () => {
		const { project } = await place();
		const [one, two] = [await team.ada.task({ title: '1' }, { project }), await team.ada.task({ title: '2' }, { project })];
		const change = await update(two, { parent: one.id, blocked_by: [String(one.id)] });

		await undo(change);
		assert.deepEqual([(await team.ada.read(two)).parent_id, (await team.ada.read(two)).blocked_by], [undefined, undefined]);
		await update(one, { blocked_by: [String(two.id)], parent: two.id });
	});
});

describe('undoing', () => {
	test('creating moves to the trash, and undoing that restores', async () => {
		const { project } = await place();
		const made = await team.ada.ask('create_tasks', { project, tasks: [{ title: 'a' }, { title: 'b', parent: 'a' }] });
		const undone = await undo(made);

		assert.equal(undone.things, 2);
		assert.deepEqual(await team.ada.titles({ project }), []);
		await undo(undone);
		assert.deepEqual(await team.ada.titles({ project }), ['a', 'b']);
	});

	test('deleting restores from the trash with all subtasks and comments', async () => {
		const { project } = await place();
		const top = await team.ada.task({ title: 'top', tags: ['t'] }, { project });
		const below = await team.ada.task({ title: 'below', parent: top.id });

		await team.ada.task({ title: 'deepest', parent: below.id });
		await team.ada.ask('add_comment', { task: below.id, text: 'kept' });
		const deleted = await team.ada.ask('delete_tasks', { tasks: [{ task: top.id }] });

		assert.equal(deleted.results[0].subtasks, 2);
		assert.deepEqual((await team.ada.titles({ project, state: 'trash' })).sort(), ['below', 'deepest', 'top']);
		await undo(deleted);
		assert.deepEqual((await team.ada.titles({ project })).sort(), ['below', 'deepest', 'top']);
		assert.deepEqual((await team.ada.ask('get_task', { task: below.id })).comments.map((comment) => comment.text), ['kept']);
		assert.deepEqual(await team.ada.titles({ project, tags: ['t'] }), ['top']);
	});

	test('deleting restores as many subtasks as one call deletes, with long notes, too', async () => {
		const { project } = await place();
		const top = await team.ada.task({ title: 'top', notes: 'x'.repeat(50000) }, { project });
		const left = () => team.installation.value(`SELECT COUNT(*) FROM task WHERE project_id = ${project} AND deleted_at IS NULL`);

		await addSubtasks(team, top, 1999);
		await team.installation.sql(`UPDATE task SET notes = REPEAT('y', 20000) WHERE parent_id = ${top.id}`);
		const deleted = await team.ada.ask('delete_tasks', { tasks: [{ task: top.id }] });

		assert.equal(deleted.results[0].subtasks, 1999);
		assert.equal(await left(), '0');
		const undone = await undo(deleted);

		assert.deepEqual([undone.things, await left()], [2000, '2000']);
		await undo(undone);
		assert.equal(await left(), '0');
	});

	test('a bulk change takes back all of it', async () => {
		const { project } = await place();
		const made = await team.ada.ask('create_tasks', { project, tasks: Array.from({ length: 20 }, (_, i) => ({ title: `t${i}` })) });
		const change = await team.ada.ask('update_tasks', { tasks: made.results.map(({ task }, i) => ({ task: task.id, title: `x${i}`, priority: 'high' })) });

		assert.equal((await undo(change)).things, 20);
		assert.deepEqual(await team.ada.titles({ project, priority: 'none' }), made.results.map(({ task }) => task.title));
	});

	test('a move takes the subtasks back as well', async () => {
		const here = await place();
		const other = (await team.ada.ask('create_project', { workspace: here.workspace, name: 'Other' })).project;
		const top = await team.ada.task({ title: 'top', section: 'Doing' }, { project: here.project });
		const below = await team.ada.task({ title: 'below', parent: top.id, section: 'To do', custom_fields: ['Cost=1'] });
		const moved = await update(top, { project: other.id });

		assert.deepEqual(await team.ada.titles({ project: other.id }), ['top', 'below']);
		await undo(moved);
		assert.deepEqual([(await team.ada.read(top)).section, (await team.ada.read(below)).section, (await team.ada.read(below)).custom_fields],
			['Doing', 'To do', ['Cost=1']]);
	});

	test('a comment takes it away, by whoever said it', async () => {
		const { project } = await place();
		const task = await team.ada.task({ title: 'talk' }, { project });
		const said = await team.gus.ask('add_comment', { task: task.id, text: 'unwise' });
		const comments = async () => (await team.ada.ask('get_task', { task: task.id })).comments ?? [];

		await refuseUndo(said, 'denied', /role owner/, team.ben);
		const undone = await undo(said, team.gus);

		assert.deepEqual(await comments(), []);
		await undo(undone, team.gus);
		assert.equal((await comments()).length, 1);
	});

	test('workspaces: their making, name and members', async () => {
		const made = await team.ada.ask('create_workspace', { name: 'Short-lived', members: ['ben@example.com'] });
		const workspace = String(made.workspace.id);
		const change = await team.ada.ask('update_workspace', { workspace, name: 'Renamed', description: 'd', archived: true,
			members: [{ user: 'ben@example.com', role: 'none' }, { user: 'gus@example.com', role: 'guest' }] });
		const undone = await undo(change);
		const { workspaces } = await team.ada.ask('list_workspaces', { limit: 100 });
		const row = workspaces.find((one) => String(one.id) === workspace);

		assert.deepEqual([row.name, row.description, row.archived], ['Short-lived', undefined, false]);
		assert.deepEqual((await team.ada.ask('list_users', { workspace })).users.map((user) => user.email), ['ada@example.com', 'ben@example.com']);
		await undo(undone);
		assert.equal((await team.gus.ask('list_workspaces', { archived: true, limit: 100 })).workspaces.find((one) => String(one.id) === workspace).name, 'Renamed');
		await refuseUndo(made, 'conflict', /done in the workspace since|changed again/);
		await undo((await team.ada.ask('list_activity', { workspace })).activity[0].change_id);
		await undo(made);
		await team.ada.refused('list_projects', { workspace }, 'not_found');
	});

	test('projects: their making, shape, status and archive', async () => {
		const workspace = String((await freshWorkspace(team)).id);
		const made = await team.ada.ask('create_project', { workspace, name: 'Shape', sections: ['A', 'B'], custom_fields: ['F:text'] });
		const project = String(made.project.id);
		const task = await team.ada.task({ title: 'in A', section: 'A', custom_fields: ['F=v'] }, { project });
		const change = await team.ada.ask('update_project', { project, name: 'Other', description: 'd', archived: true, sections: ['C', 'B=D'],
			custom_fields: ['-F', 'G:number'], status: 'off_track', status_text: 'late' });

		assert.deepEqual([(await team.ada.read(task)).section, (await team.ada.read(task)).custom_fields], [undefined, undefined]);
		await undo(change);
		const row = (await team.ada.ask('list_projects', { workspace })).projects[0];

		assert.deepEqual([row.name, row.description, row.archived, row.status], ['Shape', undefined, false, undefined]);
		assert.deepEqual([(await team.ada.read(task)).section, (await team.ada.read(task)).custom_fields], ['A', ['F=v']]);
		assert.match((await team.ada.ask('fetch', { id: `project:${project}` })).text, /## A\n[^]*## B/);
		await refuseUndo(made, 'conflict', /tasks were added/);
	});

	test('a copied project takes the copy away', async () => {
		const { workspace, project } = await place();

		await team.ada.ask('create_tasks', { project, tasks: [{ title: 'a' }, { title: 'b', parent: 'a' }] });
		const copy = await team.ada.ask('create_project', { workspace, name: 'Copy', copy_of: project });

		assert.equal((await undo(copy)).things, 3);
		assert.deepEqual((await team.ada.ask('list_projects', { workspace })).projects.length, 1);
	});

	test('an account is not possible, and says who can', async () => {
		const made = await team.ben.ask('register', { email: 'made-by-ben@example.com', name: 'M', password: 'a long pass phrase' });

		await refuseUndo(made, 'conflict', /administrator/, team.ben);
		await refuseUndo(made, 'not_found', /no change/, team.ada);
	});
});

describe('one after the other', () => {
	test('changes of one thing are taken back, newest first, and had again', async () => {
		const { project } = await place();
		const made = await team.ada.ask('create_tasks', { project, tasks: [{ title: 'v0' }] });
		const [{ task }] = made.results;
		const changes = [];

		for (const title of ['v1', 'v2', 'v3'])
			changes.push(await update(task, { title }));
		const undone = [];

		for (const [i, title] of ['v2', 'v1', 'v0'].entries()) {
			undone.push(await undo(changes[2 - i]));
			assert.equal((await team.ada.read(task)).title, title);
		}
		for (const [i, title] of ['v1', 'v2', 'v3'].entries()) {
			await undo(undone[2 - i]);
			assert.equal((await team.ada.read(task)).title, title);
		}
		for (const change of [changes[2], changes[1], changes[0], made])
			await undo(change);
		assert.deepEqual(await team.ada.titles({ project }), []);
	});

	test('a change that is undone is not undone twice', async () => {
		const { project } = await place();
		const task = await team.ada.task({ title: 'a' }, { project });
		const change = await update(task, { title: 'b' });
		const undone = await undo(change);

		await refuseUndo(change, 'conflict', new RegExp(`undone already, by change ${undone.change_id}[^]*Undo change ${undone.change_id}`));
		await undo(undone);
		await undo(change);
	});

	test('what others changed elsewhere in the thing stays', async () => {
		const { project } = await place();
		const task = await team.ada.task({ title: 'a' }, { project });
		const change = await update(task, { title: 'b' });

		await update(task, { priority: 'high', tags: ['x'] }, team.ben);
		await undo(change);
		const now = await team.ada.read(task);

		assert.deepEqual([now.title, now.priority, now.tags], ['a', 'high', ['x']]);
	});
});

describe('what newer things depend on is not undone, and says what depends', () => {
	test('the same property, changed again', async () => {
		const { project } = await place();
		const task = await team.ada.task({ title: 'a' }, { project });
		const change = await update(task, { title: 'b' });
		const newer = await update(task, { title: 'c' }, team.ben);

		await refuseUndo(change, 'conflict', new RegExp(`ben@example.com.*${newer.change_id}[^]*Undo change ${newer.change_id} first`));
		assert.equal((await team.ada.read(task)).title, 'c');
	});

	test('the same property, however much else was changed since', async () => {
		const { project } = await place();
		const task = await team.ada.task({ title: 'Alpha' }, { project });
		const change = await update(task, { title: 'Beta' });
		const other = await update(task, { priority: 'high' });
		const newer = await update(task, { title: 'Gamma' }, team.ben);

		for (let i = 0; i < 210; i++)
			await update(task, { notes: `n${i}` });
		await refuseUndo(change, 'conflict', new RegExp(`ben@example.com.*${newer.change_id}`));
		await undo(other);
		await undo(newer, team.ben);
		await undo(change);
		assert.equal((await team.ada.read(task)).title, 'Alpha');
	});

	test('a place in a project that the task has left', async () => {
		const { workspace, project } = await place();
		const other = (await team.ada.ask('create_project', { workspace, name: 'Other', sections: ['S'] })).project;
		const task = await team.ada.task({ title: 'a', section: 'Doing' }, { project });
		const moved = await update(task, { project: other.id });

		await update(task, { section: 'S' });
		await refuseUndo(moved, 'conflict', /changed again/);
	});

	test('making a task that others were put under', async () => {
		const { project } = await place();
		const made = await team.ada.ask('create_tasks', { project, tasks: [{ title: 'a' }] });
		const child = await team.ben.task({ title: 'b', parent: made.results[0].task.id });

		await refuseUndo(made, 'conflict', new RegExp(`task ${child.id} came under task`));
	});

	test('deleting a subtask whose parent went to the trash later', async () => {
		const { project } = await place();
		const top = await team.ada.task({ title: 'a' }, { project });
		const below = await team.ada.task({ title: 'b', parent: top.id });
		const first = await team.ada.ask('delete_tasks', { tasks: [{ task: below.id }] });
		const second = await team.ada.ask('delete_tasks', { tasks: [{ task: top.id }] });

		await refuseUndo(first, 'conflict', /in the trash/);
		await undo(second);
		await undo(first);
	});

	test('a move that would make a circle now', async () => {
		const { project } = await place();
		const [a, b] = [await team.ada.task({ title: 'a' }, { project }), await team.ada.task({ title: 'b' }, { project })];

		await update(a, { parent: b.id });
		const out = await update(a, { parent: '' });

		await update(b, { parent: a.id });
		await refuseUndo(out, 'conflict', /under itself/);
	});

	test('blockers that would wait for each other now', async () => {
		const { project } = await place();
		const [a, b] = [await team.ada.task({ title: 'a' }, { project }), await team.ada.task({ title: 'b' }, { project })];

		await update(a, { blocked_by: [String(b.id)] });
		const freed = await update(a, { blocked_by: [] });

		await update(b, { blocked_by: [String(a.id)] });
		await refuseUndo(freed, 'conflict', /wait for each other/);
	});

	test('a task of a project that was taken back meanwhile', async () => {
		const workspace = String((await freshWorkspace(team)).id);
		const made = await team.ada.ask('create_project', { workspace, name: 'Gone' });
		const task = await team.ada.task({ title: 'a' }, { project: made.project.id });
		const deleted = await team.ada.ask('delete_tasks', { tasks: [{ task: task.id }] });

		await undo(made);
		await refuseUndo(deleted, 'conflict', /project that is not there/);
	});

	test('an assignee who has left', async () => {
		const { workspace, project } = await place();
		const task = await team.ada.task({ title: 'a', assignee: 'ben@example.com' }, { project });
		const change = await update(task, { assignee: '' });

		await team.ada.ask('update_workspace', { workspace, members: [{ user: 'ben@example.com', role: 'none' }] });
		await refuseUndo(change, 'conflict', /has left the workspace/);
	});

	test('a section that was removed, by its name', async () => {
		const { workspace, project } = await place();
		const other = (await team.ada.ask('create_project', { workspace, name: 'Other' })).project;
		const [here, there] = [await team.ada.task({ title: 'a', section: 'Doing' }, { project }), await team.ada.task({ title: 'b', section: 'Doing' }, { project })];
		const changes = [await update(here, { section: 'To do' }), await update(there, { project: other.id })];
		const removed = await team.ada.ask('update_project', { project, sections: ['To do'] });

		for (const change of changes)
			await refuseUndo(change, 'conflict', /section 'Doing', which was removed[^]*Undo the change that removed it first/);
		assert.deepEqual([(await team.ada.read(here)).section, (await team.ada.read(there)).project], ['To do', 'Other']);
		await undo(removed);
		for (const change of changes)
			await undo(change);
		assert.deepEqual([(await team.ada.read(here)).section, (await team.ada.read(there)).section], ['Doing', 'Doing']);
	});
});

describe('what has nothing to do with what is taken back does not stand in its way', () => {
	test('an assignee who has left, whose tasks stay theirs', async () => {
		const { workspace, project } = await place();
		const task = await team.ada.task({ title: 'a', assignee: 'ben@example.com' }, { project });
		const renamed = await update(task, { title: 'b' });
		const gone = await team.ada.task({ title: 'gone', assignee: 'ben@example.com' }, { project });
		const deleted = await team.ada.ask('delete_tasks', { tasks: [{ task: gone.id }] });

		await team.ada.ask('update_workspace', { workspace, members: [{ user: 'ben@example.com', role: 'none' }] });
		await undo(renamed);
		await undo(deleted);
		assert.deepEqual([await team.ada.read(task), await team.ada.read(gone)].map((now) => [now.title, now.assignee]),
			[['a', 'ben@example.com'], ['gone', 'ben@example.com']]);
	});

	test('followers who have left, who come back to no task, and stay where they are', async () => {
		const { workspace, project } = await place();
		const cases = [[['gus'], ['-gus'], [], 0], [['ben', 'gus'], ['-ben', '-gus'], ['ben'], 1], [['ben', 'gus'], ['-ben'], ['ben', 'gus'], 1]];
		const edits = [];

		for (const [followers, taken] of cases) {
			const task = await team.ada.task({ title: 'a', followers: followers.map((name) => `${name}@example.com`) }, { project });

			edits.push({ task, change: await update(task, { followers: taken.map((name) => `${name}@example.com`) }) });
		}
		await team.ada.ask('update_workspace', { workspace, members: [{ user: 'gus@example.com', role: 'none' }] });
		for (const [i, { task, change }] of edits.entries()) {
			const { things } = await undo(change);
			const { followers = [] } = await team.ada.read(task);

			assert.deepEqual([followers, things], [cases[i][2].map((name) => `${name}@example.com`), cases[i][3]]);
		}
	});

	test('a section that was removed: what was deleted in it comes back as the others are', async () => {
		const { project } = await place();
		const { results } = await team.ada.ask('create_tasks', { project, section: 'Doing', tasks: [{ title: 'kept' }, { title: 'deleted' }] });
		const tasks = results.map((item) => item.task);
		const deleted = await team.ada.ask('delete_tasks', { tasks: [{ task: tasks[1].id }] });
		const removed = await team.ada.ask('update_project', { project, sections: ['To do'] });
		const sections = () => Promise.all(tasks.map(async (task) => (await team.ada.read(task)).section));

		await undo(deleted);
		assert.deepEqual(await sections(), [undefined, undefined]);
		await undo(removed);
		assert.deepEqual(await sections(), ['Doing', 'Doing']);
	});
});

describe('who may', () => {
	test('whoever made the change, as a member, and owners', async () => {
		const { project } = await place();
		const task = await team.ada.task({ title: 'a' }, { project });
		const hers = await update(task, { title: 'b' });

		await refuseUndo(hers, 'denied', /role owner.*ben@example.com has the role member[^]*will not help/, team.ben);
		await refuseUndo(hers, 'denied', /role owner/, team.gus);
		const his = await update(task, { priority: 'low' }, team.ben);

		await undo(his, team.ben);
		await undo(await update(task, { priority: 'high' }, team.ben));
	});
});
