/*
 * Where tasks stand: subtasks and their project, order, blockers, lists of values, and what is archived.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { addSubtasks, freshWorkspace, startUsualTeam } from '../support.mjs';

let team;

before(async () => {
	team = await startUsualTeam();
});

after(() => team?.stop());

async function place() {
	const workspace = String((await freshWorkspace(team)).id);
	const project = async (name) => String((await team.ada.ask('create_project', { workspace, name, sections: ['S', 'T'], custom_fields: ['F:text'] })).project.id);

	return { workspace, here: await project('Here'), there: await project('There') };
}

const refuse = (task, properties, code, sentence) => team.ada.refused('update_tasks', { tasks: [{ task: task.id, ...properties }] }, code, sentence);

describe('subtasks', () => {
	test('come into the project of their parent, wherever they are made or moved', async () => {
		const { workspace, here, there } = await place();
		const top = await team.ada.task({ title: 'top' }, { project: here });
		const made = await team.ada.task({ title: 'made', parent: top.id });
		const outside = await team.ada.task({ title: 'outside' }, { workspace });
		const elsewhere = await team.ada.task({ title: 'elsewhere', section: 'S', custom_fields: ['F=v'] }, { project: there });

		for (const task of [made, outside, elsewhere])
			assert.equal(String((await team.ada.update(task, { parent: top.id })).task.project_id), here);
		const moved = await team.ada.read(elsewhere);

		assert.deepEqual([moved.section, moved.custom_fields], [undefined, undefined]);
		assert.equal(String((await team.ada.task({ title: 'default', parent: top.id }, { project: there })).project_id), here);
	});

	test('go along when their parent moves to another project, to any depth', async () => {
		const { here, there } = await place();
		const top = await team.ada.task({ title: 'top' }, { project: here });
		const below = await team.ada.task({ title: 'below', parent: top.id, section: 'T' });

		await team.ada.task({ title: 'deepest', parent: below.id });
		await team.ada.update(top, { project: there });
		assert.deepEqual(await team.ada.titles({ project: here }), []);
		assert.deepEqual(await team.ada.titles({ project: there }), ['top', 'below', 'deepest']);
		assert.equal((await team.ada.read(below)).section, undefined);
	});

	test('do not leave the project of their parent by themselves', async () => {
		const { here, there } = await place();
		const top = await team.ada.task({ title: 'top' }, { project: here });
		const below = await team.ada.task({ title: 'below', parent: top.id });

		await refuse(below, { project: there }, 'invalid', /project of its parent.*'Here'[^]*parent ''/);
		await team.ada.refused('create_tasks', { tasks: [{ title: 'x', parent: top.id, project: there }] }, 'invalid', /project of its parent/);
		const free = (await team.ada.update(below, { project: there, parent: '' })).task;

		assert.deepEqual([free.project, free.parent_id], ['There', undefined]);
		assert.equal((await team.ada.update(below, { project: here, parent: top.id })).task.parent_id, top.id);
	});

	test('go five levels deep at most, also when a whole branch is moved', async () => {
		const { here } = await place();
		const titles = ['first', 'second', 'third', 'fourth', 'fifth'];
		const chain = await team.ada.ask('create_tasks', { project: here, tasks: titles.map((title, i) => ({ title, ...(i ? { parent: titles[i - 1] } : {}) })) });
		const tasks = chain.results.map((item) => item.task);
		const other = await team.ada.task({ title: 'other' }, { project: here });

		await team.ada.refused('create_tasks', { tasks: [{ title: 'sixth', parent: tasks[4].id }] }, 'invalid', /5 levels deep/);
		await refuse(tasks[0], { parent: other.id }, 'invalid', /5 levels deep/);
		await refuse(tasks[0], { parent: tasks[3].id }, 'invalid', /under itself/);
		await refuse(tasks[0], { parent: tasks[0].id }, 'invalid', /under itself/);
		assert.equal((await team.ada.update(tasks[1], { parent: other.id })).task.parent_id, other.id);
	});

	test('are all repeated and moved, and looked at for their depth, however many they are', async () => {
		const { here, there } = await place();
		const top = await team.ada.task({ title: 'top', due: '2030-01-01', recurrence: 'weekly' }, { project: here });
		const count = (task, project) => team.installation.value(`SELECT COUNT(*) FROM task WHERE parent_id = ${task.id} AND project_id = ${project}`);

		await addSubtasks(team, top, 210);
		const last = { id: await team.installation.value(`SELECT MAX(id) FROM task WHERE parent_id = ${top.id}`) };
		const titles = ['4', '3', '2'];
		const { results } = await team.ada.ask('create_tasks', { project: here, tasks: titles.map((title) => ({ title })) });

		for (const [i, task] of results.entries())
			await team.ada.update(task.task, { parent: i === 2 ? last.id : results[i + 1].task.id });
		await refuse(top, { parent: (await team.ada.task({ title: 'other' }, { project: here })).id }, 'invalid', /5 levels deep/);
		const next = { id: (await team.ada.update(top, { completed: true })).next_task_id };

		assert.equal(await count(next, here), '210');
		await team.ada.update(next, { project: there });
		assert.equal(await count(next, there), '210');
	});

	test('are two thousand at most that go with a task in one call', async () => {
		const { here, there } = await place();
		const [top, other] = [await team.ada.task({ title: 'top', due: '2030-01-01', recurrence: 'weekly' }, { project: here }), await team.ada.task({ title: 'other' }, { project: here })];
		const tooMany = /task [0-9]+ has 2000 tasks under it, and one call changes 2000 tasks at most[^]*to its subtasks first, in several calls/;

		await addSubtasks(team, top, 2000);
		await refuse(top, { project: there }, 'conflict', tooMany);
		await refuse(top, { completed: true }, 'conflict', tooMany);
		await team.ada.refused('delete_tasks', { tasks: [{ task: top.id }] }, 'conflict', tooMany);
		await addSubtasks(team, other, 1500);
		const { subtasks: [{ id }] } = await team.ada.ask('get_task', { task: top.id });
		const deleted = await team.ada.ask('delete_tasks', { tasks: [{ task: id }, { task: top.id }, { task: other.id }] });

		assert.deepEqual(deleted.results.map((item) => item.status), ['deleted', 'failed', 'deleted']);
		await team.ada.ask('delete_tasks', { tasks: [{ task: top.id }] });
	});

	test('are not put under tasks of another workspace', async () => {
		const [one, other] = [await place(), await place()];
		const task = await team.ada.task({ title: 'a' }, { project: one.here });
		const far = await team.ada.task({ title: 'b' }, { project: other.here });

		await refuse(task, { parent: far.id }, 'invalid', /another workspace/);
		await refuse(task, { blocked_by: [String(far.id)] }, 'invalid', /another workspace/);
		await refuse(task, { project: other.there }, 'invalid', /'There' is in another workspace[^]*stays in its workspace/);
	});
});

describe('order', () => {
	const order = (project) => team.ada.titles({ project, sort: 'position' });

	test('is that of making, until somebody arranges it', async () => {
		const { here } = await place();
		const { results } = await team.ada.ask('create_tasks', { project: here, tasks: [{ title: 'a' }, { title: 'b' }, { title: 'c' }, { title: 'd' }] });
		const [a, b, c, d] = results.map((item) => item.task);

		await team.ada.update(c, { place: 'top' });
		assert.deepEqual(await order(here), ['c', 'a', 'b', 'd']);
		await team.ada.update(a, { place: 'bottom' });
		assert.deepEqual(await order(here), ['c', 'b', 'd', 'a']);
		await team.ada.update(d, { place: 'c' });
		assert.deepEqual(await order(here), ['c', 'd', 'b', 'a']);
		await team.ada.update(b, { place: String(a.id) });
		assert.deepEqual(await order(here), ['c', 'd', 'a', 'b']);
		await team.ada.task({ title: 'new top', place: 'top' }, { project: here });
		await team.ada.task({ title: 'between', place: 'd' }, { project: here });
		assert.deepEqual(await order(here), ['new top', 'c', 'd', 'between', 'a', 'b']);
	});

	test('bears any number of moves to the same place', async () => {
		const { here } = await place();
		const { results } = await team.ada.ask('create_tasks', { project: here, tasks: [{ title: 'a' }, { title: 'b' }, { title: 'c' }] });

		for (let i = 0; i < 40; i++)
			await team.ada.update(results[1 + i % 2].task, { place: 'a' });
		assert.deepEqual(await order(here), ['a', 'c', 'b']);
	});

	test('of subtasks is their own', async () => {
		const { here } = await place();
		const top = await team.ada.task({ title: 'top' }, { project: here });

		await team.ada.ask('create_tasks', { tasks: ['x', 'y', 'z'].map((title) => ({ title, parent: top.id })) });
		await team.ada.update('z', { place: 'top' });
		assert.deepEqual((await team.ada.ask('get_task', { task: top.id })).subtasks.map((row) => row.title), ['z', 'x', 'y']);
		await refuse(top, { place: 'x' }, 'invalid', /not beside/);
	});

	test('puts what moves to another project last there', async () => {
		const { here, there } = await place();
		const early = await team.ada.task({ title: 'early' }, { project: here });

		await team.ada.ask('create_tasks', { project: there, tasks: [{ title: 'a' }, { title: 'b' }] });
		await team.ada.update(early, { project: there });
		assert.deepEqual(await order(there), ['a', 'b', 'early']);
	});
});

describe('blockers', () => {
	test('are refused where tasks would wait for each other, over any number of steps', async () => {
		const { here } = await place();
		const { results } = await team.ada.ask('create_tasks', { project: here, tasks: [{ title: 'a' }, { title: 'b', blocked_by: ['a'] }, { title: 'c', blocked_by: ['b'] }] });
		const [a, , c] = results.map((item) => item.task);

		await refuse(a, { blocked_by: ['c'] }, 'invalid', /wait for each other/);
		await refuse(a, { blocked_by: ['a'] }, 'invalid', /wait for each other/);
		await team.ada.update(c, { blocked_by: ['-b'] });
		assert.deepEqual((await team.ada.update(a, { blocked_by: ['c'] })).task.blocked_by, [String(c.id)]);
	});

	test('say what is blocked, until they are done or deleted', async () => {
		const { here } = await place();

		const made = await team.ada.ask('create_tasks', { project: here, tasks: [{ title: 'a' }, { title: 'b' }, { title: 'c', blocked_by: ['a', 'b'] }] });
		const [a, b, c] = made.results.map((item) => item.task);
		const blocked = (value) => team.ada.titles({ project: here, blocked: value });

		assert.deepEqual([await blocked(true), await blocked(false)], [['c'], ['a', 'b']]);
		await team.ada.update(a, { completed: true });
		assert.deepEqual(await blocked(true), ['c']);
		await team.ada.ask('delete_tasks', { tasks: [{ task: b.id }] });
		assert.deepEqual([await blocked(true), await blocked(false)], [[], ['c']]);
		assert.deepEqual((await team.ada.update(c, { blocked_by: [`-${b.id}`] })).task.blocked_by, [String(a.id)]);
	});
});

describe('lists of values', () => {
	const lists = async (properties) => {
		const { here } = await place();

		return team.ada.task({ title: 'listed', ...properties }, { project: here });
	};

	test('are replaced, added to and taken from', async () => {
		const task = await lists({ tags: ['b', '#a', 'B'] });
		const tags = async (change) => (await team.ada.update(task, { tags: change })).task.tags;

		assert.deepEqual(task.tags, ['a', 'B']);
		assert.deepEqual(await tags(['+c', '-a', '-never there']), ['B', 'c']);
		assert.deepEqual(await tags(['x']), ['x']);
		assert.deepEqual(await tags([]), undefined);
	});

	test('do not mix both ways', async () => {
		const task = await lists({ tags: ['a'] });

		await refuse(task, { tags: ['+b', 'c'] }, 'invalid', /some tags begin with '\+'[^]*replace/);
		assert.deepEqual((await team.ada.read(task)).tags, ['a']);
	});

	test('of links know a link by its address', async () => {
		const task = await lists({ links: ['https://example.com/a the plan', 'http://example.com/b'] });
		const links = async (change) => (await team.ada.update(task, { links: change })).task.links;

		assert.deepEqual(await links(['+https://example.com/a renamed']), ['http://example.com/b', 'https://example.com/a renamed']);
		assert.deepEqual(await links(['-https://example.com/a']), ['http://example.com/b']);
		assert.equal((await links([`https://example.com/${'x'.repeat(1500)}`]))[0].length, 1520);
		await refuse(task, { links: ['javascript:alert(1)'] }, 'invalid', /cannot be a link/);
	});

	test('of followers are members, and somebody who left can be taken out', async () => {
		const { workspace, here } = await place();
		const task = await team.ada.task({ title: 'followed', followers: ['me', 'ben@example.com'] }, { project: here });

		assert.deepEqual(await team.ben.titles({ project: here, follower: 'me' }), ['followed']);
		await refuse(task, { followers: ['+eve@example.com'] }, 'invalid', /eve@example.com does not belong/);
		await team.ada.ask('update_workspace', { workspace, members: [{ user: 'ben@example.com', role: 'none' }] });
		await team.ada.update(task, { followers: ['-ben@example.com'] });
		assert.deepEqual((await team.ada.read(task)).followers, ['ada@example.com']);
	});

	test('of tags take letters with accents as they are', async () => {
		const task = await lists({ tags: ['café', 'cafe', 'Ä', 'ä'] });

		assert.ok(task.tags.includes('café') && task.tags.includes('cafe'));
	});

	test('have their limits, said in a sentence', async () => {
		const task = await lists({});

		await refuse(task, { tags: ['x'.repeat(61)] }, 'invalid', /one line of 1 to 60/);
		await refuse(task, { tags: [' '] }, 'invalid', /cannot be a tag/);
		await refuse(task, { tags: Array.from({ length: 101 }, (_, i) => `t${i}`) }, 'invalid', /at most 100/);
		await team.ada.update(task, { tags: Array.from({ length: 100 }, (_, i) => `t${i}`) });
		await refuse(task, { tags: ['+one more'] }, 'invalid', /100 tags at most/);
	});
});

describe('what is archived', () => {
	test('is out of sight, unless its project or workspace is named', async () => {
		const { workspace, here, there } = await place();

		await team.ada.ask('create_tasks', { tasks: [{ title: 'old kumquat', project: here, assignee: 'me' }, { title: 'new kumquat', project: there, assignee: 'me' }] });
		await team.ada.ask('update_project', { project: here, archived: true });
		assert.deepEqual(await team.ada.titles({ contains: 'kumquat' }), ['new kumquat']);
		assert.deepEqual(await team.ada.titles({ workspace, contains: 'kumquat' }), ['new kumquat']);
		assert.deepEqual(await team.ada.titles({ project: here }), ['old kumquat']);
		assert.deepEqual((await team.ada.ask('search', { query: 'kumquat' })).results.map((row) => row.title), ['new kumquat']);
		assert.deepEqual((await team.ada.ask('search', { query: `kumquat project:${here}` })).results.map((row) => row.title), ['old kumquat']);
		await team.ada.ask('update_workspace', { workspace, archived: true });
		assert.deepEqual(await team.ada.titles({ contains: 'kumquat' }), []);
		assert.deepEqual(await team.ada.titles({ workspace, contains: 'kumquat' }), ['new kumquat']);
	});

	test('is not changed, and says how to open it again', async () => {
		const { workspace, here, there } = await place();
		const task = await team.ada.task({ title: 'old' }, { project: here });
		const other = await team.ada.task({ title: 'other' }, { project: there });
		const change = await team.ada.ask('update_tasks', { tasks: [{ task: task.id, title: 'older' }] });

		for (const [what, toolArguments] of [['update_project', { project: here }], ['update_workspace', { workspace }]]) {
			await team.ada.ask(what, { ...toolArguments, archived: true });
			const closed = new RegExp(`is archived[^]*${what} with archived false`);

			await refuse(task, { title: 'x' }, 'conflict', closed);
			await refuse(other, what === 'update_project' ? { project: here } : { title: 'x' }, 'conflict', closed);
			await refuse(other, what === 'update_project' ? { parent: task.id } : { title: 'x' }, 'conflict', closed);
			await team.ada.refused('delete_tasks', { tasks: [{ task: task.id }] }, 'conflict', closed);
			await team.ada.refused('add_comment', { task: task.id, text: 'x' }, 'conflict', closed);
			await team.ada.refused('create_tasks', { project: here, tasks: [{ title: 'x' }] }, 'conflict', closed);
			await team.ada.refused('create_tasks', { tasks: [{ title: 'x', parent: task.id }] }, 'conflict', closed);
			await team.ada.refused('undo', { change_id: change.change_id }, 'conflict', closed);
			if (what === 'update_workspace') {
				await team.ada.refused('create_project', { workspace, name: 'x' }, 'conflict', closed);
				await team.ada.refused('update_project', { project: here, name: 'x' }, 'conflict', closed);
			}
			await team.ada.ask(what, { ...toolArguments, archived: false });
		}
		assert.equal((await team.ada.update(task, { title: 'open again' })).status, 'updated');
	});

	test('is not changed by undo either, but for the archiving', async () => {
		const { workspace, here, there } = await place();
		const task = await team.ada.task({ title: 'old' }, { project: here });
		const other = await team.ada.task({ title: 'other' }, { project: here });
		const undo = ({ change_id }) => team.ada.ask('undo', { change_id });
		const refuseUndo = ({ change_id }, what) => team.ada.refused('undo', { change_id }, 'conflict', new RegExp(`${what}' is archived[^]*with archived false opens it again`));
		const moved = await team.ada.ask('update_tasks', { tasks: [{ task: other.id, project: there }] });
		const said = await team.ada.ask('add_comment', { task: task.id, text: 'x' });
		const renamed = await team.ada.ask('update_project', { project: here, name: 'Renamed' });
		const closedHere = await team.ada.ask('update_project', { project: here, archived: true });

		for (const change of [moved, said])
			await refuseUndo(change, "project 'Renamed");
		assert.equal((await team.ada.read(other)).project, 'There');
		const closed = await team.ada.ask('update_workspace', { workspace, archived: true });

		for (const change of [moved, said, renamed, closedHere])
			await refuseUndo(change, "workspace '[^']*");
		for (const change of [closed, closedHere, renamed, said, moved])
			await undo(change);
		assert.deepEqual([(await team.ada.read(other)).project, (await team.ada.ask('get_task', { task: task.id })).comments], ['Here', undefined]);
	});
});
