/*
 * Every tool by itself: it works, it needs its scope, and it says what is wrong with bad input.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { dayIn, freshWorkspace, startUsualTeam, textOf } from '../support.mjs';

let team;

before(async () => {
	team = await startUsualTeam();
});

after(() => team?.stop());

/* One of each: a workspace with a project, two tasks and a comment. */
async function world() {
	const workspace = await freshWorkspace(team);
	const { project } = await team.ada.ask('create_project', {
		workspace: workspace.name, name: `Website of ${workspace.name}`, sections: ['To do', 'Doing'],
	});
	const made = await team.ada.ask('create_tasks', {
		project: project.id, tasks: [{ title: `Dig in ${workspace.name}` }, { title: `Plant in ${workspace.name}` }],
	});
	const [dig, plant] = made.results.map((item) => item.task);
	const comment = await team.ben.ask('add_comment', { task: dig.id, text: 'Which spade?' });

	return { workspace, project, dig, plant, comment, made };
}

describe('each tool does its work', () => {
	test('whoami says user, credential and scopes', async () => {
		const me = await team.ada.ask('whoami');

		assert.equal(me.user.email, 'ada@example.com');
		assert.deepEqual(me.scopes, ['read', 'write', 'admin']);
		assert.equal(me.is_system_user, false);
	});

	test('whoami tells the time by the user\'s clocks', async () => {
		const tokyo = await team.join('tokyo@example.com', 'Tokyo', 'Asia/Tokyo');
		const { now } = await tokyo.ask('whoami');

		assert.match(now, /T\d\d:\d\d:\d\d\+09:00$/);
		assert.ok(Math.abs(Date.parse(now) - Date.now()) < 60000);
	});

	test('register makes an account that can be named at once', async () => {
		const { user } = await team.system.ask('register', {
			email: 'Zoe@Example.com', name: 'Zoe', password: 'a long pass phrase', time_zone: 'Asia/Tokyo',
		});

		assert.deepEqual([user.email, user.time_zone], ['zoe@example.com', 'Asia/Tokyo']);
		await team.ada.ask('create_workspace', { name: 'With Zoe', members: ['zoe@example.com'] });
	});

	test('list_users lists colleagues, also of one workspace and by their beginning', async () => {
		const { workspace } = await world();
		const emails = async (filter) => (await team.ada.ask('list_users', filter)).users.map((user) => user.email);

		assert.deepEqual(await emails({ workspace: workspace.id }), ['ada@example.com', 'ben@example.com', 'gus@example.com']);
		assert.deepEqual(await emails({ workspace: workspace.id, begins_with: 'ben f' }), ['ben@example.com']);
		assert.deepEqual(await emails({ workspace: workspace.id, begins_with: 'GUS@' }), ['gus@example.com']);
	});

	test('list_users shows somebody without any workspace themselves', async () => {
		const loner = await team.join('loner@example.com', 'Loner');

		assert.deepEqual((await loner.ask('list_users')).users.map((user) => user.email), ['loner@example.com']);
	});

	test('list_workspaces lists those one belongs to, with one\'s role', async () => {
		const { workspace } = await world();
		const { workspaces } = await team.gus.ask('list_workspaces', { limit: 100 });

		assert.equal(workspaces.find((row) => row.id === workspace.id).role, 'guest');
	});

	test('create_workspace makes its maker the owner and the others members', async () => {
		const { workspace } = await team.ada.ask('create_workspace', { name: 'Made here', description: 'Why', members: ['Ben Franklin'] });

		assert.deepEqual(workspace.members, ['ada@example.com owner', 'ben@example.com member']);
		assert.equal(workspace.description, 'Why');
	});

	test('update_workspace renames, describes, archives and says who belongs', async () => {
		const { workspace } = await world();
		const changed = await team.ada.ask('update_workspace', {
			workspace: workspace.name, name: `${workspace.name} new`, description: 'Better', archived: true,
			members: [{ user: 'ben@example.com', role: 'owner' }],
		});

		assert.equal(changed.workspace.archived, true);
		assert.deepEqual(changed.workspace.members.slice(0, 2), ['ada@example.com owner', 'ben@example.com owner']);
		assert.ok(!(await team.ada.ask('list_workspaces', { limit: 100 })).workspaces.some((row) => row.id === workspace.id));
		assert.ok((await team.ada.ask('list_workspaces', { limit: 100, archived: true })).workspaces
			.some((row) => row.id === workspace.id));
	});

	test('list_projects shows sections and fields, and counts open and completed tasks', async () => {
		const { workspace, project, dig } = await world();

		await team.ada.update(dig, { completed: true });
		await team.ada.ask('update_project', { project: project.id, custom_fields: ['Size:choice:S|M', 'Cost:number'] });
		const { projects } = await team.ben.ask('list_projects', { workspace: workspace.id });

		assert.deepEqual(projects.map((row) => [row.id, row.open_tasks, row.completed_tasks, row.sections, row.custom_fields]),
			[[project.id, 1, 1, ['To do', 'Doing'], ['Size:choice:S|M', 'Cost:number']]]);
	});

	test('create_project has sections in order and fields of its own', async () => {
		const { workspace } = await world();
		const { project } = await team.ben.ask('create_project', {
			workspace: workspace.id, name: 'Shaped', sections: ['C', 'A', 'B'], custom_fields: ['Size:choice:S|M|L', 'Cost:number'],
		});

		assert.deepEqual(project.sections, ['C', 'A', 'B']);
		assert.deepEqual(project.custom_fields, ['Size:choice:S|M|L', 'Cost:number']);
	});

	test('update_project posts a status update', async () => {
		const { project } = await world();
		const changed = await team.ben.ask('update_project', { project: project.name, status: 'at_risk', status_text: 'Copy is late' });

		assert.deepEqual([changed.project.status, changed.project.status_text, changed.project.status_by],
			['at_risk', 'Copy is late', 'ben@example.com']);
	});

	test('list_tasks lists a project in the order of making', async () => {
		const { project, dig, plant } = await world();

		assert.deepEqual(await team.gus.titles({ project: project.id }), [dig.title, plant.title]);
	});

	test('get_task shows subtasks and comments', async () => {
		const { dig } = await world();
		const below = await team.ada.task({ title: 'Find a spade', parent: dig.id });
		const shown = await team.gus.ask('get_task', { task: dig.title });

		assert.deepEqual(shown.subtasks, [{ id: below.id, title: 'Find a spade', completed: false }]);
		assert.deepEqual(shown.comments.map((comment) => [comment.created_by, comment.text]), [['ben@example.com', 'Which spade?']]);
	});

	test('create_tasks takes everything a task has', async () => {
		const { project, dig } = await world();

		await team.ada.ask('update_project', { project: project.id, custom_fields: ['Cost:number'] });
		const task = await team.ada.read(await team.ada.task({
			title: 'All of it', notes: '# Plan', assignee: 'me', start: '2030-01-01', due: '2030-01-31T17:00', priority: 'high',
			section: 'Doing', tags: ['#home', 'spring'], followers: ['Ben Franklin'], blocked_by: [dig.title],
			links: ['https://example.com/a the plan'], custom_fields: ['Cost=12.50'], recurrence: 'weekly',
		}, { project: project.id }));

		assert.deepEqual(
			[task.notes, task.assignee, task.start, task.due, task.priority, task.section, task.recurrence],
			['# Plan', 'ada@example.com', '2030-01-01', '2030-01-31T17:00:00Z', 'high', 'Doing', 'FREQ=WEEKLY']);
		assert.deepEqual([task.tags, task.followers, task.blocked_by, task.links, task.custom_fields],
			[['home', 'spring'], ['ben@example.com'], [String(dig.id)], ['https://example.com/a the plan'], ['Cost=12.50']]);
	});

	test('update_tasks changes what is sent and leaves the rest', async () => {
		const { dig } = await world();
		const item = await team.ben.update(dig, { priority: 'urgent', due: 'tomorrow' });

		assert.deepEqual([item.status, item.task.priority, item.task.due, item.task.title, item.task.version],
			['updated', 'urgent', dayIn('UTC', 1), dig.title, 2]);
	});

	test('delete_tasks moves to the trash, where list_tasks shows it', async () => {
		const { project, dig, plant } = await world();

		await team.ben.ask('delete_tasks', { tasks: [{ task: dig.id }] });
		assert.deepEqual(await team.ben.titles({ project: project.id }), [plant.title]);
		const { tasks } = await team.ben.ask('list_tasks', { project: project.id, state: 'trash' });

		assert.deepEqual(tasks.map((task) => [task.id, typeof task.deleted_at]), [[dig.id, 'string']]);
	});

	test('add_comment mentions members and nobody else', async () => {
		const { dig } = await world();
		const said = await team.gus.ask('add_comment', { task: dig.id, text: 'Hello @ben@example.com, and @eve@example.com.' });

		assert.deepEqual(said.mentions, ['ben@example.com']);
		assert.equal(said.created_by, 'gus@example.com');
	});

	test('search finds in titles, notes and comments', async () => {
		const { workspace } = await world();
		const tasks = [{ title: 'Zebra crossing' }, { title: 'Paint', notes: 'as a zebra has it' }, { title: 'Other' }];
		const made = await team.ada.ask('create_tasks', { workspace: workspace.id, tasks });

		await team.ada.ask('add_comment', { task: made.results[2].task.id, text: 'No zebras here' });
		const { results } = await team.ben.ask('search', { query: `zebra workspace:${workspace.id}` });

		assert.deepEqual(results.map((row) => row.id).sort(), made.results.map((item) => `task:${item.task.id}`).sort());
		for (const row of results)
			assert.ok(row.title && row.url.startsWith('taskdesk://task/'));
	});

	test('fetch returns documents in the shape that connectors want', async () => {
		const { workspace, project, dig } = await world();

		for (const [id, title] of [[`task:${dig.id}`, dig.title], [`project:${project.id}`, project.name],
			[`workspace:${workspace.id}`, workspace.name], [`taskdesk://task/${dig.id}`, dig.title]]) {
			const document = await team.gus.ask('fetch', { id });

			assert.deepEqual([document.id, document.title], [id, title]);
			assert.ok(document.text.startsWith(`# ${title}`));
			assert.match(document.url, /^taskdesk:\/\/\w+\/\d+$/);
		}
	});

	test('list_activity says who did what through which credential, from what to what', async () => {
		const { dig } = await world();
		const keyed = await team.withKey('--scopes', 'read,write', '--user', 'ben@example.com');

		await keyed.update(dig, { title: 'Dig deeper' });
		const [newest] = (await team.gus.ask('list_activity', { task: dig.id })).activity;

		assert.deepEqual([newest.actor, newest.action, newest.entity, newest.entity_id], ['ben@example.com', 'update', 'task', dig.id]);
		assert.match(newest.credential, /^key /);
		assert.deepEqual(newest.changes, [{ field: 'title', from: dig.title, to: 'Dig deeper' }]);
	});

	test('undo takes a change back and is itself one', async () => {
		const { dig } = await world();
		const changed = await team.ada.ask('update_tasks', { tasks: [{ task: dig.id, title: 'Oops' }] });
		const undone = await team.ada.ask('undo', { change_id: changed.change_id });

		assert.equal((await team.ada.read(dig)).title, dig.title);
		await team.ada.ask('undo', { change_id: undone.change_id });
		assert.equal((await team.ada.read(dig)).title, 'Oops');
	});
});

describe('scopes', () => {
	test('a read-only key lists only readers, and every reader works with it', async () => {
		const reader = await team.withKey('--scopes', 'read', '--user', 'ada@example.com');
		const { tools } = await reader.get('tools/list');

		assert.ok(tools.length > 8);
		assert.ok(tools.every((tool) => tool.annotations.readOnlyHint));
		await reader.ask('list_tasks');
	});

	test('every writer is refused to a read-only key, naming the scope', async () => {
		const reader = await team.withKey('--scopes', 'read', '--user', 'ada@example.com');
		const writers = [...team.catalogue.values()].filter((tool) => !tool.annotations.readOnlyHint);

		assert.equal(writers.length, 10);
		for (const { name } of writers)
			await reader.refused(name, {}, 'denied', /scope write.*\n.*will not help/);
	});

	test('every reader is refused to a key that may only write', async () => {
		const writer = await team.withKey('--scopes', 'write', '--user', 'ada@example.com');
		const readers = [...team.catalogue.values()].filter((tool) => tool.annotations.readOnlyHint);

		for (const { name } of readers)
			await writer.refused(name, {}, 'denied', /scope read/);
		assert.ok((await writer.get('tools/list')).tools.every((tool) => !tool.annotations.readOnlyHint));
	});
});

describe('bad input', () => {
	const TASK = '999999999';
	const refusals = [
		['register', { email: 'nobody', name: 'N', password: 'a long pass phrase' }, 'invalid', /'nobody' is not an e-mail address/],
		['register', { email: 'n@example.com', name: 'N', password: 'short' }, 'invalid', /'password' is too short/],
		['register', { email: 'n@example.com', name: 'N', password: 'a long pass phrase', time_zone: 'Mars/Base' }, 'invalid', /Europe\/Berlin/],
		['register', { email: 'ada@example.com', name: 'N', password: 'a long pass phrase' }, 'conflict', /ada@example.com already/],
		['register', { email: 'n@example.com', name: ' \n', password: 'a long pass phrase' }, 'invalid', /one line/],
		['list_users', { workspace: 'No such place' }, 'not_found', /list_workspaces/],
		['list_users', { limit: 0 }, 'invalid', /from 1 to 100/],
		['list_workspaces', { cursor: 'bm8' }, 'invalid', /cursor does not belong/],
		['create_workspace', {}, 'invalid', /'name' is missing/],
		['create_workspace', { name: '' }, 'invalid', /'name' is empty/],
		['create_workspace', { name: 'two\nlines' }, 'invalid', /one line/],
		['create_workspace', { name: 'x'.repeat(201) }, 'invalid', /at most 200/],
		['create_workspace', { name: 'W', members: ['nobody@example.com'] }, 'not_found', /nobody@example.com/],
		['create_workspace', { name: 'W', colour: 'red' }, 'invalid', /no argument 'colour'/],
		['update_workspace', { workspace: TASK, name: 'W' }, 'not_found', /workspace '999999999'/],
		['update_workspace', { workspace: 'W', members: [{ user: 'me', role: 'boss' }] }, 'invalid', /none, guest, member, owner/],
		['list_projects', { workspace: 7.5 }, 'invalid', /must be a string/],
		['create_project', { name: 'P', workspace: 'No such place' }, 'not_found', /No such place/],
		['update_project', { project: 'No such project' }, 'not_found', /list_projects/],
		['list_tasks', { state: 'opened' }, 'invalid', /open, completed, any, trash/],
		['list_tasks', { due_to: 'someday' }, 'invalid', /'someday' is not a due date[^]*next friday/],
		['list_tasks', { fields: ['titel'] }, 'invalid', /did you mean 'title'/],
		['list_tasks', { section: 'Doing' }, 'invalid', /send project too/],
		['list_tasks', { stat: 'open' }, 'invalid', /did you mean 'state'/],
		['get_task', { task: TASK }, 'not_found', /task '999999999'/],
		['get_task', { task: '' }, 'invalid', /'task' is empty/],
		['get_task', { task: { id: 1 } }, 'invalid', /must be a string/],
		['create_tasks', { workspace: 'x', tasks: [] }, 'invalid', /'tasks' is empty/],
		['create_tasks', { workspace: 'x', tasks: Array.from({ length: 51 }, () => ({ title: 'x' })) }, 'invalid', /at most 50/],
		['create_tasks', { workspace: 'x', tasks: 'Milk' }, 'invalid', /must be an array/],
		['update_tasks', { tasks: [{ task: TASK, title: 'x' }] }, 'not_found', /999999999/],
		['update_tasks', { tasks: [{ title: 'x' }] }, 'invalid', /'tasks\[0\].task' is missing/],
		['delete_tasks', { tasks: [{ task: TASK }] }, 'not_found', /999999999/],
		['add_comment', { task: TASK, text: 'x' }, 'not_found', /999999999/],
		['add_comment', { task: TASK }, 'invalid', /'text' is missing/],
		['search', { query: 'tag:' }, 'invalid', /character 1/],
		['search', { query: '   ' }, 'invalid', /empty/],
		['fetch', { id: 'cat:1' }, 'not_found', /'cat:1'/],
		['list_activity', { actor: 'nobody@example.com' }, 'not_found', /nobody@example.com/],
		['list_activity', { from: 'never' }, 'invalid', /'never' is not a day/],
		['undo', { change_id: 'nosuchchange' }, 'not_found', /list_activity/],
		['undo', {}, 'invalid', /From the write's result/],
	];

	for (const [name, toolArguments, code, sentence] of refusals)
		test(`${name} ${JSON.stringify(toolArguments).slice(0, 80)} is ${code}`, async () => {
			await team.ada.refused(name, toolArguments, code, sentence);
		});

	test('a tool that is not there is a protocol error that names the nearest', async () => {
		const { json } = await team.ada.rpc('tools/call', { name: 'list_taks', arguments: {} });

		assert.equal(json.error.code, -32602);
		assert.match(json.error.message, /did you mean 'list_tasks'/);
	});

	test('text holds anything that is text', async () => {
		const { workspace } = await world();
		const title = '“Ünïcode” ✓ 漢字 <b> & \\ \' " %_ 𝄞';
		const task = await team.ada.task({ title, notes: `${title}\n\ttab` }, { workspace: workspace.id });

		assert.deepEqual([task.title, (await team.ada.read(task)).notes], [title, `${title}\n\ttab`]);
		assert.equal(textOf(await team.ada.call('get_task', { task: title })).includes(JSON.stringify(title).slice(1, -1)), true);
	});
});
