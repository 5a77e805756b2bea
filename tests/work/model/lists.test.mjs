/*
 * Lists: filters for every property, columns, orders, pages that stay right while rows change, and results that are
 * not longer than clients read.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { freshWorkspace, startUsualTeam } from '../support.mjs';

const LONGEST = 20000;

let team;

before(async () => {
	team = await startUsualTeam();
});

after(() => team?.stop());

async function place() {
	const workspace = String((await freshWorkspace(team)).id);
	const { project } = await team.ada.ask('create_project', { workspace, name: 'Listed', sections: ['S', 'T'], custom_fields: ['Size:choice:S|M', 'Note:text'] });

	return { workspace, project: String(project.id) };
}

async function projectWith(count, title = (i) => `task ${i}`, rest = () => ({})) {
	const { workspace, project } = await place();

	for (let i = 0; i < count; i += 50)
		await team.ada.ask('create_tasks', { project, tasks: Array.from({ length: Math.min(50, count - i) }, (_, j) => ({ title: title(i + j), ...rest(i + j) })) });
	return { workspace, project };
}

describe('filters', () => {
	let here;

	before(async () => {
		here = await place();
		const made = await team.ada.ask('create_tasks', { project: here.project, tasks: [
			{ title: 'rich', notes: 'n', assignee: 'ben@example.com', start: '2030-01-01', due: '2030-01-31', recurrence: 'weekly', section: 'S', priority: 'high',
				tags: ['red', 'green'], followers: ['gus@example.com'], links: ['https://example.com/'], custom_fields: ['Size=M', 'Note=a=b'] },
			{ title: 'poor' }, { title: 'child', parent: 'rich', tags: ['red'] }, { title: 'waiting', blocked_by: ['poor'] }, { title: 'finished', completed: true },
		] });

		await team.ben.ask('create_tasks', { project: here.project, tasks: [{ title: "ben's" }] });
		await team.ada.ask('create_tasks', { workspace: here.workspace, tasks: [{ title: 'loose' }] });
		await team.ada.ask('add_comment', { task: made.results[1].task.id, text: 'x' });
	});

	const all = ['rich', 'poor', 'child', 'waiting', "ben's", 'loose'];
	const cases = [
		[{}, all], [{ state: 'any' }, ['rich', 'poor', 'child', 'waiting', 'finished', "ben's", 'loose']],
		[{ state: 'completed' }, ['finished']], [{ state: 'trash' }, []],
		[{ assignee: 'ben@example.com' }, ['rich']], [{ assignee: 'none' }, all.slice(1)], [{ assignee: 'none', has: ['parent'] }, ['child']],
		[{ follower: 'gus@example.com' }, ['rich']], [{ created_by: 'ben@example.com' }, ["ben's"]],
		[{ priority: 'high' }, ['rich']], [{ priority: 'none' }, all.slice(1)],
		[{ tags: ['red'] }, ['rich', 'child']], [{ tags: ['red', '#GREEN'] }, ['rich']], [{ tags: ['red', '-green'] }, ['child']], [{ tags: ['-red'] }, ['poor', 'waiting', "ben's", 'loose']],
		[{ blocked: true }, ['waiting']], [{ blocked: false, has: ['-project'] }, ['loose']],
		[{ start_from: '2030-01-01', start_to: '2030-01-01' }, ['rich']], [{ start_from: '2030-01-02' }, []],
		[{ due_from: '2030-01-31' }, ['rich']], [{ due_to: '2030-01-30' }, []],
		[{ created_from: 'today', created_to: 'today' }, all], [{ created_to: 'yesterday' }, []], [{ updated_from: 'tomorrow' }, []],
		[{ state: 'completed', completed_from: 'today' }, ['finished']], [{ state: 'completed', completed_to: 'yesterday' }, []],
		[{ contains: 'OO' }, ['poor', 'loose']], [{ contains: '%' }, []], [{ contains: "n's" }, ["ben's"]],
		[{ has: ['due'] }, ['rich']], [{ has: ['-due', 'comments'] }, ['poor']], [{ has: ['start', 'recurrence', 'notes', 'links', 'section'] }, ['rich']],
		[{ has: ['subtasks'] }, ['rich']], [{ has: ['parent'] }, ['child']], [{ has: ['blockers'] }, ['waiting']], [{ has: ['custom_fields'] }, ['rich']],
		[{ has: ['followers', 'assignee', 'tags'] }, ['rich']], [{ has: ['-project'] }, ['loose']], [{ has: ['due', '-due'] }, []],
	];

	for (const [filter, titles] of cases)
		test(JSON.stringify(filter), async () => {
			assert.deepEqual(await team.ada.titles({ workspace: here.workspace, ...filter }), titles);
		});

	test('within a project: section, fields of its own, parent', async () => {
		const inProject = (filter) => team.ada.titles({ project: here.project, ...filter });

		assert.deepEqual(await inProject({ section: 'S' }), ['rich']);
		assert.deepEqual(await inProject({ section: 'T' }), []);
		assert.deepEqual(await inProject({ custom_field: 'Size=M' }), ['rich']);
		assert.deepEqual(await inProject({ custom_field: 'note=a=b' }), ['rich']);
		assert.deepEqual(await inProject({ custom_field: 'Size=S' }), []);
		const [rich] = (await team.ada.ask('list_tasks', { project: here.project, section: 'S' })).tasks;

		assert.deepEqual(await team.ada.titles({ parent: rich.id }), ['child']);
		const poor = (await inProject({ contains: 'poor' }))[0];

		assert.deepEqual(await inProject({ blocked_by: poor }), ['waiting']);
		assert.deepEqual(await inProject({ blocked_by: String(rich.id) }), []);
	});

	test('that cannot be are refused with what can', async () => {
		for (const [filter, sentence] of [[{ has: ['dew'] }, /did you mean 'due'[^]*assignee, start/], [{ custom_field: 'Size=M' }, /send project too/],
			[{ project: here.project, custom_field: 'Size' }, /Name=value/], [{ project: here.project, custom_field: 'Weight=1' }, /fields are: Size, Note/],
			[{ project: here.project, custom_field: 'Size=XXL' }, /no choice 'XXL'/], [{ tags: Array.from({ length: 9 }, () => 'x') }, /at most 8/]])
			await team.ada.refused('list_tasks', filter, filter.custom_field?.startsWith('Weight') ? 'not_found' : 'invalid', sentence);
	});
});

describe('columns', () => {
	test('are those that were chosen, and no others', async () => {
		const { project } = await projectWith(2);
		const { tasks } = await team.ada.ask('list_tasks', { project, fields: ['id', 'title'] });

		assert.deepEqual(tasks.map(Object.keys), [['id', 'title'], ['id', 'title']]);
	});

	test('may be those that a list leaves out by itself', async () => {
		const { project } = await place();

		await team.ada.task({ title: 'a', notes: 'N', followers: ['me', 'gus@example.com'], custom_fields: ['Size=S'] }, { project });
		await team.ada.task({ title: 'b' }, { project });
		assert.equal((await team.ada.ask('list_tasks', { project })).tasks[0].notes, undefined);
		assert.deepEqual((await team.ada.ask('list_tasks', { project, fields: ['title', 'notes', 'followers', 'custom_fields'] })).tasks,
			[{ title: 'a', notes: 'N', followers: ['ada@example.com', 'gus@example.com'], custom_fields: ['Size=S'] }, { title: 'b' }]);
	});

	test('that are few let more rows into a result', async () => {
		const { project } = await projectWith(100, (i) => `${i} ${'long '.repeat(20)}`);
		const rows = async (fields) => (await team.ada.ask('list_tasks', { project, limit: 100, ...fields })).tasks.length;

		assert.ok(await rows({}) < 60);
		assert.equal(await rows({ fields: ['id', 'title'] }), 100);
	});
});

describe('pages', () => {
	const orders = {
		created: { first: (i) => ({ title: `new ${i}` }) },
		due: { first: () => ({ title: 'new', due: '2029-01-01' }) },
		updated: { first: () => ({ title: 'new' }) },
		position: { first: () => ({ title: 'new', place: 'top' }) },
	};

	for (const [sort, { first }] of Object.entries(orders))
		test(`by ${sort} hold every row once while others come, go and move`, async () => {
			const { project } = await projectWith(23, (i) => `task ${i}`, (i) => ({ due: `2030-01-${String(1 + i % 5).padStart(2, '0')}` }));
			const whole = (await team.ada.ask('list_tasks', { project, sort, limit: 100, fields: ['id', 'title'] })).tasks;
			const gone = new Set();

			assert.equal(whole.length, 23);
			const { elements } = await team.ada.pages('list_tasks', { project, sort, limit: 5, fields: ['id', 'title'] }, 'tasks', async (tasks, page) => {
				if (page > 3)
					return;
				/* What was last on this page goes, and something comes before everything. */
				gone.add(tasks.at(-1).id);
				await team.ada.ask('delete_tasks', { tasks: [{ task: tasks.at(-1).id }] });
				await team.ada.task(first(page), { project });
			});
			const seen = elements.filter((task) => task.title.startsWith('task')).map((task) => task.id);

			assert.deepEqual(seen, whole.map((task) => task.id));
			assert.equal(gone.size, 3);
		});

	test('of every list tool end with the last row', async () => {
		const { workspace, project } = await projectWith(12);

		for (let i = 0; i < 7; i++)
			await team.ada.ask('create_project', { workspace, name: `P${i}` });
		const cases = [['list_tasks', { project, limit: 5 }, 'tasks', 12], ['list_projects', { workspace, limit: 3 }, 'projects', 8],
			['list_users', { workspace, limit: 1 }, 'users', 3], ['list_activity', { project, limit: 5 }, 'activity', 13],
			['search', { query: `project:${project}`, limit: 5 }, 'results', 12]];

		for (const [name, listing, member, count] of cases) {
			const { elements, pages } = await team.ada.pages(name, listing, member);

			assert.equal(elements.length, count, name);
			assert.equal(new Set(elements.map((element) => JSON.stringify(element))).size, count, name);
			assert.equal(pages, Math.ceil(count / listing.limit), name);
		}
		const { elements } = await team.ada.pages('list_workspaces', { limit: 2, archived: true }, 'workspaces');

		assert.equal(new Set(elements.map((row) => row.id)).size, elements.length);
	});

	test('do not take a cursor of another list or order', async () => {
		const { project } = await projectWith(4);
		const { next_cursor: cursor } = await team.ada.ask('list_tasks', { project, limit: 2, sort: 'due' });

		for (const [name, rest] of [['list_tasks', { project, sort: 'updated' }], ['list_tasks', { project }], ['list_projects', {}], ['search', { query: 'task' }]])
			await team.ada.refused(name, { ...rest, cursor }, 'invalid', /does not belong to this list/);
		for (const broken of ['x', 'AAAA', cursor.slice(0, -3), `${cursor}AA`])
			await team.ada.call('list_tasks', { project, sort: 'due', cursor: broken });
	});
});

describe('long results', () => {
	const remarkOf = (result) => result.content.slice(1).map((block) => block.text).join('\n');

	test('of lists are cut where clients stop reading, and say how to go on', async () => {
		const { project } = await projectWith(100, (i) => `${i} ${'x'.repeat(490)}`);
		const result = await team.ada.call('list_tasks', { project, limit: 100 });

		assert.ok(JSON.stringify(result.structuredContent).length <= LONGEST);
		assert.match(remarkOf(result), /Cut at 20000 characters: \d+ are shown. Send next_cursor as cursor for the rest, or name fewer fields/);
		assert.equal((await team.ada.pages('list_tasks', { project, limit: 100 }, 'tasks')).elements.length, 100);
	});

	test('of workspaces, activity and search are cut likewise', async () => {
		const { workspace, project } = await projectWith(60, (i) => `gnu ${i} ${'y'.repeat(480)}`);

		for (let i = 0; i < 6; i++)
			await team.eve.ask('create_workspace', { name: `W${i}`, description: 'z'.repeat(4900) });
		const one = await team.ada.task({ title: 'noted', notes: 'n'.repeat(50000) }, { project });

		await team.ada.update(one, { notes: 'm'.repeat(50000) });
		for (const [who, name, listing, member, count] of [[team.eve, 'list_workspaces', { limit: 100 }, 'workspaces', 6],
			[team.ada, 'search', { query: `gnu workspace:${workspace}`, limit: 100 }, 'results', 60], [team.ada, 'list_activity', { task: one.id }, 'activity', 2]]) {
			const result = await who.call(name, listing);

			assert.ok(JSON.stringify(result.structuredContent).length <= LONGEST, name);
			assert.equal((await who.pages(name, listing, member)).elements.length, count, name);
		}
	});

	test('of get_task say how to read the rest of the notes', async () => {
		const { project } = await place();
		const notes = Array.from({ length: 5000 }, (_, i) => `é${i}`).join(' ');
		const task = await team.ada.task({ title: 'long', notes }, { project });
		let read = '';

		for (let from = 0, more = true; more; from = [...read].length) {
			const result = await team.ada.call('get_task', { task: task.id, ...(from ? { notes_from: from } : {}) });

			assert.ok(JSON.stringify(result.structuredContent).length <= LONGEST);
			read += result.structuredContent.task.notes;
			more = remarkOf(result).match(/send notes_from (\d+)/);
			if (more)
				assert.equal(Number(more[1]), [...read].length);
		}
		assert.equal(read, notes);
	});

	test('of get_task say how to read older comments', async () => {
		const { project } = await place();
		const task = await team.ada.task({ title: 'talked about' }, { project });

		for (let i = 0; i < 45; i++)
			await team.ada.ask('add_comment', { task: task.id, text: i < 30 ? `comment ${i}` : `comment ${i} ${'z'.repeat(2500)}` });
		const seen = [];

		for (let before, more = true; more; before = seen[0].id) {
			const result = await team.ada.call('get_task', { task: task.id, ...(before ? { comments_before: before } : {}) });

			assert.ok(JSON.stringify(result.structuredContent).length <= LONGEST);
			seen.unshift(...result.structuredContent.comments);
			more = remarkOf(result).match(/send comments_before (\d+)/);
			if (more)
				assert.equal(Number(more[1]), seen[0].id);
		}
		assert.deepEqual(seen.map((comment) => comment.text.split(' ')[1]), Array.from({ length: 45 }, (_, i) => String(i)));
	});

	test('of bulk calls show each task briefly', async () => {
		const { project } = await place();
		const result = await team.ada.call('create_tasks', { project, tasks: Array.from({ length: 50 }, (_, i) => ({ title: `t${i}`, notes: 'n'.repeat(1000) })) });

		assert.ok(JSON.stringify(result.structuredContent).length <= LONGEST);
		assert.deepEqual(Object.keys(result.structuredContent.results[49].task), ['id', 'title', 'version']);
		assert.match(remarkOf(result), /get_task shows each whole/);
		assert.equal((await team.ada.read(result.structuredContent.results[49].task)).notes.length, 1000);
	});

	test('of fetch and resources are cut and say so', async () => {
		const { project } = await projectWith(100, (i) => `${i} ${'w'.repeat(490)}`);
		const { text } = await team.ada.ask('fetch', { id: `project:${project}` });

		assert.ok(text.length <= LONGEST + 200);
		assert.match(text, /cut at 20000 characters; list_tasks/);
	});
});
