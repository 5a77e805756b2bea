/*
 * Several items in one call: each with its own result, all or nothing, or only tried.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { freshWorkspace, startUsualTeam } from '../support.mjs';

let team;

before(async () => {
	team = await startUsualTeam();
});

after(() => team?.stop());

async function workspaceWith(titles) {
	const workspace = await freshWorkspace(team);
	const made = await team.ada.ask('create_tasks', { workspace: workspace.id, tasks: titles.map((title) => ({ title })) });

	return { workspace: String(workspace.id), tasks: made.results.map((item) => item.task) };
}

const activities = async () => Number(await team.installation.value('SELECT COUNT(*) FROM activity'));

describe('one bad item', () => {
	test('fails alone when creating, with its place, code and remedy', async () => {
		const { workspace } = await workspaceWith(['Zero']);
		const made = await team.ada.ask('create_tasks', { workspace, tasks: [
			{ title: 'One' }, { title: '' }, { title: 'Three', due: 'someday' }, { titel: 'Four' }, { title: 'Five', assignee: 'eve@example.com' },
			'six', { title: 'Seven', priority: 'huge' }, { title: 'Eight' },
		] });

		assert.deepEqual([made.succeeded, made.failed], [2, 6]);
		assert.deepEqual(made.results.map((item) => item.index), [0, 1, 2, 3, 4, 5, 6, 7]);
		assert.deepEqual(made.results.map((item) => item.status),
			['created', 'failed', 'failed', 'failed', 'failed', 'failed', 'failed', 'created']);
		assert.match(made.results[1].error.message, /'tasks\[1\].title' is empty/);
		assert.match(made.results[2].error.remedy, /2026-12-01/);
		assert.match(made.results[3].error.message, /'tasks\[3\].titel'; did you mean 'title'/);
		assert.match(made.results[4].error.message, /eve@example.com does not belong/);
		assert.match(made.results[4].error.remedy, /update_workspace/);
		assert.match(made.results[5].error.message, /'tasks\[5\]' must be an object/);
		assert.match(made.results[6].error.message, /none, low, medium, high, urgent/);
		assert.deepEqual(await team.ada.titles({ workspace }), ['Zero', 'One', 'Eight']);
	});

	test('fails alone when updating and deleting', async () => {
		const { workspace, tasks } = await workspaceWith(['A', 'B', 'C']);
		const changed = await team.ada.ask('update_tasks', { tasks: [
			{ task: tasks[0].id, title: 'A2' }, { task: 999999, title: 'x' }, { task: tasks[1].id, if_version: 9, title: 'x' },
			{ task: tasks[2].id, parent: tasks[2].id }, { task: tasks[2].id, priority: 'low' },
		] });

		assert.deepEqual(changed.results.map((item) => item.error?.code), [undefined, 'not_found', 'conflict', 'invalid', undefined]);
		const deleted = await team.ada.ask('delete_tasks', { tasks: [{ task: tasks[0].id }, { task: 999999 }, { task: tasks[1].id, if_version: 9 }] });

		assert.deepEqual(deleted.results.map((item) => item.status), ['deleted', 'failed', 'failed']);
		assert.deepEqual(await team.ada.titles({ workspace }), ['B', 'C']);
	});

	test('is undone with nothing of it left when the others are', async () => {
		const { workspace } = await workspaceWith(['Base']);
		const made = await team.ada.ask('create_tasks', { workspace, tasks: [{ title: 'Good' }, { title: 'Bad', due: 'x' }] });

		await team.ada.ask('undo', { change_id: made.change_id });
		assert.deepEqual(await team.ada.titles({ workspace }), ['Base']);
	});

	test('makes the whole an error when there is no good one, and changes nothing', async () => {
		const before = await activities();
		const result = await team.ada.call('update_tasks', { tasks: [{ task: 999999, title: 'x' }, { task: 999998, title: 'x' }] });

		assert.equal(result.isError, true);
		assert.deepEqual([result.structuredContent.succeeded, result.structuredContent.failed, result.structuredContent.change_id],
			[0, 2, undefined]);
		assert.equal(await activities(), before);
	});
});

describe('atomic', () => {
	test('does nothing when one item fails, and says which', async () => {
		const { workspace, tasks } = await workspaceWith(['A', 'B']);
		const before = await activities();

		await team.ada.refused('create_tasks', { workspace, atomic: true, tasks: [{ title: 'C' }, { title: 'D', due: 'x' }] }, 'invalid',
			/nothing was done, because item 1 failed: 'x' is not a due date[^]*2026-12-01/);
		await team.ada.refused('update_tasks', { atomic: true, tasks: [{ task: tasks[0].id, title: 'A2' }, { task: 999999, title: 'x' }] }, 'not_found',
			/item 1 failed/);
		await team.ada.refused('delete_tasks', { atomic: true, tasks: [{ task: tasks[0].id }, { task: tasks[1].id, if_version: 7 }] }, 'conflict',
			/item 1 failed/);
		assert.deepEqual(await team.ada.titles({ workspace }), ['A', 'B']);
		assert.equal(await activities(), before);
	});

	test('does all when all are good', async () => {
		const { workspace, tasks } = await workspaceWith(['A', 'B']);

		assert.equal((await team.ada.ask('update_tasks', { atomic: true, tasks: tasks.map((task) => ({ task: task.id, priority: 'high' })) })).succeeded, 2);
		assert.deepEqual(await team.ada.titles({ workspace, priority: 'high' }), ['A', 'B']);
	});
});

describe('dry_run', () => {
	test('shows what bulk calls would do and keeps nothing', async () => {
		const { workspace, tasks } = await workspaceWith(['A', 'B']);
		const before = await activities();
		const made = await team.ada.ask('create_tasks', { workspace, dry_run: true, tasks: [{ title: 'C', due: '2030-01-01' }, { title: 'D', due: 'x' }] });
		const changed = await team.ada.ask('update_tasks', { dry_run: true, tasks: [{ task: tasks[0].id, title: 'A2' }] });
		const deleted = await team.ada.ask('delete_tasks', { dry_run: true, tasks: tasks.map((task) => ({ task: task.id })) });

		assert.deepEqual(made.results.map((item) => [item.status, item.task?.due, item.task?.id]), [['created', '2030-01-01', undefined], ['failed', undefined, undefined]]);
		assert.deepEqual([changed.results[0].task.title, changed.results[0].task.version], ['A2', 2]);
		assert.equal(deleted.succeeded, 2);
		for (const result of [made, changed, deleted])
			assert.deepEqual([result.dry_run, result.change_id], [true, undefined]);
		assert.deepEqual(await team.ada.titles({ workspace }), ['A', 'B']);
		assert.equal(await activities(), before);
	});

	test('does the same for workspaces, projects and undo', async () => {
		const { workspace, tasks } = await workspaceWith(['A']);
		const { project } = await team.ada.ask('create_project', { workspace, name: 'Real' });
		const changed = await team.ada.ask('update_tasks', { tasks: [{ task: tasks[0].id, title: 'A2' }] });
		const before = await activities();
		const tried = [
			await team.ada.ask('create_workspace', { name: 'Tried', dry_run: true }),
			await team.ada.ask('update_workspace', { workspace, name: 'Tried', dry_run: true }),
			await team.ada.ask('create_project', { workspace, name: 'Tried', sections: ['S'], dry_run: true }),
			await team.ada.ask('update_project', { project: project.id, name: 'Tried', dry_run: true }),
			await team.ada.ask('undo', { change_id: changed.change_id, dry_run: true }),
		];

		assert.deepEqual(tried.map((result) => [result.dry_run, result.change_id]), tried.map(() => [true, undefined]));
		assert.deepEqual([tried[0].workspace.id, tried[2].project.id, tried[2].project.sections], [undefined, undefined, ['S']]);
		assert.equal(tried[4].things, 1);
		assert.equal(await activities(), before);
		assert.equal((await team.ada.read(tasks[0])).title, 'A2');
	});
});

describe('items of one call', () => {
	test('may name those before them, by title', async () => {
		const { workspace } = await workspaceWith(['Base']);
		const { results } = await team.ada.ask('create_tasks', { workspace, tasks: [
			{ title: 'Parent' }, { title: 'Child', parent: 'Parent' }, { title: 'Grandchild', parent: 'Child' }, { title: 'After', blocked_by: ['Child', 'Parent'] },
		] });
		const [parent, child, grandchild, last] = results.map((item) => item.task);

		assert.deepEqual([child.parent_id, grandchild.parent_id, last.blocked_by], [parent.id, child.id, [parent.id, child.id].map(String)]);
	});

	test('say which item before them failed that they name', async () => {
		const { workspace } = await workspaceWith(['Base']);
		const { results } = await team.ada.ask('create_tasks', { workspace, tasks: [
			{ title: 'Fails', due: 'x' }, { title: 'Below', parent: 'fails' }, { title: 'Behind', blocked_by: ['Below'] }, { title: 'Fine', blocked_by: ['Base'] },
		] });

		assert.deepEqual(results.map((item) => item.status), ['failed', 'failed', 'failed', 'created']);
		assert.match(results[1].error.message, /'fails' is item 0 of this call, which failed/);
		assert.match(results[1].error.remedy, /item 0 right, and send both again/);
		assert.match(results[2].error.message, /'Below' is item 1 of this call/);
	});

	test('mean those before them by a title, and not older tasks of the same one', async () => {
		const { workspace, tasks } = await workspaceWith(['Design']);
		const { results } = await team.ada.ask('create_tasks', { workspace, tasks: [
			{ title: 'Design' }, { title: 'Below', parent: 'design' }, { title: 'Waits', blocked_by: ['+Design'] }, { title: 'Behind', place: 'Design' },
		] });
		const [design, below, waits] = results.map((item) => item.task);

		assert.deepEqual([below.parent_id, waits.blocked_by], [design.id, [String(design.id)]]);
		assert.deepEqual((await team.ada.titles({ workspace, sort: 'position' })).filter((title) => title !== 'Below'), ['Design', 'Design', 'Behind', 'Waits']);
		const failing = await team.ada.ask('create_tasks', { workspace, tasks: [
			{ title: 'Design', section: 'Nope' }, { title: 'Below', parent: 'Design' }, { title: 'Waits', blocked_by: ['Design'] }, { title: 'Fine' },
		] });

		assert.deepEqual(failing.results.map((item) => item.status), ['failed', 'failed', 'failed', 'created']);
		for (const item of [1, 2])
			assert.match(failing.results[item].error.message, /'Design' is item 0 of this call, which failed/);
		assert.equal((await team.ada.ask('get_task', { task: tasks[0].id })).subtasks, undefined);
	});

	test('do not mean one of two before them', async () => {
		const { workspace } = await workspaceWith(['x']);
		const { results } = await team.ada.ask('create_tasks', { workspace, tasks: [{ title: 'Same' }, { title: 'Same' }, { title: 'Below', parent: 'Same' }] });

		assert.match(results[2].error.message, /'Same' is the title of items 0 and 1 of this call/);
	});

	test('say their place by themselves, in several workspaces', async () => {
		const [one, other] = [await workspaceWith(['Here']), await workspaceWith(['There'])];
		const { project } = await team.ada.ask('create_project', { workspace: other.workspace, name: 'Over there' });
		const { results } = await team.ada.ask('create_tasks', { tasks: [
			{ title: 'a', parent: one.tasks[0].id }, { title: 'b', project: project.id }, { title: 'c', parent: 'No such task' },
		] });

		assert.deepEqual(results.map((item) => String(item.task?.workspace_id)), [one.workspace, other.workspace, 'undefined']);
	});

	test('stay in their order, also behind those of the call before', async () => {
		const { workspace } = await workspaceWith(['a', 'b', 'c']);
		const { project } = await team.ada.ask('create_project', { workspace, name: 'Ordered' });
		const wanted = Array.from({ length: 30 }, (_, i) => `task ${i}`);

		for (let i = 0; i < wanted.length; i += 10)
			await team.ada.ask('create_tasks', { project: project.id, tasks: wanted.slice(i, i + 10).map((title) => ({ title })) });
		assert.deepEqual(await team.ada.titles({ project: project.id, sort: 'position' }), wanted);
	});

	test('may be a parent and its subtask, when both are deleted', async () => {
		const { workspace, tasks } = await workspaceWith(['Parent']);
		const child = await team.ada.task({ title: 'Child', parent: tasks[0].id });
		const deleted = await team.ada.ask('delete_tasks', { atomic: true, tasks: [{ task: tasks[0].id }, { task: child.id }] });

		assert.deepEqual(deleted.results.map((item) => [item.status, item.subtasks]), [['deleted', 1], ['deleted', undefined]]);
		await team.ada.ask('undo', { change_id: deleted.change_id });
		assert.deepEqual((await team.ada.titles({ workspace })).sort(), ['Child', 'Parent']);
	});

	test('see what those before them changed, when they say a version', async () => {
		const { tasks: [task] } = await workspaceWith(['v1']);

		await team.ben.update(task, { title: 'v2' });
		const { results: [, late, later] } = await team.ada.ask('update_tasks', { tasks: [
			{ task: task.id, priority: 'high' }, { task: task.id, if_version: 2, notes: 'x' }, { task: task.id, if_version: 1, notes: 'x' },
		] });

		assert.match(late.error.message, /version 3, not 2: [^;]*; ada@example.com set priority to 'high' in this call$/);
		assert.match(later.error.message, /version 3, not 1: [^;]*; ada@example.com set priority to 'high' in this call; ben@example.com set title to 'v2'$/);
	});

	test('are fifty at most, and fifty are done in one change', async () => {
		const { workspace } = await workspaceWith(['x']);
		const made = await team.ada.ask('create_tasks', { workspace, tasks: Array.from({ length: 50 }, (_, i) => ({ title: `n${i}` })) });

		assert.equal(made.succeeded, 50);
		await team.ada.ask('update_tasks', { tasks: made.results.map((item) => ({ task: item.task.id, completed: true })) });
		assert.deepEqual(await team.ada.titles({ workspace }), ['x']);
		await team.ada.refused('undo', { change_id: made.change_id }, 'conflict', /changed again/);
	});
});
