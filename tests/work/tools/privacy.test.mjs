/*
 * Somebody else's data: not by id, not by name, not through search, fetch, resources, completion, prompts, activity
 * or undo. What one may not see does not exist.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { attempts } from '../attempts.mjs';
import { freshWorkspace, startUsualTeam } from '../support.mjs';

/* Stands in everything that is Ada's, and in nothing that Eve sends. */
const SECRET = /quokka|ada@example|Ada Lovelace/i;

let team;
let theirs;
let mine;

/* Ada's workspace with one of everything, and Eve's own. */
async function makeWorld() {
	const workspace = await freshWorkspace(team, 'Castle');

	await team.ada.ask('update_workspace', { workspace: workspace.id, description: 'quokka' });
	const { project } = await team.ada.ask('create_project', {
		workspace: workspace.id, name: 'Moat', description: 'quokka', sections: ['quokka'], custom_fields: ['quokka:text'],
	});
	const made = await team.ada.ask('create_tasks', {
		project: project.id, tasks: [{ title: 'Drawbridge', notes: 'quokka', assignee: 'me', tags: ['quokkatag'], due: 'today' }],
	});
	const comment = await team.ada.ask('add_comment', { task: made.results[0].task.id, text: 'quokka' });

	theirs = { workspace, project, task: made.results[0].task, change: made.change_id, comment };
	const own = await team.eve.ask('create_workspace', { name: 'Hut' });

	mine = { workspace: own.workspace, task: await team.eve.task({ title: 'Roof' }, { workspace: 'Hut' }) };
}

before(async () => {
	team = await startUsualTeam();
	await makeWorld();
});

after(() => team?.stop());

/* Calls that name Ada's things; by says how: an id or a name. */
function calls(by) {
	return attempts({
		workspace: by(theirs.workspace), project: by(theirs.project), task: by(theirs.task), home: 'Hut', ownTask: String(mine.task.id),
	});
}

function assertNothingLeaks(answer, what) {
	assert.doesNotMatch(JSON.stringify(answer), SECRET, what);
}

async function refusedAll(by) {
	for (const [name, toolArguments] of calls(by)) {
		const error = await team.eve.refused(name, toolArguments, 'not_found');

		assertNothingLeaks(error, `${name} ${JSON.stringify(toolArguments)}`);
	}
}

describe('tools', () => {
	test('by id', async () => {
		await refusedAll((thing) => String(thing.id));
		assertNothingLeaks(await team.eve.call('get_task', { task: theirs.task.id }), 'get_task');
	});

	test('by name', () => refusedAll((thing) => thing.name ?? thing.title));

	test('by id, not even the name is told', async () => {
		for (const [name, toolArguments] of calls((thing) => String(thing.id)))
			assert.doesNotMatch(JSON.stringify(await team.eve.call(name, toolArguments)), /Castle|Moat|Drawbridge/, name);
	});

	test('nothing of it is changed by all these calls', async () => {
		const { task, comments } = await team.ada.ask('get_task', { task: theirs.task.id });

		assert.deepEqual([task.title, task.version, comments.length], ['Drawbridge', 1, 1]);
		assert.deepEqual((await team.eve.ask('list_tasks', { state: 'any' })).tasks.map((row) => row.title), ['Roof']);
	});

	test('lists hold nothing of it', async () => {
		const all = [['list_users'], ['list_workspaces', { archived: true }], ['list_projects', { archived: true }],
			['list_tasks', { state: 'any' }], ['list_tasks', { state: 'trash' }], ['list_activity'],
			['list_tasks', { tags: ['quokkatag'] }], ['list_tasks', { contains: 'bridge' }]];

		for (const [name, filter] of all)
			assertNothingLeaks(await team.eve.ask(name, filter), name);
	});

	test('a person is not known by id or name to somebody they share nothing with', async () => {
		const { user } = await team.ada.ask('whoami');

		for (const person of [String(user.id), 'Ada Lovelace']) {
			const error = await team.eve.refused('update_tasks', { tasks: [{ task: 'Roof', assignee: person }] }, 'not_found');

			assert.doesNotMatch(error.message, /ada@example/);
			await team.eve.refused('create_workspace', { name: 'Trap', members: [person] }, 'not_found');
			await team.eve.refused('list_activity', { actor: person }, 'not_found');
		}
	});

	test('activity of a change is not shown', async () => {
		assert.deepEqual((await team.eve.ask('list_activity', { change_id: theirs.change })).activity, []);
	});

	test('a change is not undone', async () => {
		await team.eve.refused('undo', { change_id: theirs.change }, 'not_found', /no change/);
		await team.eve.refused('undo', { change_id: theirs.comment.change_id }, 'not_found', /no change/);
	});

	test('search finds nothing of it, in titles, notes and comments', async () => {
		for (const query of ['quokka', 'drawbridge', '"quokka"', 'tag:quokkatag', 'quo', 'is:open -roof'])
			assert.deepEqual((await team.eve.ask('search', { query })).results, [], query);
	});

	test('fetch finds nothing of it', async () => {
		for (const id of [`task:${theirs.task.id}`, `project:${theirs.project.id}`, `workspace:${theirs.workspace.id}`,
			`taskdesk://task/${theirs.task.id}`])
			assertNothingLeaks(await team.eve.refused('fetch', { id }, 'not_found'), id);
	});
});

describe('resources, prompts and completion', () => {
	test('resources are not listed and not read', async () => {
		assertNothingLeaks(await team.eve.get('resources/list'), 'resources/list');
		for (const uri of [`taskdesk://task/${theirs.task.id}`, `taskdesk://project/${theirs.project.id}`,
			`taskdesk://workspace/${theirs.workspace.id}`]) {
			const { json } = await team.eve.rpc('resources/read', { uri });

			assert.equal(json.error.code, -32002);
			assert.doesNotMatch(json.error.message, /Castle|Moat|Drawbridge/);
		}
	});

	test('today holds one\'s own only', async () => {
		const { contents } = await team.eve.get('resources/read', { uri: 'taskdesk://me/today' });

		assert.doesNotMatch(contents[0].text, /Drawbridge/);
	});

	test('prompts embed nothing of it', async () => {
		const asked = [['plan_project', { workspace: 'Castle 1', goal: 'x' }], ['weekly_review', { project: 'Moat' }],
			['break_down_task', { task: 'Drawbridge' }], ['daily_standup', { workspace: String(theirs.workspace.id) }]];

		for (const [name, promptArguments] of asked) {
			const { json } = await team.eve.rpc('prompts/get', { name, arguments: promptArguments });

			assert.ok(json.error, name);
			assertNothingLeaks(json.error, name);
		}
		assertNothingLeaks(await team.eve.get('prompts/get', { name: 'daily_standup' }), 'daily_standup');
		assertNothingLeaks(await team.eve.get('prompts/get', { name: 'triage_overdue' }), 'triage_overdue');
	});

	test('completion suggests nothing of it', async () => {
		const refs = [
			[{ type: 'ref/prompt', name: 'plan_project' }, 'workspace'],
			[{ type: 'ref/prompt', name: 'weekly_review' }, 'project'],
			[{ type: 'ref/prompt', name: 'break_down_task' }, 'task'],
			[{ type: 'ref/prompt', name: 'triage_overdue' }, 'user'],
			[{ type: 'ref/prompt', name: 'triage_overdue' }, 'tag'],
			[{ type: 'ref/resource', uri: 'taskdesk://project/{id}' }, 'id'],
			[{ type: 'ref/resource', uri: 'taskdesk://task/{id}' }, 'id'],
		];
		const own = new Set(['Hut', 'Roof', String(mine.task.id), String(mine.workspace.id), 'eve@example.com']);

		for (const [ref, name] of refs) {
			const { completion } = await team.eve.get('completion/complete', { ref, argument: { name, value: '' } });

			assert.deepEqual(completion.values.filter((value) => !own.has(value)), [], `${name} of ${ref.name ?? ref.uri}`);
		}
	});
});

describe('somebody who has left', () => {
	test('sees no more, and cannot undo what they did', async () => {
		const workspace = await freshWorkspace(team);
		const made = await team.ben.ask('create_tasks', { workspace: workspace.id, tasks: [{ title: 'By Ben' }] });

		await team.ada.ask('update_workspace', { workspace: workspace.id, members: [{ user: 'ben@example.com', role: 'none' }] });
		await team.ben.refused('get_task', { task: made.results[0].task.id }, 'not_found');
		await team.ben.refused('undo', { change_id: made.change_id }, 'not_found');
	});

	test('does not undo the half of a change that they still see', async () => {
		const [seen, gone] = [await freshWorkspace(team), await freshWorkspace(team)];
		const tasks = [await team.ben.task({ title: 'Seen' }, { workspace: seen.id }), await team.ben.task({ title: 'Gone' }, { workspace: gone.id })];
		const changed = await team.ben.ask('update_tasks', { tasks: tasks.map((task) => ({ task: task.id, priority: 'high' })) });

		await team.ada.ask('update_workspace', { workspace: gone.id, members: [{ user: 'ben@example.com', role: 'none' }] });
		await team.ben.refused('undo', { change_id: changed.change_id }, 'denied', /cannot see/);
		assert.equal((await team.ben.read(tasks[0])).priority, 'high');
	});
});

describe('the system user', () => {
	test('sees everything', async () => {
		assert.equal((await team.system.ask('get_task', { task: theirs.task.id })).task.title, 'Drawbridge');
		assert.equal((await team.system.ask('search', { query: 'quokka' })).results.length, 2);
	});
});
