/* The work itself: workspaces and tasks from making to deleting, and what a model is told when it went wrong. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ADMIN, findWorkspace, fresh, textOf, titles } from './installations.mjs';

export function working(team) {
	const ask = (...call) => team.admin.ask(...call);

	test('creates a workspace that its maker owns and finds again', async () => {
		const { workspace } = await ask('create_workspace', { name: fresh('Launch'), description: 'Ünïcode ✓ 漢字' });
		const { members, ...others } = workspace;

		assert.deepEqual([workspace.role, workspace.created_by], ['owner', ADMIN]);
		assert.deepEqual(members, [`${ADMIN} owner`]);
		assert.deepEqual(await findWorkspace(team.admin, workspace.id), others);
		assert.equal(others.description, 'Ünïcode ✓ 漢字');
	});

	test('creates, shows, changes and deletes tasks', async () => {
		const { workspace } = await ask('create_workspace', { name: fresh('Garden') });
		const made = await ask('create_tasks', {
			workspace: workspace.name,
			tasks: [
				{ title: 'Dig', notes: '## How\nwith a *spade*', assignee: 'me', priority: 'high', due: '2030-12-01' },
				{ title: 'Plant “roses” & tulips' },
			],
		});
		const [dig, plant] = made.results.map((item) => item.task);

		assert.deepEqual([made.succeeded, made.failed], [2, 0]);
		assert.deepEqual([dig.assignee, dig.priority, dig.due, dig.version], [ADMIN, 'high', '2030-12-01', 1]);
		assert.deepEqual((await ask('get_task', { task: String(dig.id) })).task, dig);

		const changed = await ask('update_tasks', {
			tasks: [{ task: String(dig.id), if_version: 1, completed: true, title: 'Dig deep' }],
		});

		assert.deepEqual([changed.results[0].task.title, changed.results[0].task.completed, changed.results[0].task.version],
			['Dig deep', true, 2]);
		assert.deepEqual(await titles(team.admin, workspace), ['Plant “roses” & tulips']);
		assert.deepEqual(await titles(team.admin, workspace, { state: 'any' }), ['Dig deep', 'Plant “roses” & tulips']);

		await ask('delete_tasks', { tasks: [{ task: String(plant.id) }] });
		assert.deepEqual(await titles(team.admin, workspace), []);
		assert.match(textOf(await team.admin.call('get_task', { task: String(plant.id) })), /not_found/);
	});

	test('answers to the original names, and to the singular ones', async () => {
		const { workspace } = await ask('mcp_create_workspace', { name: fresh('Old name') });
		const made = await ask('mcp_create_task', { workspace_id: workspace.id, title: 'One' });
		const task = String(made.results[0].task.id);

		await ask('update_task', { task_id: task, title: 'Uno' });
		assert.equal((await ask('mcp_get_task', { task_id: task })).task.title, 'Uno');
		await ask('delete_task', { task_id: task });
		assert.deepEqual(await titles(team.admin, workspace), []);
	});

	test('shows long lists in pages', async () => {
		const wanted = Array.from({ length: 7 }, (_, i) => `Step ${i}`);
		const { workspace } = await team.workspaceWith(wanted);
		const seen = [];
		let cursor;

		do {
			const page = await ask('list_tasks', { workspace: String(workspace.id), limit: 3, ...(cursor ? { cursor } : {}) });

			assert.ok(page.tasks.length <= 3);
			seen.push(...page.tasks.map((task) => task.title));
			cursor = page.next_cursor;
		} while (cursor);
		assert.deepEqual(seen.sort(), wanted);
	});

	test('tells how far it is when a token was sent', async () => {
		const { workspace } = await ask('create_workspace', { name: fresh('Progress') });
		const heard = [];

		await ask('create_tasks', { workspace: String(workspace.id), tasks: [{ title: 'a' }, { title: 'b' }, { title: 'c' }] },
			{ onprogress: ({ progress, total }) => heard.push([progress, total]) });
		assert.deepEqual(heard, [[1, 3], [2, 3], [3, 3]]);
		assert.equal(team.admin.record.exchanges.at(-1).headers.get('content-type'), 'text/event-stream');
	});

	test('sends no events when no token was sent', async () => {
		await ask('whoami');
		assert.equal(team.admin.record.exchanges.at(-1).headers.get('content-type'), 'application/json');
	});

	test('answers the same call once under an idempotency key, and says that it is a repeat', async () => {
		const { workspace } = await ask('create_workspace', { name: fresh('Once') });
		const call = [
			'create_tasks',
			{ workspace: String(workspace.id), tasks: [{ title: 'Only one' }], idempotency_key: fresh('key') },
		];
		const firstResult = await team.admin.call(...call);
		const again = await team.admin.call(...call);

		assert.deepEqual(again.structuredContent, firstResult.structuredContent);
		assert.equal(firstResult._meta?.['taskdesk/replayed'], undefined);
		assert.equal(again._meta['taskdesk/replayed'], true);
		assert.deepEqual(await titles(team.admin, workspace), ['Only one']);
	});

	test('shows what would happen in a dry run, and does nothing', async () => {
		const { workspace, tasks } = await team.workspaceWith(['Stays']);
		const would = await ask('delete_tasks', { tasks: [{ task: String(tasks[0].id) }], dry_run: true });

		assert.equal(would.dry_run, true);
		assert.equal(would.change_id, undefined);
		assert.deepEqual(await titles(team.admin, workspace), ['Stays']);
	});

	test('lets one bad item fail alone, and all of them where that is asked for', async () => {
		const { workspace } = await ask('create_workspace', { name: fresh('Items') });
		const items = { workspace: String(workspace.id), tasks: [{ title: 'good' }, { title: 'bad', assignee: 'nobody@example.com' }] };
		const made = await ask('create_tasks', items);

		assert.deepEqual(made.results.map((item) => item.status), ['created', 'failed']);
		assert.equal(made.results[1].error.code, 'not_found');
		assert.deepEqual(await titles(team.admin, workspace), ['good']);

		const refused = await team.admin.call('create_tasks', { ...items, atomic: true });

		assert.equal(refused.isError, true);
		assert.match(textOf(refused), /item 1/);
		assert.deepEqual(await titles(team.admin, workspace), ['good']);
	});

	test('tells a model what was wrong and what to send instead', async () => {
		const { tasks } = await team.workspaceWith(['Seen']);
		const task = String(tasks[0].id);
		const wrong = [
			['get_task', { task: '999999999' }, /not_found: .*999999999/],
			['get_task', {}, /invalid: .*task/],
			['get_task', { task, colour: 'red' }, /invalid: .*colour/],
			['list_tasks', { stat: 'open' }, /state/],
			['create_workspace', { name: '' }, /invalid: .*name/],
			['update_tasks', { tasks: [{ task, if_version: 7, title: 'x' }], atomic: true }, /conflict: .*version 1/],
		];

		for (const [name, toolArguments, sentence] of wrong) {
			const result = await team.admin.call(name, toolArguments);

			assert.equal(result.isError, true, name);
			assert.match(textOf(result), sentence);
			assert.ok(result._meta['taskdesk/error'].code, name);
		}
	});

	test('refuses a tool that is not there, naming the nearest', async () => {
		await assert.rejects(team.admin.call('list_task_s'), (error) => error.code === -32602 && /list_tasks/.test(error.message));
	});
}
