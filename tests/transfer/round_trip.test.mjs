/*
 * What goes out comes in again: nothing is lost but the ids.
 */
import assert from 'node:assert/strict';
import { closeSync, existsSync, lstatSync, openSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';

import { startInstallation } from '../support/installation.mjs';
import { changesOf, control, fileWith, newFolder, workspaceOf } from './control.mjs';
import { ADA, addPeople, GRACE, LINUS, plantGarden } from './garden.mjs';

/* The lines with every id replaced by where it first stands, so that two exports can be compared. */
function withoutIds(text) {
	const places = new Map();
	const place = (kind, id) => {
		const key = `${kind} ${id}`;

		if (id === undefined)
			return undefined;
		if (!places.has(key))
			places.set(key, `${kind} ${places.size}`);
		return places.get(key);
	};

	const lines = text.trimEnd().split('\n').map((line) => JSON.parse(line));

	for (const line of lines.filter(({ type }) => type === 'task'))
		place('task', line.id);
	for (const line of lines) {
		for (const section of line.sections ?? [])
			section.id = place('section', section.id);
		for (const field of line.fields ?? [])
			field[line.type === 'task' ? 'field' : 'id'] = place('field', field.field ?? field.id);
		if (line.type === 'project')
			line.id = place('project', line.id);
		if (line.type === 'comment')
			line.task = place('task', line.task);
		if (line.type !== 'task')
			continue;
		line.id = place('task', line.id);
		line.parent = place('task', line.parent);
		line.project = place('project', line.project);
		line.section = place('section', line.section);
		line.blocked_by = line.blocked_by?.map((id) => place('task', id)).sort();
	}
	return lines;
}

/* The table with its ids replaced in the same way. */
function csvWithoutIds(rows) {
	const places = new Map(rows.slice(1).map((row, index) => [row.id, `task ${index}`]));

	return rows.slice(1).map((row) => ({
		...row, id: places.get(row.id), parent_id: row.parent_id && places.get(row.parent_id),
		blocked_by: row.blocked_by.split('\n').map((id) => places.get(id)).sort().join(),
	}));
}

/* RFC 4180 by the letter, independent of what is tested: rows as objects by the header's names. */
function readCsv(text) {
	const rows = [];
	let row = [], at = 0;

	while (at < text.length) {
		let field = '';

		if (text[at] === '"') {
			for (at += 1; text[at] !== '"' || text[at + 1] === '"'; at += text[at] === '"' ? 2 : 1)
				field += text[at];
			at += 1;
		} else {
			for (; text[at] !== ',' && text[at] !== '\r'; at += 1)
				field += text[at];
		}
		row.push(field);
		if (text[at] === ',') {
			at += 1;
			continue;
		}
		assert.equal(text.slice(at, at + 2), '\r\n');
		at += 2;
		rows.push(row);
		row = [];
	}
	return rows.map((fields) => Object.fromEntries(fields.map((field, index) => [rows[0][index], field])));
}

describe('a workspace', () => {
	let installation, folder, workspace;

	const run = (...words) => control(installation, words);
	const exported = async (...words) => {
		const { status, stdout, stderr } = await run('export', ...words);

		assert.equal(status, 0, stderr);
		return stdout;
	};
	const imported = async (...words) => {
		const result = await run('import', ...words);

		assert.equal(result.status, 0, result.stderr + result.stdout);
		return { ...result, workspace: workspaceOf(result), changes: changesOf(result) };
	};

	before(async () => {
		installation = await startInstallation('lighttpd-fcgi');
		folder = newFolder(installation);
		await addPeople(installation);
		workspace = await plantGarden(installation, 'Plan');
	});

	after(() => installation.stop());

	test('is the same as JSON lines after it came in again', async () => {
		const before = await exported(workspace);
		const { workspace: copy, stderr } = await imported(fileWith(folder, 'plan.jsonl', before));

		assert.notEqual(copy, workspace);
		assert.equal(stderr, '');
		assert.deepEqual(withoutIds(await exported(copy)), withoutIds(before));
	});

	test('keeps a value that is no choice of its field any more', async () => {
		const { workspace: made } = await installation.ask('create_workspace', { name: 'Choices' });
		const { project } = await installation.ask('create_project', { workspace: String(made.id), name: 'P', custom_fields: ['Size:choice:S|M|L'] });

		await installation.ask('create_tasks', { tasks: [{ title: 'Small', project: String(project.id), custom_fields: ['Size=S'] }] });
		await installation.ask('update_project', { project: String(project.id), custom_fields: ['Size:choice:M|L'] });
		const before = await exported(String(made.id));
		const { workspace: copy, stderr } = await imported(fileWith(folder, 'choices.jsonl', before));

		assert.match(before, /"value":"S"/);
		assert.match(stderr, /^line \d+: note: the field 'Size' has no choice 'S'; kept as it is\n$/);
		assert.deepEqual(withoutIds(await exported(copy)), withoutIds(before));
	});

	test('makes members of people who have left it when told to', async () => {
		const { workspace: made } = await installation.ask('create_workspace', { name: 'Left', members: [GRACE] });

		await installation.ask('create_tasks', { workspace: String(made.id), tasks: [{ title: 'One', assignee: GRACE, followers: [GRACE] }] });
		await installation.ask('update_workspace', { workspace: String(made.id), members: [{ user: GRACE, role: 'none' }] });
		for (const [format, ...words] of [['jsonl'], ['csv', '--workspace', 'Left as a table']]) {
			const file = fileWith(folder, `left.${format}`, await exported(String(made.id), '--format', format));
			const { workspace: copy, stderr } = await imported('--add-members', ...words, file);
			const grace = '(SELECT id FROM user WHERE email = \'grace@example.com\')';

			assert.equal(stderr, '');
			assert.deepEqual(await installation.sql(`SELECT assignee_id = ${grace}, followers = ${grace}, notes IS NULL FROM task WHERE workspace_id = ${copy}`),
				[['1', '1', '1']]);
			if (format === 'jsonl')
				assert.match((await imported(file)).stderr, /^line 4: note: grace@example.com does not belong to the workspace, and is kept as text; --add-members adds who has an account\n$/);
		}
	});

	test('keeps tags as they are', async () => {
		const { workspace: made } = await installation.ask('create_workspace', { name: 'Tags' });

		await installation.ask('create_tasks', { workspace: String(made.id), tasks: [{ title: 'One', tags: ['##x', '#y'] }] });
		for (const [format, ...words] of [['jsonl'], ['csv', '--workspace', 'Tags as a table']]) {
			const { workspace: copy } = await imported(...words, fileWith(folder, `tags.${format}`, await exported(String(made.id), '--format', format)));

			assert.equal(await installation.value(`SELECT REPLACE(tags, '\n', ' ') FROM task WHERE workspace_id = ${copy}`), '#x y');
		}
	});

	test('has lines of every kind, and only what is not in the trash', async () => {
		const text = await exported(workspace);
		const kinds = text.trimEnd().split('\n').map((line) => JSON.parse(line).type);

		assert.deepEqual(kinds.slice(0, 2), ['taskdesk', 'workspace']);
		assert.deepEqual([...new Set(kinds)], ['taskdesk', 'workspace', 'member', 'project', 'task', 'comment']);
		assert.doesNotMatch(text, /Thrown away/);
	});

	/* A column that is added later belongs here, and into the export or among those that are left out. */
	test('carries every column there is, but for these', async () => {
		const leftOut = {
			workspace: ['id', 'version', 'deleted_at', 'packed'],
			membership: ['workspace_id'],
			project: ['workspace_id', 'version'],
			section: ['project_id', 'position', 'deleted_at'],
			custom_field: ['project_id', 'deleted_at'],
			project_status: ['id', 'project_id', 'deleted_at'],
			task: ['workspace_id', 'version', 'due_sort', 'state', 'search_text', 'packed'],
			comment: ['id', 'workspace_id', 'search_text'],
		};
		const carried = {
			workspace: ['name', 'description', 'archived_at', 'created_at', 'created_by', 'updated_at', 'updated_by'],
			membership: ['user_id', 'role', 'created_at', 'created_by'],
			project: ['id', 'name', 'description', 'archived_at', 'created_at', 'created_by', 'updated_at', 'updated_by', 'deleted_at'],
			section: ['id', 'name'],
			custom_field: ['id', 'name', 'type', 'choices'],
			project_status: ['status', 'text', 'created_at', 'created_by'],
			task: ['id', 'project_id', 'section_id', 'parent_id', 'position', 'title', 'notes', 'assignee_id', 'priority', 'start_on', 'due_on',
				'due_at', 'due_clock', 'due_zone', 'recurrence', 'occurs_on', 'tags', 'followers', 'blocked_by', 'links', 'field_values',
				'completed_at', 'completed_by', 'created_at', 'created_by', 'updated_at', 'updated_by', 'deleted_at'],
			comment: ['task_id', 'text', 'created_at', 'created_by', 'deleted_at'],
		};

		for (const [table, columns] of Object.entries(carried)) {
			const there = (await installation.sql(`SELECT column_name FROM information_schema.columns
				WHERE table_schema = DATABASE() AND table_name = '${table}'`)).map(([name]) => name);

			assert.deepEqual(there.filter((name) => !columns.includes(name) && !leftOut[table].includes(name)), [], table);
		}
	});

	test('takes its trash along when asked', async () => {
		const before = await exported(workspace, '--trash');
		const { workspace: copy } = await imported(fileWith(folder, 'trash.jsonl', before));

		assert.match(before, /Thrown away.*deleted_at/);
		assert.deepEqual(withoutIds(await exported(copy, '--trash')), withoutIds(before));
		assert.deepEqual(withoutIds(await exported(copy)), withoutIds(await exported(workspace)));
	});

	test('is written the same each time', async () => {
		assert.equal(await exported(workspace), await exported(workspace));
	});

	test('is the same as CSV after it came in again', async () => {
		const before = await exported(workspace, '--format', 'csv');
		const { workspace: copy } = await imported('--workspace', 'A table', '--add-members', fileWith(folder, 'plan.csv', before));

		assert.deepEqual(csvWithoutIds(readCsv(await exported(copy, '--format', 'csv'))), csvWithoutIds(readCsv(before)));
	});

	test('keeps projects of one name apart as CSV', async () => {
		const input = fileWith(folder, 'namesakes.csv', `title,project,project_id,section,field:F:number,field:F:text
one,Dup,1,S,5,
two,Dup,2,,,words
three,dup,1,S,6,
four,Other,3,,,x
five,Other,1,,,y
`);
		const { workspace: first } = await imported('--workspace', 'Namesakes', input);
		const file = fileWith(folder, 'again.csv', await exported(first, '--format', 'csv'));
		const { workspace: second } = await imported('--workspace', 'Namesakes again', file);

		for (const place of [first, second])
			assert.deepEqual(await installation.sql(`SELECT p.name, f.type, COUNT(DISTINCT f.id), GROUP_CONCAT(DISTINCT t.title ORDER BY t.id), GROUP_CONCAT(DISTINCT SUBSTRING_INDEX(t.field_values, '\\t', -1) ORDER BY t.id)
				FROM project p JOIN custom_field f ON f.project_id = p.id JOIN task t ON t.project_id = p.id WHERE p.workspace_id = ${place} GROUP BY p.id, p.name, f.type ORDER BY MIN(t.id)`),
				[['Dup', 'number', '1', 'one,three', '5,6'], ['Dup', 'text', '1', 'two', 'words'], ['Other', 'text', '1', 'four,five', 'x,y']]);
		await imported('--workspace', second, file);
		assert.equal(await installation.value(`SELECT COUNT(*) FROM project WHERE workspace_id = ${second}`), '3');
		assert.equal(await installation.value(`SELECT COUNT(*) FROM custom_field f JOIN project p ON p.id = f.project_id WHERE p.workspace_id = ${second}`), '3');
	});

	test('is the same as CSV with a byte order mark', async () => {
		const marked = await exported(workspace, '--format', 'csv', '--bom');
		const { workspace: copy } = await imported('--workspace', 'A marked table', '--add-members', fileWith(folder, 'marked.csv', marked));

		assert.equal(marked, `\uFEFF${await exported(workspace, '--format', 'csv')}`);
		assert.deepEqual(csvWithoutIds(readCsv(await exported(copy, '--format', 'csv'))), csvWithoutIds(readCsv(marked.slice(1))));
	});

	test('has no cell as CSV that a spreadsheet would run', async () => {
		const cells = readCsv(await exported(workspace, '--format', 'csv')).slice(1).flatMap((row) => Object.values(row));

		assert.ok(cells.some((cell) => cell.startsWith("'=cmd")));
		assert.deepEqual(cells.filter((cell) => /^[=+\-@\t\r\n]/.test(cell) && !/^-?[\d.]+$/.test(cell)), []);
	});

	test('is usable after it came in: found by words, tags and fields, and recurring', async () => {
		const { workspace: copy } = await imported(fileWith(folder, 'use.jsonl', await exported(workspace)));
		const list = async (filter) => (await installation.ask('list_tasks', { workspace: copy, ...filter }, { user: GRACE })).tasks;
		const [design] = await list({ tags: ['Größe'] });

		assert.equal(design.title, 'Design');
		assert.deepEqual((await list({ tags: ['a,b'] })).map(({ title }) => title), ['Design']);
		assert.deepEqual((await list({ project: 'Website', custom_field: 'Effort=3.5' })).map(({ title }) => title), ['Design']);
		assert.deepEqual((await list({ follower: LINUS })).map(({ title }) => title), ['Design']);
		assert.deepEqual((await list({ blocked: true })).map(({ title }) => title).sort(), ['@ship, "now"', 'Design']);
		assert.deepEqual((await list({ parent: String(design.id) })).map(({ title }) => title), ['Colours']);
		const { results } = await installation.ask('search', { query: `workspace:${copy} "quoted and more"` }, { user: GRACE });

		assert.deepEqual(results.map(({ title }) => title), ['Design']);
		const [water] = await list({ contains: 'Water' });
		const done = await installation.ask('update_tasks', { tasks: [{ task: String(water.id), completed: true }] }, { user: GRACE });

		assert.equal((await installation.ask('get_task', { task: String(done.results[0].next_task_id) }, { user: GRACE })).task.due, '2030-03-08');
	});

	test('keeps who made what and when, and says who brought it in', async () => {
		const { workspace: copy } = await imported(fileWith(folder, 'who.jsonl', await exported(workspace)));
		const rows = (id) => installation.sql(`SELECT t.title, t.created_at, c.email, t.updated_at, u.email, t.completed_at, d.email
			FROM task t JOIN user c ON c.id = t.created_by JOIN user u ON u.id = t.updated_by LEFT JOIN user d ON d.id = t.completed_by
			WHERE t.workspace_id = ${id} AND t.deleted_at IS NULL ORDER BY t.title, t.created_at`);

		assert.deepEqual(await rows(copy), await rows(workspace));
		const { activity } = await installation.ask('list_activity', { workspace: copy, limit: 100 });

		assert.ok(activity.length > 15);
		assert.deepEqual(new Set(activity.map(({ actor }) => actor)), new Set(['system@taskdesk.invalid']));
	});

	test('is taken back by the changes that its import names', async () => {
		const { workspace: copy, changes } = await imported(fileWith(folder, 'undo.jsonl', await exported(workspace)));
		const alive = (table) => installation.value(`SELECT COUNT(*) FROM ${table} WHERE workspace_id = ${copy} AND deleted_at IS NULL`);

		assert.equal(await alive('task'), '13');
		const { status, stderr } = await run('undo', ...changes.slice(0, -1));

		assert.equal(status, 0, stderr);
		assert.deepEqual([await alive('task'), await alive('project')], ['0', '0']);
	});

	test('is taken back where it or a project of it is archived', async () => {
		const { workspace: made } = await installation.ask('create_workspace', { name: 'Closed' });
		const { project } = await installation.ask('create_project', { workspace: String(made.id), name: 'Old' });
		const { results } = await installation.ask('create_tasks', { tasks: [{ title: 'Done with', project: String(project.id) }] });

		await installation.ask('add_comment', { task: String(results[0].task.id), text: 'So long' });
		await installation.ask('update_project', { project: String(project.id), archived: true });
		await installation.ask('update_workspace', { workspace: String(made.id), archived: true });
		const before = await exported(String(made.id));
		const { workspace: copy, changes } = await imported(fileWith(folder, 'closed.jsonl', before));

		assert.equal(before.match(/"archived_at":/g).length, 2);
		assert.deepEqual(withoutIds(await exported(copy)), withoutIds(before));
		const { status, stderr } = await run('undo', ...changes);

		assert.equal(status, 0, stderr);
		assert.equal(await installation.value(`SELECT deleted_at IS NOT NULL FROM workspace WHERE id = ${copy}`), '1');
	});

	test('leaves nothing in a dry run, and says what it would', async () => {
		const file = fileWith(folder, 'dry.jsonl', await exported(workspace));
		const count = () => installation.value('SELECT (SELECT COUNT(*) FROM workspace) + (SELECT COUNT(*) FROM project) + (SELECT COUNT(*) FROM task) + (SELECT COUNT(*) FROM activity)');
		const before = await count();
		const { stdout, changes } = await imported('--dry-run', file);

		assert.match(stdout, /would make the workspace Plan/);
		assert.match(stdout, /would be imported: 3 projects, 13 tasks, 3 comments; 0 lines failed, 0 notes/);
		assert.deepEqual(changes, []);
		assert.equal(await count(), before);
	});

	test('goes into one that is there', async () => {
		const { workspace: made } = await installation.ask('create_workspace', { name: 'Already there', members: [GRACE, LINUS] }, { user: ADA });
		const { stdout } = await imported('--workspace', 'Already there', fileWith(folder, 'there.jsonl', await exported(workspace)));
		const tasks = (text) => withoutIds(text).filter(({ type }) => ['project', 'task', 'comment'].includes(type));

		assert.match(stdout, new RegExp(`^into workspace ${made.id}, Already there`));
		assert.deepEqual(tasks(await exported(String(made.id))), tasks(await exported(workspace)));
	});

	test('puts tasks without positions behind those that are there', async () => {
		const { workspace } = await installation.ask('create_workspace', { name: 'Behind' });

		await installation.ask('create_tasks', { workspace: String(workspace.id), tasks: [{ title: 'First' }] });
		await imported('--workspace', 'Behind', fileWith(folder, 'behind.csv', 'title\nSecond\nThird\n'));
		await installation.ask('create_tasks', { workspace: String(workspace.id), tasks: [{ title: 'Last' }] });
		assert.deepEqual(await installation.sql(`SELECT title FROM task WHERE workspace_id = ${workspace.id} ORDER BY position`),
			[['First'], ['Second'], ['Third'], ['Last']]);
	});

	test('is brought in by somebody with that person\'s rights', async () => {
		const file = fileWith(folder, 'as.jsonl', await exported(workspace));
		const guest = await run('import', '--as', LINUS, '--workspace', workspace, file);
		const { workspace: copy } = await imported('--as', ADA, '--workspace', 'Of Ada', fileWith(folder, 'one.csv', 'title,due\nDig,2030-01-01\n'));
		const { tasks } = await installation.ask('list_tasks', { workspace: copy }, { user: ADA });

		assert.equal(guest.status, 1);
		assert.match(guest.stderr, /needs the role member in the workspace 'Plan', and linus@example.com has the role guest/);
		assert.deepEqual(tasks.map(({ title, created_by: by, due }) => [title, by, due]), [['Dig', ADA, '2030-01-01']]);
	});

	test('needs an owner, who is whoever brings it in where the file has none that is known', async () => {
		const { workspace: copy } = await imported('--as', GRACE, fileWith(folder, 'owner.jsonl',
			'{"type":"taskdesk","version":1}\n{"type":"workspace","name":"Orphan"}\n{"type":"member","user":"nobody@example.com","role":"owner"}\n'));

		assert.deepEqual(await installation.sql(`SELECT u.email, m.role FROM membership m JOIN user u ON u.id = m.user_id WHERE m.workspace_id = ${copy}`),
			[[GRACE, 'owner']]);
	});

	test('is written to a file that only its owner reads, whole or not at all', async () => {
		const file = `${folder}/out.jsonl`;
		const missing = await run('export', 'No such workspace', `${folder}/none.jsonl`);

		await exported(workspace, file);
		assert.equal(statSync(file).mode & 0o777, 0o600);
		assert.equal(readFileSync(file, 'utf8'), await exported(workspace));
		assert.equal(missing.status, 1);
		assert.match(missing.stderr, /no workspace 'No such workspace'/);
		assert.ok(!existsSync(`${folder}/none.jsonl`));
		assert.deepEqual(readdirSync(folder).filter((name) => name.startsWith('none.') || /\.jsonl\.\d+$/.test(name)), []);
	});

	test('is written through links, which stay', async () => {
		const whole = await exported(workspace);

		writeFileSync(`${folder}/linked.jsonl`, 'before\n');
		symlinkSync('linked.jsonl', `${folder}/link`);
		symlinkSync('/dev/stdout', `${folder}/out`);
		symlinkSync('missing', `${folder}/nowhere`);
		await exported(workspace, `${folder}/link`);
		assert.ok(lstatSync(`${folder}/link`).isSymbolicLink());
		assert.equal(readFileSync(`${folder}/linked.jsonl`, 'utf8'), whole);

		const output = openSync(`${folder}/redirected`, 'w');
		const redirected = await control(installation, ['export', workspace, `${folder}/out`], { output });
		const nowhere = await run('export', workspace, `${folder}/nowhere`);

		closeSync(output);
		assert.equal(redirected.status, 0, redirected.stderr);
		assert.ok(lstatSync(`${folder}/out`).isSymbolicLink());
		assert.equal(readFileSync(`${folder}/redirected`, 'utf8'), whole);
		assert.equal(await exported(workspace, `${folder}/out`), whole);
		assert.equal(nowhere.status, 1);
		assert.match(nowhere.stderr, /nowhere cannot be written: it is a link that leads nowhere/);
	});

	test('takes its format from the file\'s name', async () => {
		await exported(workspace, `${folder}/named.csv`);
		assert.match(readFileSync(`${folder}/named.csv`, 'utf8'), /^id,parent_id,project,/);
	});

	test('says so when the file cannot be written', async () => {
		const device = openSync('/dev/full', 'w');
		const full = await control(installation, ['export', workspace], { output: device });
		const none = await run('export', workspace, `${folder}/no/such/folder`);

		closeSync(device);
		assert.equal(full.status, 1);
		assert.match(full.stderr, /cannot be written: No space left on device/);
		assert.equal(none.status, 1);
		assert.match(none.stderr, /cannot be written: No such file or directory/);
	});

	test('refuses what the formats do not carry', async () => {
		for (const [words, sentence] of [
			[['export'], /expected a workspace/],
			[['export', workspace, '--format', 'asana'], /takes jsonl or csv/],
			[['export', workspace, '--format', 'csv', '--trash'], /does not carry what is in the trash/],
			[['export', workspace, '--bom'], /--bom is for CSV/],
			[['import', '--format', 'xml'], /takes jsonl, csv, asana or todoist/],
			[['import', 'one', 'two'], /expected one file/],
			[['import', '--nonsense', 'one'], /there is no option --nonsense/],
		]) {
			const { status, stderr } = await run(...words);

			assert.equal(status, 2, words.join(' '));
			assert.match(stderr, sentence);
		}
	});
});
