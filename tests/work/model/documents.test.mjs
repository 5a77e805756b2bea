/*
 * What is read rather than called: resources and fetch, prompts with real data, and completion.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { freshWorkspace, startUsualTeam } from '../support.mjs';

let team;
let workspace;
let project;
let tasks;

before(async () => {
	team = await startUsualTeam('--set', 'page_size = 3');
	workspace = await freshWorkspace(team, 'Library');
	await team.ada.ask('update_workspace', { workspace: workspace.id, description: 'Where books live' });
	project = (await team.ada.ask('create_project', { workspace: workspace.id, name: 'Shelves', description: '*Oak*', sections: ['To do', 'Doing'],
		custom_fields: ['Metres:number'] })).project;
	const made = await team.ada.ask('create_tasks', { project: project.id, tasks: [
		{ title: 'Saw planks', notes: 'Mind the **knots**', assignee: 'ben@example.com', start: '2029-12-30', due: '2030-01-01T09:30', priority: 'high', section: 'Doing',
			tags: ['wood', 'loud'], followers: ['me'], links: ['https://example.com/saw the saw'], custom_fields: ['Metres=12'], recurrence: 'weekly' },
		{ title: 'Sharpen saw', parent: 'Saw planks' }, { title: 'Find file', parent: 'Sharpen saw' }, { title: 'Buy oak', section: 'To do', blocked_by: ['Saw planks'] },
		{ title: 'Old thing', completed: true }, { title: 'Anywhere' },
	] });

	tasks = made.results.map((item) => item.task);
	await team.gus.ask('add_comment', { task: tasks[0].id, text: 'Earmuffs!' });
	await team.ada.ask('update_project', { project: project.id, status: 'at_risk', status_text: 'Oak is late' });
});

after(() => team?.stop());

async function read(uri, person = team.ada) {
	const { contents } = await person.get('resources/read', { uri });

	assert.equal(contents.length, 1);
	assert.deepEqual([contents[0].uri, contents[0].mimeType], [uri, 'text/markdown']);
	return contents[0].text;
}

describe('resources', () => {
	test('are listed in pages, each once, today first', async () => {
		const uris = [];
		let cursor;

		do {
			const page = await team.ada.get('resources/list', cursor ? { cursor } : {});

			assert.ok(page.resources.length <= 3);
			uris.push(...page.resources.map((resource) => resource.uri));
			for (const resource of page.resources)
				assert.ok(resource.name && resource.title && resource.description && resource.mimeType === 'text/markdown');
			cursor = page.nextCursor;
		} while (cursor);
		assert.equal(uris[0], 'taskdesk://me/today');
		assert.equal(new Set(uris).size, uris.length);
		for (const uri of [`taskdesk://workspace/${workspace.id}`, `taskdesk://project/${project.id}`])
			assert.ok(uris.includes(uri), uri);
	});

	test('have templates for what is not listed', async () => {
		const { resourceTemplates } = await team.ada.get('resources/templates/list');

		assert.deepEqual(resourceTemplates.map((template) => template.uriTemplate),
			['taskdesk://workspace/{id}', 'taskdesk://project/{id}', 'taskdesk://task/{id}']);
	});

	test('show a workspace with projects and members', async () => {
		const text = await read(`taskdesk://workspace/${workspace.id}`);

		assert.match(text, /^# Library \d+\n\nWhere books live\n\n## Projects\n\n- Shelves \(taskdesk:\/\/project\/\d+\), 5 open tasks/);
		assert.match(text, /## Members\n\n- Ada Lovelace <ada@example.com>, owner\n- Ben Franklin <ben@example.com>, member\n- Gus Guest <gus@example.com>, guest/);
	});

	test('show a project as its board, with subtasks below their parents', async () => {
		const text = await read(`taskdesk://project/${project.id}`, team.gus);

		assert.match(text, /^# Shelves\n\nWorkspace Library \d+, 5 open and 1 completed tasks/);
		assert.match(text, /Status at_risk \(ada@example.com, .*\): Oak is late/);
		assert.match(text, /\*Oak\*/);
		assert.match(text, new RegExp(`\n- \\[ \\] Anywhere \\(#${tasks[5].id}\\)\n\n## To do\n\n- \\[ \\] Buy oak \\(#\\d+\\)\n\n## Doing\n\n` +
			'- \\[ \\] Saw planks \\(#\\d+\\) @ben@example.com due 2030-01-01T09:30:00Z !high #loud #wood\n' +
			'  - \\[ \\] Sharpen saw \\(#\\d+\\)\n    - \\[ \\] Find file'));
		assert.doesNotMatch(text, /Old thing/);
	});

	test('show an open subtask whose parent is done', async () => {
		const { project: other } = await team.ada.ask('create_project', { workspace: workspace.id, name: 'Done on top' });
		const top = await team.ada.task({ title: 'top' }, { project: other.id });

		await team.ada.task({ title: 'still open', parent: top.id });
		await team.ada.update(top, { completed: true });
		assert.match(await read(`taskdesk://project/${other.id}`), /\n- \[ \] still open/);
	});

	test('show a task with everything about it', async () => {
		const text = await read(`taskdesk://task/${tasks[0].id}`);

		for (const line of ['# Saw planks', '- Workspace: Library', '- Project: Shelves', '- Section: Doing', '- State: open', '- Assignee: ben@example.com', '- Start: 2029-12-30',
			'- Due: 2030-01-01T09:30:00Z', '- Recurrence: FREQ=WEEKLY', '- Priority: high', '- Tags: loud, wood', '- Followers: ada@example.com',
			'- Links: https://example.com/saw the saw', '- Fields: Metres=12', '- Created by: ada@example.com', 'Mind the **knots**', '## Subtasks', '- [ ] Sharpen saw',
			'gus@example.com', 'Earmuffs!'])
			assert.ok(text.includes(line), line);
		assert.match(await read(`taskdesk://task/${tasks[1].id}`), new RegExp(`- Subtask of: taskdesk://task/${tasks[0].id}`));
		assert.match(await read(`taskdesk://task/${tasks[3].id}`), new RegExp(`- Blocked by tasks: ${tasks[0].id}`));
	});

	test('show today: what is overdue, due, and to come, of one\'s own', async () => {
		await team.ben.ask('create_tasks', { project: project.id, tasks: [
			{ title: 'late', due: 'yesterday', assignee: 'me' }, { title: 'now', due: 'today', assignee: 'me' }, { title: 'soon', due: 'in 3 days', assignee: 'me' },
			{ title: 'far', due: 'in 30 days', assignee: 'me' }, { title: 'of others', due: 'today', assignee: 'ada@example.com' },
		] });
		const text = await read('taskdesk://me/today', team.ben);

		assert.match(text, /^# Today for Ben Franklin\n\n## Overdue\n\n- \[ \] late .*\n\n## Due today\n\n- \[ \] now .*\n\n## The next seven days\n\n- \[ \] soon .*\n$/);
		assert.match(await read('taskdesk://me/today', team.gus), /## Overdue\n\nNothing.\n\n## Due today\n\nNothing./);
	});

	test('that are not there are refused', async () => {
		const year = await team.ada.ask('create_project', { workspace: workspace.id, name: '424242' });

		for (const uri of ['taskdesk://task/999999', 'taskdesk://task/x', 'taskdesk://me/tomorrow', 'taskdesk://cat/1', 'https://example.com/', 'taskdesk://project/424242', 'taskdesk://task/'])
			assert.equal((await team.ada.rpc('resources/read', { uri })).json.error.code, -32002, uri);
		assert.ok(year.project.id !== 424242);
	});
});

describe('prompts', () => {
	const textsOf = async (name, promptArguments, person = team.ada) =>
		(await person.get('prompts/get', { name, arguments: promptArguments })).messages.map(({ content }) => content.text ?? content.resource.text).join('\n---\n');

	test('are five, with arguments that are described', async () => {
		const prompts = [];
		let cursor;

		do {
			const page = await team.ada.get('prompts/list', cursor ? { cursor } : {});

			prompts.push(...page.prompts);
			cursor = page.nextCursor;
		} while (cursor);
		assert.deepEqual(prompts.map((prompt) => prompt.name), ['plan_project', 'daily_standup', 'weekly_review', 'triage_overdue', 'break_down_task']);
		for (const prompt of prompts)
			for (const argument of prompt.arguments ?? [])
				assert.ok(argument.description && typeof argument.required === 'boolean', `${prompt.name} ${argument.name}`);
	});

	test('plan_project shows the workspace, its people and the goal', async () => {
		const text = await textsOf('plan_project', { workspace: workspace.name, goal: 'A reading room by May' });

		assert.match(text, /Ben Franklin <ben@example.com>[^]*A reading room by May[^]*create_project/);
	});

	test('daily_standup shows what somebody did, what is next and what waits', async () => {
		await team.ben.update(tasks[5], { title: 'Anywhere else' });
		await team.ada.update(tasks[3], { assignee: 'ben@example.com' });
		const text = await textsOf('daily_standup', { workspace: String(workspace.id), user: 'ben@example.com' });

		assert.match(text, /ben@example.com updated task \d+ 'Anywhere else', title: Anywhere else/);
		assert.match(text, /Due today or before:\n\n- \[ \] late .*\n- \[ \] now/);
		assert.match(text, /Waiting for other tasks:\n\n- \[ \] Buy oak/);
		assert.doesNotMatch(text, /ada@example.com (create|update)d/);
		assert.match(await textsOf('daily_standup', {}, team.ben), /- \[ \] late/);
	});

	test('weekly_review shows the board and what was done in this project', async () => {
		const elsewhere = await team.ada.ask('create_project', { workspace: workspace.id, name: 'Elsewhere' });
		const text = await textsOf('weekly_review', { project: 'Shelves' });

		assert.match(text, /# Shelves[^]*Saw planks[^]*gus@example.com created comment \d+ 'Saw planks': Earmuffs![^]*update_project/);
		assert.doesNotMatch(text, new RegExp(`project ${elsewhere.project.id} `));
	});

	test('cut between characters', async () => {
		const { project } = await team.ada.ask('create_project', { workspace: workspace.id, name: 'Long words' });
		const task = await team.ada.task({ title: 'short' }, { project: project.id });

		for (const letter of ['会', 'ж', '🚀'])
			await team.ada.update(task, { title: letter.repeat(200) });
		assert.doesNotMatch(await textsOf('weekly_review', { project: String(project.id) }), /\ufffd/);
	});

	test('triage_overdue shows what is overdue, of whom and with which tag it is wanted', async () => {
		assert.match(await textsOf('triage_overdue', {}, team.ben), /Overdue:\n\n- \[ \] late[^]*update_tasks/);
		assert.match(await textsOf('triage_overdue', { user: 'ben@example.com', workspace: '', tag: '' }), /- \[ \] late/);
		assert.match(await textsOf('triage_overdue', { user: 'ben@example.com', tag: 'nothing' }), /Overdue:\n\nNothing/);
	});

	test('break_down_task shows the task', async () => {
		assert.match(await textsOf('break_down_task', { task: 'Saw planks' }), new RegExp(`Mind the \\*\\*knots\\*\\*[^]*parent "${tasks[0].id}"`));
	});

	test('that lack an argument, or name what is not there, are refused with a sentence', async () => {
		for (const [name, promptArguments, sentence] of [['plan_project', { workspace: 'x' }, /goal/], ['weekly_review', { project: 'Shelvs' }, /did you mean 'Shelves'/],
			['nothing', {}, /nothing/]]) {
			const { error } = (await team.ada.rpc('prompts/get', { name, arguments: promptArguments })).json;

			assert.equal(error.code, -32602);
			assert.match(error.message, sentence);
		}
	});
});

describe('completion', () => {
	const suggest = async (ref, name, value, person = team.ada, context) =>
		(await person.get('completion/complete', { ref, argument: { name, value }, ...(context ? { context: { arguments: context } } : {}) })).completion.values;
	const prompt = (name) => ({ type: 'ref/prompt', name });

	test('suggests workspaces, projects, tasks, users and tags', async () => {
		assert.deepEqual(await suggest(prompt('plan_project'), 'workspace', 'lib'), [workspace.name]);
		assert.deepEqual(await suggest(prompt('weekly_review'), 'project', 'SHEL'), ['Shelves']);
		assert.deepEqual(await suggest(prompt('break_down_task'), 'task', 'sharp'), ['Sharpen saw']);
		assert.deepEqual(await suggest(prompt('triage_overdue'), 'user', 'ben'), ['ben@example.com']);
		assert.deepEqual(await suggest(prompt('triage_overdue'), 'user', 'Gus G'), ['gus@example.com']);
		assert.deepEqual(await suggest(prompt('triage_overdue'), 'tag', 'w'), ['wood']);
	});

	test('suggests ids for resource templates', async () => {
		const ids = await suggest({ type: 'ref/resource', uri: 'taskdesk://project/{id}' }, 'id', String(project.id));

		assert.ok(ids.includes(String(project.id)));
	});

	test('suggests ids of tasks by their first digits, also of old ones', async () => {
		const task = { type: 'ref/resource', uri: 'taskdesk://task/{id}' };
		const [first, , , , completed] = tasks.map((one) => String(one.id));
		const crowd = await freshWorkspace(team);

		await team.installation.sql(`INSERT INTO task (workspace_id, title, created_by, updated_by, updated_at)
			SELECT ${crowd.id}, 'Newer', 1, 1, UTC_TIMESTAMP(3) + INTERVAL 1 DAY FROM seq_1_to_120`);
		assert.equal((await suggest(task, 'id', first))[0], first);
		assert.equal((await suggest(task, 'id', completed))[0], completed);
		assert.ok((await suggest(task, 'id', first.slice(0, 1))).every((id) => id.startsWith(first.slice(0, 1))));
		assert.deepEqual(await suggest(task, 'id', 'saw'), []);
		assert.deepEqual(await suggest(task, 'id', first, team.eve), []);
		assert.equal((await suggest(task, 'id', first, team.system))[0], first);
	});

	test('says that there are more than it suggests, but not how many', async () => {
		const { completion } = await team.ada.get('completion/complete',
			{ ref: { type: 'ref/resource', uri: 'taskdesk://task/{id}' }, argument: { name: 'id', value: '' } });

		assert.equal(completion.values.length, 100);
		assert.equal(completion.hasMore, true);
		assert.equal(completion.total, undefined);
	});

	test('keeps to the workspace that is settled already', async () => {
		const other = await freshWorkspace(team);

		await team.ada.ask('create_project', { workspace: other.id, name: 'Shelves too' });
		assert.deepEqual(await suggest(prompt('weekly_review'), 'project', 'shel', team.ada, { workspace: other.name }), ['Shelves too']);
	});

	test('suggests nothing to somebody from outside', async () => {
		for (const [name, argument, value] of [['plan_project', 'workspace', 'lib'], ['weekly_review', 'project', 'shel'], ['break_down_task', 'task', 'saw'],
			['triage_overdue', 'user', 'ben'], ['triage_overdue', 'tag', 'w']])
			assert.deepEqual(await suggest(prompt(name), argument, value, team.eve), [], argument);
	});

	test('finds a name among very many', async () => {
		await team.installation.sql(`INSERT INTO workspace (name, created_by, updated_by) SELECT CONCAT('Many ', seq), 1, 1 FROM seq_1_to_450`);
		assert.deepEqual(await suggest(prompt('plan_project'), 'workspace', 'many 449', team.system), ['Many 449']);
		assert.equal((await team.system.get('completion/complete',
			{ ref: prompt('plan_project'), argument: { name: 'workspace', value: 'many' } })).completion.hasMore, true);
	});
});
