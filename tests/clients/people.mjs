/* Who acts, and who sees what: the system user, users by name, somebody new, and two who work at the same time. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';

import { ADMIN, OTHER, findWorkspace, fresh, titles } from './installations.mjs';

/* Every way to a task of another user, each of which must say nothing about it. */
function intrusions(workspace, task) {
	return [
		['list_tasks', { workspace: String(workspace.id) }],
		['list_tasks', { workspace: workspace.name }],
		['get_task', { task }],
		['update_tasks', { tasks: [{ task, title: 'Mine' }] }],
		['delete_tasks', { tasks: [{ task }] }],
		['create_tasks', { workspace: String(workspace.id), tasks: [{ title: 'Intruder' }] }],
	];
}

export function people(team) {
	test('says who acts', async () => {
		const me = await team.admin.ask('whoami');

		assert.equal(me.user.email, ADMIN);
		assert.equal(me.is_system_user, false);
		assert.equal(me.credential_name, 'bootstrap');
	});

	test('acts as the system user where nobody is named', async () => {
		const me = await (await team.as(null)).ask('whoami');

		assert.equal(me.user.id, 1);
		assert.equal(me.is_system_user, true);
	});

	test('stands the system user in for somebody unknown, and says so', async () => {
		const stranger = await team.as('stranger@example.com');
		const result = await stranger.call('whoami');

		assert.equal(result._meta['taskdesk/unknownUser'], 'stranger@example.com');
		assert.equal(result.structuredContent.unknown_user, 'stranger@example.com');
		assert.equal(result.structuredContent.is_system_user, true);
		assert.equal((await stranger.call('list_workspaces', { limit: 1 }))._meta['taskdesk/unknownUser'], 'stranger@example.com');
	});

	test('registers a user, who then acts and sees only what is theirs', async () => {
		const { workspace, tasks } = await team.workspaceWith(['Private']);
		const email = `${randomBytes(6).toString('hex')}@example.com`;
		const { user } = await team.admin.ask('register', { email: email.toUpperCase(), name: 'Ada', password: 'a long pass phrase' });
		const ada = await team.as(email);

		assert.equal(user.email, email);
		assert.equal((await ada.ask('whoami')).user.id, user.id);
		assert.deepEqual((await ada.ask('list_workspaces')).workspaces, []);
		for (const [name, toolArguments] of intrusions(workspace, String(tasks[0].id))) {
			const result = await ada.call(name, toolArguments);

			assert.equal(result.isError, true, name);
			assert.doesNotMatch(JSON.stringify(result), /Private/, name);
		}
		assert.deepEqual(await titles(team.admin, workspace), ['Private']);
	});

	test('shows a member what was shared, and who did what', async () => {
		const { workspace } = await team.admin.ask('create_workspace', { name: fresh('Shared'), members: [OTHER] });
		const grace = await team.as(OTHER);
		const made = await grace.ask('create_tasks', { workspace: workspace.name, tasks: [{ title: 'From Grace', assignee: ADMIN }] });
		const task = String(made.results[0].task.id);
		const changed = await team.admin.ask('update_tasks', { tasks: [{ task, priority: 'urgent' }] });

		assert.equal((await findWorkspace(grace, workspace.id)).role, 'member');
		assert.deepEqual([changed.results[0].task.created_by, changed.results[0].task.updated_by], [OTHER, ADMIN]);
	});

	test('keeps two users apart who work at the same time', async () => {
		const { workspace: ours } = await team.workspaceWith(['Of the admin']);
		const grace = await team.as(OTHER);
		const { workspace: hers } = await grace.ask('create_workspace', { name: fresh('Of Grace') });

		for (let round = 0; round < 6; round++) {
			const [mine, theirs, me, she] = await Promise.all([
				team.admin.ask('list_tasks', { workspace: String(ours.id) }),
				grace.ask('list_tasks', { workspace: String(hers.id) }),
				team.admin.ask('whoami'),
				grace.ask('whoami'),
			]);

			assert.deepEqual(mine.tasks.map(({ title }) => title), ['Of the admin']);
			assert.deepEqual(theirs.tasks, []);
			assert.deepEqual([me.user.email, she.user.email], [ADMIN, OTHER]);
			assert.equal((await grace.call('list_tasks', { workspace: String(ours.id) })).isError, true);
			assert.equal((await team.admin.call('list_tasks', { workspace: String(hers.id) })).isError, true);
		}
	});
}
