/*
 * Projects: sections in order, fields of their own, status updates, templates; and comments on tasks.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { freshWorkspace, startUsualTeam } from '../support.mjs';

let team;

before(async () => {
	team = await startUsualTeam();
});

after(() => team?.stop());

async function make(properties = {}) {
	const workspace = String((await freshWorkspace(team)).id);
	const { project } = await team.ada.ask('create_project', { workspace, name: 'Shop', ...properties });

	return { workspace, project: String(project.id) };
}

const update = async (project, properties) => (await team.ada.ask('update_project', { project, ...properties })).project;
const refuse = (project, properties, sentence, code = 'invalid') => team.ada.refused('update_project', { project, ...properties }, code, sentence);

describe('sections', () => {
	test('stand in the order they are sent, are renamed, added and removed', async () => {
		const { project } = await make({ sections: ['A', 'B', 'C'] });
		const task = await team.ada.task({ title: 't', section: 'B' }, { project });

		assert.deepEqual((await update(project, { sections: ['C', 'B=Bee', 'New', 'A'] })).sections, ['C', 'Bee', 'New', 'A']);
		assert.equal((await team.ada.read(task)).section, 'Bee');
		assert.deepEqual((await update(project, { sections: ['A'] })).sections, ['A']);
		assert.equal((await team.ada.read(task)).section, undefined);
		assert.deepEqual(await team.ada.titles({ project }), ['t']);
		assert.deepEqual((await update(project, { sections: [] })).sections, []);
	});

	test('do not come twice', async () => {
		const { workspace, project } = await make({ sections: ['A', 'B'] });

		await refuse(project, { sections: ['A', 'a', 'B'] }, /two sections .*'a'/);
		await refuse(project, { sections: ['A=B', 'B'] }, /two sections .*'B'/);
		await team.ada.refused('create_project', { workspace, name: 'x', sections: ['S', 'S'] }, 'invalid', /two sections/);
		assert.deepEqual((await update(project, { sections: ['A=B', 'B=A'] })).sections, ['B', 'A']);
	});

	test('keep a name with \'=\' that an import brought, and get no new one', async () => {
		const { workspace, project } = await make({ sections: ['A', 'Q1'] });

		await team.installation.sql(`UPDATE section SET name = 'Q1=plan' WHERE project_id = ${project} AND name = 'Q1'`);
		const task = await team.ada.task({ title: 't', section: 'q1=PLAN' }, { project });

		assert.deepEqual((await update(project, { sections: ['A', 'Q1=plan', 'B'] })).sections, ['A', 'Q1=plan', 'B']);
		assert.equal((await team.ada.read(task)).section, 'Q1=plan');
		await refuse(project, { sections: ['A=C=D', 'Q1=plan', 'B'] }, /'C=D' cannot be the new name[^]*leave '=' out/);
		assert.deepEqual((await update(project, { sections: ['Q1=plan=Plan', 'A'] })).sections, ['Plan', 'A']);
		assert.equal((await team.ada.read(task)).section, 'Plan');
		await team.ada.refused('create_project', { workspace, name: 'x', sections: ['Q1=plan'] }, 'not_found', /no section 'Q1' to rename[^]*leave '=' out/);
	});

	test('that are not there cannot be renamed, or named by tasks', async () => {
		const { project } = await make({ sections: ['A'] });

		await refuse(project, { sections: ['X=Y'] }, /no section 'X' to rename/, 'not_found');
		await refuse(project, { sections: ['two\nlines'] }, /name of a section/);
		await team.ada.refused('create_tasks', { project, tasks: [{ title: 't', section: 'X' }] }, 'not_found', /sections are: A/);
		await team.ada.refused('create_tasks', { project, section: 'X', tasks: [{ title: 't' }] }, 'not_found', /sections are: A/);
		await team.ada.refused('create_tasks', { workspace: String((await freshWorkspace(team)).id), tasks: [{ title: 't', section: 'A' }] }, 'invalid', /send project too/);
	});
});

describe('fields of a project', () => {
	const types = ['Text:text', 'Number:number', 'Size:choice:S|M|L', 'Day:date'];

	test('take values of their type, shown as they are meant', async () => {
		const { project } = await make({ custom_fields: types });
		const task = await team.ada.task({ title: 't', custom_fields: ['text=a = b', 'Number=-1.5e3', 'size=M', 'Day=2030-01-01'] }, { project });
		const fields = async (custom_fields) => {
			await team.ada.update(task, { custom_fields });
			return (await team.ada.read(task)).custom_fields;
		};

		assert.deepEqual((await team.ada.read(task)).custom_fields, ['Text=a = b', 'Number=-1.5e3', 'Size=M', 'Day=2030-01-01']);
		assert.deepEqual(await fields(['Number=7', 'Day=']), ['Text=a = b', 'Number=7', 'Size=M']);
		assert.deepEqual(await fields(['Text=', 'Size=', 'Day=tomorrow', 'Number=']), [`Day=${new Date(Date.now() + 86400000).toISOString().slice(0, 10)}`]);
		assert.deepEqual(await fields(['Day=none']), undefined);
	});

	test('refuse what does not fit', async () => {
		const { project } = await make({ custom_fields: types });
		const task = await team.ada.task({ title: 't' }, { project });

		for (const [value, sentence, code] of [['Number=many', /takes a number, not 'many'/], ['Size=XL', /no choice 'XL'[^]*S, M, L/], ['Day=someday', /not a date/],
			['Weight=1', /no field 'Weight'[^]*Text, Number, Size, Day/, 'not_found'], ['Text', /Name=value/], [`Text=${'x'.repeat(1001)}`, /Name=value/], ['=x', /no field ''/, 'not_found']])
			await team.ada.refused('update_tasks', { tasks: [{ task: task.id, custom_fields: [value] }] }, code ?? 'invalid', sentence);
	});

	test('are added, changed and removed, but not turned into others', async () => {
		const { project } = await make({ custom_fields: ['Size:choice:S|M'] });
		const task = await team.ada.task({ title: 't', custom_fields: ['Size=M'] }, { project });

		assert.deepEqual((await update(project, { custom_fields: ['Cost:number', 'Size:choice:S|M|L'] })).custom_fields, ['Size:choice:S|M|L', 'Cost:number']);
		await refuse(project, { custom_fields: ['Size:number'] }, /'Size' is of the type choice[^]*-Size/);
		await refuse(project, { custom_fields: ['Size:shape'] }, /'Size:shape' does not describe a field[^]*Name:number/);
		await refuse(project, { custom_fields: ['Size:choice'] }, /does not describe/);
		await refuse(project, { custom_fields: ['-Weight'] }, /no field 'Weight' to remove/, 'not_found');
		await update(project, { custom_fields: ['-Size'] });
		assert.deepEqual((await team.ada.read(task)).custom_fields, undefined);
	});

	test('do not come twice', async () => {
		const { workspace, project } = await make({ custom_fields: ['Cost:number'] });

		await refuse(project, { custom_fields: ['New:text', 'new:text'] }, /two fields .*'new'/);
		await team.ada.refused('create_project', { workspace, name: 'x', custom_fields: ['Größe:number', 'GRÖSSE:text', 'GRÖßE:choice:a|b'] }, 'invalid', /two fields .*'GRÖßE'/);
		assert.deepEqual((await update(project, { custom_fields: ['cost:number'] })).custom_fields, ['cost:number']);
	});

	test('make room for others of their names when they are removed', async () => {
		const { project } = await make({ custom_fields: ['Size:choice:S|M', 'Cost:number'] });
		const task = await team.ada.task({ title: 't', custom_fields: ['Size=M'] }, { project });

		assert.deepEqual((await update(project, { custom_fields: ['size:text', '-SIZE'] })).custom_fields, ['Cost:number', 'size:text']);
		assert.equal((await team.ada.read(task)).custom_fields, undefined);
		await team.ada.update(task, { custom_fields: ['size=huge'] });
		assert.deepEqual((await team.ada.read(task)).custom_fields, ['size=huge']);
		await refuse(project, { custom_fields: ['-cost', '-cost:number'] }, /no field 'cost:number' to remove/, 'not_found');
	});

	test('take their values along when they are removed, and bring them back', async () => {
		const { project } = await make({ custom_fields: ['Size:choice:S|M', 'Cost:number'] });
		const having = async (...has) => (await team.ada.titles({ project, has })).toSorted();

		await team.ada.ask('create_tasks', { project, tasks: [{ title: 'sized', custom_fields: ['Size=M'] }, { title: 'priced', custom_fields: ['Cost=1', 'Size=S'] }, { title: 'bare' }] });
		const { change_id: removal } = await team.ada.ask('update_project', { project, custom_fields: ['-Size'] });

		assert.deepEqual([await having('custom_fields'), await having('-custom_fields')], [['priced'], ['bare', 'sized']]);
		await team.ada.ask('undo', { change_id: removal });
		assert.deepEqual([await having('custom_fields'), await having('-custom_fields')], [['priced', 'sized'], ['bare']]);
		assert.deepEqual(await team.ada.titles({ project, custom_field: 'Size=M' }), ['sized']);
	});

	test('have choices that are not empty, each once', async () => {
		const { workspace, project } = await make({ custom_fields: ['Size:choice:S|M'] });

		for (const [field, sentence] of [['Size:choice:S||L', /'' cannot be a choice/], ['Size:choice:|S', /'' cannot be a choice/], ['Size:choice:S|', /'' cannot be a choice/],
			['Size:choice:S| |L', /' ' cannot be a choice/], ['Size:choice:S|M|s', /the choice 's' is there twice/], ['Größe:choice:Ä|ä', /the choice 'ä' is there twice/]]) {
			const { remedy } = await refuse(project, { custom_fields: [field] }, sentence);

			assert.match(remedy, /'Size:choice:S\|M\|L', each once/);
			await team.ada.refused('create_project', { workspace, name: 'x', custom_fields: [field] }, 'invalid', sentence);
		}
	});

	test('stay behind when a task leaves the project', async () => {
		const { workspace, project } = await make({ custom_fields: ['Cost:number'] });
		const task = await team.ada.task({ title: 't', custom_fields: ['Cost=1'] }, { project });
		const other = await team.ada.ask('create_project', { workspace, name: 'Other' });

		assert.equal((await team.ada.update(task, { project: other.project.id })).task.custom_fields, undefined);
		await team.ada.refused('update_tasks', { tasks: [{ task: task.id, custom_fields: ['Cost=1'] }] }, 'not_found', /fields are: none/);
	});
});

describe('status updates', () => {
	test('the newest one stands, and all are in the activity', async () => {
		const { workspace, project } = await make();

		await update(project, { status: 'on_track' });
		await team.ben.ask('update_project', { project, status: 'off_track', status_text: 'The *roof* is gone' });
		const [row] = (await team.gus.ask('list_projects', { workspace })).projects;

		assert.deepEqual([row.status, row.status_text, row.status_by], ['off_track', 'The *roof* is gone', 'ben@example.com']);
		const told = (await team.gus.ask('list_activity', { project })).activity.flatMap((entry) => entry.changes ?? []).map((change) => change.to.trim());

		assert.deepEqual(told, ['off_track The *roof* is gone', 'on_track']);
	});

	test('need a status, one of three', async () => {
		const { project } = await make();

		await refuse(project, { status: 'fine' }, /on_track, at_risk, off_track/);
		await refuse(project, { status_text: 'words alone' }, /status_text goes with status/);
	});
});

describe('a template', () => {
	test('gives its sections, fields and open tasks with subtasks, and nobody\'s work', async () => {
		const { workspace, project } = await make({ sections: ['To do', 'Done'], custom_fields: ['Cost:number', 'Size:choice:S|M'] });

		await team.ada.ask('create_tasks', { project, tasks: [
			{ title: 'a', notes: 'N', section: 'Done', assignee: 'me', followers: ['me'], tags: ['t'], priority: 'high', due: '2030-01-01', links: ['https://example.com/'],
				custom_fields: ['Cost=5', 'Size=M'] },
			{ title: 'b', parent: 'a' }, { title: 'c', blocked_by: ['a'] }, { title: 'done', completed: true }, { title: 'done child', parent: 'a', completed: true },
		] });
		const copy = (await team.ben.ask('create_project', { workspace, name: 'From template', copy_of: 'Shop', description: 'Mine' })).project;
		const rows = (await team.ben.ask('list_tasks', { project: copy.id, fields: ['title', 'notes', 'section', 'assignee', 'followers', 'tags', 'priority', 'due', 'links',
			'custom_fields', 'blocked_by', 'parent_id', 'created_by'] })).tasks;

		assert.deepEqual([copy.sections, copy.custom_fields, copy.open_tasks, copy.description], [['To do', 'Done'], ['Cost:number', 'Size:choice:S|M'], 3, 'Mine']);
		assert.deepEqual(rows.map((row) => row.title).sort(), ['a', 'b', 'c']);
		const a = rows.find((row) => row.title === 'a');

		assert.deepEqual([a.notes, a.section, a.assignee, a.followers, a.tags, a.priority, a.due, a.links, a.custom_fields, a.created_by],
			['N', 'Done', undefined, undefined, ['t'], 'high', '2030-01-01', ['https://example.com/'], ['Cost=5', 'Size=M'], 'ben@example.com']);
		assert.deepEqual([rows.find((row) => row.title === 'c').blocked_by, typeof rows.find((row) => row.title === 'b').parent_id], [undefined, 'number']);
		assert.equal((await team.ada.ask('list_projects', { workspace })).projects[0].open_tasks, 3);
	});

	test('gives open subtasks of completed tasks too, under the next open one above', async () => {
		const { workspace, project } = await make();
		const made = await team.ada.ask('create_tasks', { project, tasks: [
			{ title: 'done' }, { title: 'left', parent: 'done' }, { title: 'below left', parent: 'left' },
			{ title: 'open' }, { title: 'done below', parent: 'open' }, { title: 'left below', parent: 'done below' },
		] });

		for (const i of [0, 4])
			await team.ada.update(made.results[i].task, { completed: true });
		const copy = (await team.ada.ask('create_project', { workspace, name: 'Copy', copy_of: project })).project;
		const rows = (await team.ada.ask('list_tasks', { project: copy.id, fields: ['id', 'title', 'parent_id'] })).tasks;
		const parents = rows.map((row) => [row.title, rows.find((one) => one.id === row.parent_id)?.title]);

		assert.deepEqual(parents.sort(), [['below left', 'left'], ['left below', 'open'], ['left', undefined], ['open', undefined]]);
	});

	test('gives all that is open, or says that it is too much', async () => {
		const { workspace, project } = await make();
		const top = await team.ada.task({ title: 'top' }, { project });
		const add = async (count, completed) => {
			for (let i = 0; i < count; i += 50)
				await team.ada.ask('create_tasks', { tasks: Array.from({ length: Math.min(50, count - i) }, (_, j) => ({ title: `${i + j}`, parent: top.id, completed })) });
		};
		const copied = async (name) => (await team.ada.ask('create_project', { workspace, name, copy_of: project })).project.open_tasks;

		await add(210, true);
		await add(210, false);
		assert.equal(await copied('Copy'), 211);
		await add(290, false);
		await team.ada.refused('create_project', { workspace, name: 'Too many', copy_of: project }, 'conflict', /more than 500 open tasks[^]*Complete, move or delete some/);
	});

	test('may come from another workspace, and take more sections and fields', async () => {
		const { project } = await make({ sections: ['A'] });
		const other = String((await freshWorkspace(team)).id);
		const copy = (await team.ada.ask('create_project', { workspace: other, name: 'Copy', copy_of: project, sections: ['A', 'B'], custom_fields: ['F:text'] })).project;

		assert.deepEqual([copy.sections, copy.custom_fields], [['A', 'B'], ['F:text']]);
	});
});

describe('comments', () => {
	test('keep their Markdown and their order, and mention members', async () => {
		const { project } = await make();
		const task = await team.ada.task({ title: 't' }, { project });

		for (const [person, text, mentions] of [[team.ada, '**one** @ben@example.com @GUS@example.com.', ['ben@example.com', 'gus@example.com']],
			[team.gus, 'two (@ada@example.com), @ben@example.com @ben@example.com', ['ada@example.com', 'ben@example.com']],
			[team.ben, 'three: @eve@example.com is not here, a@b neither @', []]])
			assert.deepEqual((await person.ask('add_comment', { task: task.id, text })).mentions, mentions, text);
		assert.deepEqual((await team.gus.ask('get_task', { task: task.id })).comments.map((comment) => comment.text.slice(0, 7)), ['**one**', 'two (@a', 'three: ']);
	});

	test('mention members wherever Markdown puts them, but in code', async () => {
		const { project } = await make();
		const task = await team.ada.task({ title: 't' }, { project });
		const ben = '@ben@example.com', gus = '@gus@example.com';
		const mentioned = async (text) => (await team.ada.ask('add_comment', { task: task.id, text })).mentions;

		for (const text of [`**${ben}**`, `_${ben}_`, `~~${ben}~~`, `[${ben}](https://example.com/)`, `${ben}'s`, `${ben}’s`, `${ben}—ok`, `${ben}…`, `ask ${ben}...`, `${ben}さん`, `>${ben}|`,
			`\`code\` ${ben}`, `a \` alone ${ben}`, `\`\`a\`\` ${ben} \`b\``])
			assert.deepEqual(await mentioned(text), ['ben@example.com'], text);
		assert.deepEqual(await mentioned(`${ben}/${gus}`), ['ben@example.com', 'gus@example.com']);
		for (const text of [`\`${ben}\``, `\`\`a \` ${ben}\`\``, `\`\`\`\n${ben}\n\`\`\``, `${ben}.evil.example`, '@', '@@', '@ben@', '@@example.com', '@ben@-.'])
			assert.deepEqual(await mentioned(text), [], text);
	});

	test('have code within a block, and not from one to the next', async () => {
		const { project } = await make();
		const task = await team.ada.task({ title: 't' }, { project });
		const ben = '@ben@example.com', fence = '```';
		const mentioned = async (text) => (await team.ada.ask('add_comment', { task: task.id, text })).mentions;

		for (const text of [`The key \` is broken.\n\n${ben} please look.\n\nAlso \` here.`, `- item \` one\n- ${ben}\n- item \` two`, `1. item \` one\n2. ${ben} \``,
			`# Head \`\n${ben}\n# Head \` two`, `one \`\n> ${ben}\n\ntwo \``, `| a \` |\n| ${ben} |\n| b \` |`, `one \`\n---\n${ben} \``, `one \`\n${fence}\ncode\n${fence}\n${ben} \``,
			`Press \\\` twice, ${ben}, then \\\` again`, `${fence}\ncode\n${fence}\n${ben}`, `~~~\n${fence}\n~~~\n${ben}`, `${fence} one ${fence}\n${ben}`,
			`- ${fence}\n  code\n\n${ben}`, `- one\n\n    ${ben}`, `> ${fence}\n> code\n\n${ben}`, `one\n    ${ben}`, `- one\n  ${fence}\n  code\n  ${fence}\n  ${ben}`, `\\\\${ben}`])
			assert.deepEqual(await mentioned(text), ['ben@example.com'], text);
		for (const text of [`one \`two\n${ben}\` three`, `~~~ text\n${ben}\n\n${ben}\n~~~`, `${fence}\n${ben}`, `${fence}\nhello ${fence} there\n${ben}\n${fence}`, `${fence}${fence}\n${fence}\n${ben}`,
			`${fence}\n~~~\n${ben}`, `one\n\n    ${ben}\n\n\t${ben}`, `   ${fence}\r\n${ben}\r\n${fence}\r\n`, `> ${fence}\n> ${ben}\n> ${fence}`, `- ${fence}\n  ${ben}\n  ${fence}`, `\\\\\`${ben}\``])
			assert.deepEqual(await mentioned(text), [], text);
	});

	test('have a length that is said', async () => {
		const { project } = await make();
		const task = await team.ada.task({ title: 't' }, { project });

		await team.ada.refused('add_comment', { task: task.id, text: 'x'.repeat(20001) }, 'invalid', /20001 characters; at most 20000/);
		await team.ada.refused('add_comment', { task: task.id, text: '' }, 'invalid', /empty/);
	});
});
