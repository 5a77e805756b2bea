/*
 * What owners, members, guests and others may do in a workspace.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { freshWorkspace, startUsualTeam } from '../support.mjs';

let team;

before(async () => {
	team = await startUsualTeam();
});

after(() => team?.stop());

/* Fresh things of Ada's for one call. */
async function world() {
	const workspace = await freshWorkspace(team);
	const { project } = await team.ada.ask('create_project', { workspace: workspace.id, name: `For roles ${workspace.id}` });
	const task = await team.ada.task({ title: 'Thing' }, { project: project.id });

	return { workspace: String(workspace.id), project: String(project.id), task: String(task.id) };
}

const calls = {
	'list_users': ({ workspace }) => ({ workspace }),
	'list_projects': ({ workspace }) => ({ workspace }),
	'list_tasks': ({ project }) => ({ project }),
	'get_task': ({ task }) => ({ task }),
	'fetch': ({ task }) => ({ id: `task:${task}` }),
	'list_activity': ({ workspace }) => ({ workspace }),
	'add_comment': ({ task }) => ({ task, text: 'x' }),
	'create_project': ({ workspace }) => ({ workspace, name: 'x' }),
	'update_project': ({ project }) => ({ project, description: 'x' }),
	'create_tasks': ({ project }) => ({ project, tasks: [{ title: 'x' }] }),
	'update_tasks': ({ task }) => ({ tasks: [{ task, title: 'x' }] }),
	'delete_tasks': ({ task }) => ({ tasks: [{ task }] }),
	'update_workspace': ({ workspace }) => ({ workspace, description: 'x' }),
};

const needed = { add_comment: 'guest', create_project: 'member', update_project: 'member', create_tasks: 'member', update_tasks: 'member', delete_tasks: 'member', update_workspace: 'owner' };
const ranks = ['guest', 'member', 'owner'];

for (const [name, make] of Object.entries(calls)) {
	const least = needed[name] ?? 'guest';

	describe(`${name} is for a ${least}`, () => {
		for (const [person, role] of [['ada', 'owner'], ['ben', 'member'], ['gus', 'guest']]) {
			const may = ranks.indexOf(role) >= ranks.indexOf(least);

			test(`${may ? 'so' : 'not'} for the ${role}`, async () => {
				const toolArguments = make(await world());

				if (may)
					await team[person].ask(name, toolArguments);
				else
					await team[person].refused(name, toolArguments, 'denied', new RegExp(`needs the role ${least} .*has the role ${role}[^]*will not help; an owner`));
			});
		}

		test('and there is nothing for somebody from outside', async () => {
			await team.eve.refused(name, make(await world()), 'not_found');
		});
	});
}

describe('membership', () => {
	test('begins and ends at once', async () => {
		const { workspace, task } = await world();
		const setRole = (role) => team.ada.ask('update_workspace', { workspace, members: [{ user: 'eve@example.com', role }] });

		await setRole('guest');
		await team.eve.ask('add_comment', { task, text: 'hello' });
		await setRole('member');
		await team.eve.update(task, { title: 'Mine too' });
		await setRole('none');
		await team.eve.refused('get_task', { task }, 'not_found');
	});

	test('always leaves an owner', async () => {
		const { workspace } = await world();

		await team.ada.refused('update_workspace', { workspace, members: [{ user: 'me', role: 'member' }] }, 'conflict', /no owner left[^]*somebody else an owner first/);
		await team.ada.refused('update_workspace', { workspace, members: [{ user: 'me', role: 'none' }] }, 'conflict', /no owner left/);
		await team.ada.ask('update_workspace', { workspace, members: [{ user: 'ben@example.com', role: 'owner' }, { user: 'me', role: 'none' }] });
		await team.ada.refused('list_projects', { workspace }, 'not_found');
		await team.ben.ask('list_projects', { workspace });
	});

	test('is given up by whoever does not want it, and is not had back by undoing that', async () => {
		const { workspace } = await world();
		const leave = { workspace, members: [{ user: 'me', role: 'none' }] };

		await team.gus.refused('update_workspace', { ...leave, name: 'Mine' }, 'denied', /needs the role owner/);
		await team.gus.refused('update_workspace', { workspace, members: [{ user: 'me', role: 'owner' }] }, 'denied');
		await team.gus.refused('update_workspace', { workspace, members: [{ user: 'ben@example.com', role: 'none' }] }, 'denied');
		for (const person of [team.gus, team.ben]) {
			const { change_id } = await person.ask('update_workspace', leave);

			await person.refused('list_projects', { workspace }, 'not_found');
			await person.refused('undo', { change_id }, 'not_found');
			await team.ada.ask('undo', { change_id });
			await person.ask('list_projects', { workspace });
		}
	});

	test('is one role for each user, named once', async () => {
		const { workspace } = await world();
		const { users } = await team.ada.ask('list_users', { workspace });
		const ben = users.find((user) => user.email === 'ben@example.com');
		const setRoles = (...members) => team.ada.refused('update_workspace', { workspace, members: members.map(([user, role]) => ({ user, role })) }, 'invalid',
			/members names [a-z]+@example.com twice[^]*each user once/);

		for (const again of ['ben@example.com', 'BEN@example.com', String(ben.id), 'Ben Franklin'])
			await setRoles(['ben@example.com', 'none'], [again, 'member']);
		await setRoles(['eve@example.com', 'guest'], ['eve@example.com', 'member']);
		await setRoles(['me', 'owner'], ['ada@example.com', 'none']);
		assert.deepEqual((await team.ada.ask('list_users', { workspace })).users, users);
	});

	test('is needed to be given work', async () => {
		const { project } = await world();

		for (const properties of [{ assignee: 'eve@example.com' }, { followers: ['eve@example.com'] }])
			await team.ada.refused('create_tasks', { project, tasks: [{ title: 'x', ...properties }] }, 'invalid', /eve@example.com does not belong to the workspace/);
		assert.equal((await team.ada.task({ title: 'x', assignee: 'gus@example.com' }, { project })).assignee, 'gus@example.com');
	});
});
