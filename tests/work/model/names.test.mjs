/*
 * Names, e-mail addresses and 'me' wherever something is meant; what is ambiguous, and what is not there.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { freshWorkspace, startUsualTeam } from '../support.mjs';

let team;
let workspace;
let project;
let task;

before(async () => {
	team = await startUsualTeam();
	workspace = await freshWorkspace(team, 'Orchard');
	project = (await team.ada.ask('create_project', { workspace: workspace.id, name: 'Apple harvest', sections: ['Pick', 'Press'] })).project;
	task = await team.ada.task({ title: 'Buy baskets' }, { project: project.id });
});

after(() => team?.stop());

const changed = async (properties) => (await team.ada.update(task, properties)).task;

describe('what can be named', () => {
	test('a workspace by id, number, hash and name in any case', async () => {
		for (const name of [workspace.id, String(workspace.id), `#${workspace.id}`, workspace.name, workspace.name.toUpperCase()])
			assert.equal((await team.ada.ask('list_projects', { workspace: name })).projects.length, 1);
	});

	test('a project likewise', async () => {
		for (const name of [project.id, String(project.id), `#${project.id}`, 'apple HARVEST'])
			assert.deepEqual(await team.ada.titles({ project: name }), ['Buy baskets']);
	});

	test('a task likewise, wherever a task is taken', async () => {
		for (const name of [task.id, String(task.id), `#${task.id}`, 'buy BASKETS']) {
			assert.equal((await team.ada.ask('get_task', { task: name })).task.id, task.id);
			assert.equal((await team.ada.ask('add_comment', { task: name, text: 'x' })).task_id, task.id);
			assert.ok((await team.ada.ask('list_activity', { task: name })).activity.length);
		}
		const other = await team.ada.task({ title: 'Carry', parent: 'Buy baskets', blocked_by: ['Buy baskets'] });

		assert.deepEqual([other.parent_id, other.blocked_by], [task.id, [String(task.id)]]);
		assert.deepEqual(await team.ada.titles({ parent: 'buy baskets' }), ['Carry']);
	});

	test('a section by its name in any case', async () => {
		assert.equal((await changed({ section: 'PRESS' })).section, 'Press');
		assert.deepEqual(await team.ada.titles({ project: project.id, section: 'press' }), ['Buy baskets']);
	});

	test('a person by e-mail address, name, id and me', async () => {
		const { user } = await team.ben.ask('whoami');

		for (const name of ['ben@example.com', 'BEN@Example.com', 'ben franklin', String(user.id), user.id])
			assert.equal((await changed({ assignee: name })).assignee, 'ben@example.com', String(name));
		assert.equal((await changed({ assignee: 'me' })).assignee, 'ada@example.com');
		assert.equal((await changed({ assignee: 'Me' })).assignee, 'ada@example.com');
		assert.equal((await changed({ assignee: '' })).assignee, undefined);
		assert.equal((await changed({ assignee: 'none' })).assignee, undefined);
	});

	test('a person wherever one is taken', async () => {
		await changed({ assignee: 'Gus Guest', followers: ['me', 'Ben Franklin'] });
		for (const filter of [{ assignee: 'Gus Guest' }, { follower: 'ben@example.com' }, { created_by: 'me', follower: 'Ada Lovelace' }])
			assert.deepEqual(await team.ada.titles({ project: project.id, ...filter }), ['Buy baskets'], JSON.stringify(filter));
		assert.ok((await team.ada.ask('list_activity', { actor: 'me', task: task.id })).activity.length);
		assert.deepEqual((await team.ada.ask('search', { query: 'assignee:"gus guest" creator:me follower:ben@example.com' })).results
			.map((row) => row.title), ['Buy baskets']);
		const made = await team.ada.ask('create_workspace', { name: 'With people', members: ['Ben Franklin', 'gus@example.com'] });

		assert.equal(made.workspace.members.length, 3);
	});

	test('is never another name that only sorts the same', async () => {
		const place = await freshWorkspace(team, 'Look-alikes');
		const call = (name, toolArguments) => team.ada.refused(name, toolArguments, 'not_found');

		for (const [name, other] of [['Deploy 🚀', 'Deploy 🐛'], ['かき', 'かぎ'], ['Résumé', 'Resume'], ['v²', 'v2']]) {
			const { project } = await team.ada.ask('create_project', { workspace: place.id, name });
			const task = await team.ada.task({ title: name }, { project: project.id });

			await call('delete_tasks', { tasks: [{ task: other }] });
			await call('update_project', { project: other, archived: true });
			assert.equal((await team.ada.read(name.toUpperCase())).id, task.id);
			assert.equal((await team.ada.ask('list_tasks', { workspace: place.id, project: name })).tasks.length, 1);
			await team.ada.ask('create_project', { workspace: place.id, name: other });
			assert.equal((await team.ada.ask('list_tasks', { workspace: place.id, project: name })).tasks.length, 1);
		}
		await team.ada.ask('create_tasks', { workspace: place.id, tasks: [['🐛'], ['🚀'], ['🐛', '🚀'], ['Café'], ['cafe']].map((tags) => ({ title: tags.join(), tags })) });
		for (const [tags, expected] of [[['🐛'], ['🐛', '🐛,🚀']], [['🚀'], ['🚀', '🐛,🚀']], [['🐛', '-🚀'], ['🐛']], [['CAFÉ'], ['Café']], [['Cafe'], ['cafe']]]) {
			assert.deepEqual((await team.ada.titles({ workspace: place.id, tags })).sort(), expected.sort(), tags.join());
			if (tags.length === 1)
				assert.deepEqual((await team.ada.ask('search', { query: `workspace:${place.id} tag:${tags[0]}` })).results.map((row) => row.title).sort(), expected.sort());
		}
		const { project: fields } = await team.ada.ask('create_project', { workspace: place.id, name: 'Fields', custom_fields: ['C:choice:cafe|café|か|が'] });

		await team.ada.ask('create_tasks', { project: fields.id, tasks: ['cafe', 'café', 'か', 'が'].map((value) => ({ title: value, custom_fields: [`C=${value}`] })) });
		for (const value of ['cafe', 'café', 'か', 'が'])
			assert.deepEqual(await team.ada.titles({ project: fields.id, custom_field: `C=${value}` }), [value]);
		const { workspace } = await team.ada.ask('create_workspace', { name: '🚀 team' });

		await call('update_workspace', { workspace: '🐛 team', archived: true });
		assert.equal((await team.ada.ask('update_workspace', { workspace: '🚀 TEAM', description: 'found' })).workspace.id, workspace.id);
	});

	test('a number is an id, and never a name that somebody else may have chosen', async () => {
		const year = (await team.ada.ask('create_workspace', { name: '20270' })).workspace;
		const project = (await team.ada.ask('create_project', { workspace: year.id, name: '777001' })).project;
		const task = await team.ada.task({ title: '888001' }, { project: project.id });
		const hint = (id) => new RegExp(`has the id ${id}; send that if it is meant`);
		const remedyOf = async (...call) => (await team.ada.refused(...call, 'not_found', /with the id \d+ that ada@example.com can see/)).remedy;

		assert.match(await remedyOf('list_tasks', { workspace: '20270' }), hint(year.id));
		assert.match(await remedyOf('create_project', { workspace: '20270', name: 'Redirected' }), hint(year.id));
		assert.match(await remedyOf('create_tasks', { project: '777001', tasks: [{ title: 'Redirected' }] }), hint(project.id));
		assert.match(await remedyOf('update_tasks', { tasks: [{ task: '888001', title: 'Redirected' }] }), hint(task.id));
		assert.match(await remedyOf('search', { query: 'workspace:20270' }), hint(year.id));
	});

	test('the only one that is not archived, or not completed', async () => {
		const one = (await team.ada.ask('create_project', { workspace: workspace.id, name: 'Same again' })).project;

		await team.ada.ask('update_project', { project: one.id, archived: true });
		const two = (await team.ada.ask('create_project', { workspace: workspace.id, name: 'Same again' })).project;
		const done = await team.ada.task({ title: 'Twice', completed: true }, { project: two.id });
		const open = await team.ada.task({ title: 'Twice' }, { project: 'Same again' });

		assert.equal((await team.ada.ask('get_task', { task: 'twice' })).task.id, open.id);
		await team.ada.update(open, { completed: true });
		await team.ada.refused('get_task', { task: 'Twice' }, 'invalid', new RegExp(`${done.id}.*completed`));
	});
});

describe('names are the same in another case, in all scripts', () => {
	const sections = ['Über', 'Plain'];
	let umlauts;

	before(async () => {
		const { project: made } = await team.ada.ask('create_project', { workspace: workspace.id, name: 'Ümläut', sections, custom_fields: ['Länge:number', 'Farbe:choice:rot|grün'] });

		umlauts = String(made.id);
	});

	test('sections, which keep their tasks', async () => {
		const above = await team.ada.task({ title: 'above', section: 'über' }, { project: umlauts });

		assert.deepEqual(await team.ada.titles({ project: umlauts, section: 'ÜBER' }), ['above']);
		await team.ada.ask('update_project', { project: umlauts, sections: ['über', 'plain'] });
		assert.equal((await team.ada.read(above)).section, 'über');
		await team.ada.refused('update_project', { project: umlauts, sections: ['über', 'ÜBER'] }, 'invalid', /two sections/);
	});

	test('fields and their choices', async () => {
		const measured = await team.ada.task({ title: 'measured', custom_fields: ['LÄNGE=3', 'farbe=GRÜN'] }, { project: umlauts });

		assert.deepEqual((await team.ada.read(measured)).custom_fields, ['Länge=3', 'Farbe=GRÜN']);
		await team.ada.ask('update_project', { project: umlauts, custom_fields: ['-LÄNGE'] });
	});

	test('tags', async () => {
		const { project: tagged } = await team.ada.ask('create_project', { workspace: workspace.id, name: 'Tags' });
		const one = await team.ada.task({ title: 'one', tags: ['É', 'é', 'ärger', 'Ärger', 'ж'] }, { project: tagged.id });

		assert.deepEqual(one.tags, ['Ärger', 'é', 'ж']);
		assert.deepEqual((await team.ada.update(one, { tags: ['-ÄRGER', '-Ж'] })).task.tags, ['é']);
	});

	test('completion of names', async () => {
		const { workspace: made } = await team.ada.ask('create_workspace', { name: 'Das Ümläut' });
		const suggest = async (prompt, name, value) => (await team.ada.get('completion/complete', { ref: { type: 'ref/prompt', name: prompt }, argument: { name, value } })).completion.values;

		for (const value of ['üm', 'ÜMLÄ'])
			assert.deepEqual(await suggest('plan_project', 'workspace', value), [made.name]);
		assert.deepEqual(await suggest('weekly_review', 'project', 'ümlä'), ['Ümläut']);
	});

	test('what was meant by a mistyped one', () =>
		team.ada.refused('list_tasks', { project: 'ÜMLÄTU' }, 'not_found', /did you mean 'Ümläut'/));
});

describe('an ambiguous name answers with the candidates', () => {
	test('workspaces', async () => {
		const ids = [];

		for (let i = 0; i < 2; i++)
			ids.push((await team.ada.ask('create_workspace', { name: 'Double' })).workspace.id);
		const { message, remedy } = await team.ada.refused('list_projects', { workspace: 'double' }, 'invalid', /several workspaces/);

		for (const id of ids)
			assert.match(message, new RegExp(`\\b${id}\\b.*ada@example.com`));
		assert.match(remedy, /Send the id/);
	});

	test('projects, unless the workspace decides', async () => {
		const elsewhere = await freshWorkspace(team);

		for (const place of [workspace, elsewhere])
			await team.ada.ask('create_project', { workspace: place.id, name: 'Both' });
		await team.ada.refused('list_tasks', { project: 'Both' }, 'invalid', new RegExp(`in ${workspace.name}.*in ${elsewhere.name}`));
		assert.deepEqual(await team.ada.titles({ workspace: elsewhere.id, project: 'Both' }), []);
	});

	test('tasks', async () => {
		for (const title of ['Same', 'Same'])
			await team.ada.task({ title }, { project: project.id });
		await team.ada.refused('get_task', { task: 'Same' }, 'invalid', /several tasks: \d+ \(in Orchard 1 \/ Apple harvest\), \d+/);
	});

	test('tasks that stand beside the one at hand are meant before others', async () => {
		const copy = (await team.ada.ask('create_project', { workspace: workspace.id, name: 'Pear harvest', copy_of: 'Apple harvest' })).project;
		const carry = await team.ada.task({ title: 'Weigh', blocked_by: ['Buy baskets'], parent: 'Buy baskets', place: 'top' }, { project: copy.id });
		const parent = await team.ada.read(carry.parent_id);

		assert.deepEqual([parent.project, carry.blocked_by], ['Pear harvest', [String(parent.id)]]);
	});

	test('people', async () => {
		await team.join('ben2@example.com', 'Ben Franklin');
		await team.ada.ask('update_workspace', { workspace: workspace.id, members: [{ user: 'ben2@example.com', role: 'member' }] });
		await team.ada.refused('update_tasks', { tasks: [{ task: task.id, assignee: 'Ben Franklin' }] }, 'invalid',
			/several users: ben@example.com, ben2@example.com/);
	});
});

describe('an unknown name answers with the nearest', () => {
	const cases = [
		['list_projects', { workspace: 'Orchad 1' }, /did you mean 'Orchard 1'/],
		['list_tasks', { project: 'Aple harvest' }, /did you mean 'Apple harvest'/],
		['get_task', { task: 'Buy basket' }, /did you mean 'Buy baskets'/],
		['list_tasks', { assignee: 'ben@exmaple.com' }, /did you mean 'ben@example.com'/],
		['list_tasks', { assignee: 'Gus Gest' }, /did you mean 'Gus Guest'/],
		['list_tasks', { project: 'Apple harvest', section: 'Pik' }, /sections are: Pick, Press/],
		['create_project', { workspace: 'Orchard 1', name: 'x', copy_of: 'Apple harves' }, /did you mean 'Apple harvest'/],
	];

	for (const [name, toolArguments, sentence] of cases)
		test(JSON.stringify(toolArguments), () => team.ada.refused(name, toolArguments, 'not_found', sentence));

	test('and says nothing of what is too far from all', async () => {
		const { message } = await team.ada.refused('get_task', { task: 'Something else entirely' }, 'not_found', /whole title/);

		assert.doesNotMatch(message, /did you mean/);
	});
});
