/*
 * An endpoint that is limited to some workspaces: for whoever calls it the others do not exist, for the system user too.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { attempts } from '../work/attempts.mjs';
import { startTeam } from '../work/support.mjs';

/* Stands in everything outside, and in nothing that is sent. */
const SECRET = /quokka|Moat|Castle|Drawbridge/i;

let inside, outside, team;

/* The same caller at an endpoint; the answers are still held to the schemas of /mcp. */
function at(person, path) {
	const there = Object.create(person);

	there.team = Object.assign(Object.create(team), { installation: { ...team.installation, url: `${team.installation.base}${path}` } });
	return there;
}

async function fill(person, name, word) {
	const { workspace } = await person.ask('create_workspace', { name, members: ['ben@example.com'] });
	const { project } = await person.ask('create_project', {
		workspace: workspace.id, name: `${word} project`, description: word, sections: [word], custom_fields: [`${word}:text`],
	});
	const created = await person.ask('create_tasks', {
		project: project.id, tasks: [{ title: `${word} task`, notes: word, assignee: 'me', tags: [`${word}tag`], due: 'today' }],
	});
	const comment = await person.ask('add_comment', { task: created.results[0].task.id, text: word });

	return { workspace, project, task: created.results[0].task, change: created.change_id, comment };
}

before(async () => {
	team = await startTeam('--workers', '1', '--set', 'endpoint = /mcp/part workspaces=1,2', '--set', 'endpoint = /mcp/none workspaces=99');
	team.ada = await team.join('ada@example.com', 'Ada Lovelace');
	team.ben = await team.join('ben@example.com', 'Ben Franklin');
	await team.join('eve@example.com', 'Eve Elsewhere');
	inside = await fill(team.ada, 'Garden', 'gnome');
	await fill(team.ada, 'Field', 'hare');
	outside = await fill(team.ada, 'Castle', 'quokka');
	outside.project.name = 'Moat';
	await team.ada.ask('update_project', { project: outside.project.id, name: 'Moat' });
	await team.ada.ask('update_tasks', { tasks: [{ task: outside.task.id, title: 'Drawbridge' }] });
	outside.task.title = 'Drawbridge';
	assert.deepEqual([inside.workspace.id, outside.workspace.id], [1, 3]);
});

after(() => team?.stop());

const callers = { 'a member of all of them': () => team.ada, 'the system user': () => team.system };

for (const [who, caller] of Object.entries(callers)) {
	describe(`for ${who}`, () => {
		let here;

		before(() => {
			here = at(caller(), '/mcp/part');
		});

		before(async () => {
			outside.version = (await team.ada.read(outside.task)).version;
		});

		for (const [how, by] of [['id', (thing) => String(thing.id)], ['name', (thing) => thing.name ?? thing.title]]) {
			test(`what is outside is not found by ${how}, whatever is tried`, async () => {
				const calls = attempts({
					workspace: by(outside.workspace), project: by(outside.project), task: by(outside.task), home: 'Garden',
					ownTask: String(inside.task.id),
				});

				for (const [name, toolArguments] of calls) {
					const error = await here.refused(name, toolArguments, 'not_found');

					if (how === 'id')
						assert.doesNotMatch(JSON.stringify(error), SECRET, name);
				}
			});
		}

		test('and stays as it is', async () => {
			const { task, comments } = await caller().ask('get_task', { task: outside.task.id });

			assert.deepEqual([task.title, task.version, comments.length], ['Drawbridge', outside.version, 1]);
		});

		test('lists hold nothing of it', async () => {
			const all = [['list_workspaces', { archived: true }], ['list_projects', { archived: true }], ['list_tasks', { state: 'any' }],
				['list_tasks', { state: 'trash' }], ['list_activity'], ['list_tasks', { tags: ['quokkatag'] }], ['list_tasks', { contains: 'bridge' }]];

			for (const [name, filter] of all)
				assert.doesNotMatch(JSON.stringify(await here.ask(name, filter)), SECRET, name);
			assert.deepEqual((await here.ask('list_workspaces')).workspaces.map(({ name }) => name), ['Garden', 'Field']);
			assert.deepEqual((await here.titles({ tags: ['gnometag'], state: 'any' })), ['gnome task']);
		});

		test('people are those of the workspaces', async () => {
			const emails = (await here.ask('list_users')).users.map(({ email }) => email);

			assert.deepEqual(emails.sort(), ['ada@example.com', 'ben@example.com']);
			await here.refused('update_tasks', { tasks: [{ task: inside.task.id, assignee: 'Eve Elsewhere' }] }, 'not_found');
		});

		test('search, fetch and activity find nothing of it', async () => {
			for (const query of ['quokka', 'drawbridge', 'tag:quokkatag', 'quo'])
				assert.deepEqual((await here.ask('search', { query })).results, [], query);
			for (const id of [`task:${outside.task.id}`, `project:${outside.project.id}`, `workspace:${outside.workspace.id}`])
				await here.refused('fetch', { id }, 'not_found');
			assert.deepEqual((await here.ask('list_activity', { change_id: outside.change })).activity, []);
		});

		test('resources, prompts and completion tell nothing of it', async () => {
			assert.doesNotMatch(JSON.stringify(await here.get('resources/list')), SECRET);
			assert.doesNotMatch(JSON.stringify(await here.get('resources/read', { uri: 'taskdesk://me/today' })), SECRET);
			for (const uri of [`taskdesk://task/${outside.task.id}`, `taskdesk://project/${outside.project.id}`, `taskdesk://workspace/${outside.workspace.id}`])
				assert.equal((await here.rpc('resources/read', { uri })).json.error.code, -32002);
			for (const [ref, name] of [
				[{ type: 'ref/prompt', name: 'plan_project' }, 'workspace'], [{ type: 'ref/prompt', name: 'weekly_review' }, 'project'],
				[{ type: 'ref/prompt', name: 'break_down_task' }, 'task'], [{ type: 'ref/prompt', name: 'triage_overdue' }, 'tag'],
			])
				assert.doesNotMatch(JSON.stringify(await here.get('completion/complete', { ref, argument: { name, value: '' } })), SECRET, name);
		});

		test('no new workspace is made, since it would be outside', async () => {
			await here.refused('create_workspace', { name: 'Tower' }, 'denied', /limited to some workspaces/);
			assert.equal(await team.installation.value("SELECT COUNT(*) FROM workspace WHERE name = 'Tower'"), '0');
		});

		test('no change is undone that reaches outside', async () => {
			await here.refused('undo', { change_id: outside.change }, 'not_found', /no change/);
			const both = await caller().ask('update_tasks', {
				tasks: [inside, outside].map(({ task }) => ({ task: task.id, priority: 'high' })),
			});

			await here.refused('undo', { change_id: both.change_id }, 'denied', /cannot see/);
			assert.equal((await caller().read(inside.task)).priority, 'high');
			await caller().ask('undo', { change_id: both.change_id });
		});

		test('everything inside works', async () => {
			const made = await here.ask('create_tasks', {
				project: inside.project.id, tasks: [{ title: 'Rake', tags: ['tool'], blocked_by: [String(inside.task.id)], followers: ['ben@example.com'] }],
			});
			const { id } = made.results[0].task;

			assert.equal((await here.update(id, { title: 'Large rake', place: String(inside.task.id), notes: 'With teeth' })).task.title, 'Large rake');
			await here.ask('add_comment', { task: id, text: 'Where is it?' });
			assert.equal((await here.ask('get_task', { task: id })).comments.length, 1);
			const project = (await here.ask('create_project', { workspace: 'Garden', name: `Beds of ${who}`, sections: ['one', 'two'] })).project;

			await here.ask('update_project', { project: project.id, sections: ['two', 'three'], status: 'on_track', status_text: 'Fine' });
			await here.update(id, { project: project.id, section: 'three' });
			await here.ask('update_workspace', { workspace: 'Garden', description: 'Green', members: [{ user: 'ben@example.com', role: 'guest' }] });
			const { change_id: deleted } = await here.ask('delete_tasks', { tasks: [{ task: id }] });

			await here.ask('undo', { change_id: deleted });
			assert.equal((await here.read(id)).section, 'three');
		});

		test('a result is not repeated that another endpoint gave', async () => {
			const call = ['update_tasks', { tasks: [{ task: outside.task.id, priority: 'low' }], idempotency_key: `key of ${who}` }];

			await caller().ask(...call);
			await here.refused(call[0], call[1], 'conflict');
		});
	});
}

test('a limit ends with its request: the same process serves all of it again', async () => {
	for (let i = 0; i < 5; i += 1) {
		assert.equal((await at(team.ada, '/mcp/part').ask('list_workspaces')).workspaces.length, 2);
		assert.equal((await team.ada.ask('list_workspaces')).workspaces.length, 3);
	}
});

test('a workspace that there is not leaves nothing', async () => {
	const nowhere = at(team.system, '/mcp/none');

	assert.deepEqual((await nowhere.ask('list_workspaces')).workspaces, []);
	assert.deepEqual((await nowhere.ask('list_tasks', { state: 'any' })).tasks, []);
	assert.deepEqual((await nowhere.ask('list_users')).users, []);
});
