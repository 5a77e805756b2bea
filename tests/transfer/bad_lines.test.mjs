/*
 * Files that are not as they should be: each bad line is told by its number, and the rest goes on.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { after, before, describe, test } from 'node:test';

import { slowness, startInstallation } from '../support/installation.mjs';
import { changesOf, control, fileWith, newFolder, workspaceOf } from './control.mjs';
import { ADA, addPeople, GRACE } from './garden.mjs';

const HEADER = '{"type":"taskdesk","version":1}\n{"type":"workspace","name":"W"}\n';

describe('import', () => {
	let installation, folder;

	const bring = (input, ...words) => control(installation, ['import', ...words], { input });
	const titles = async (workspace) => (await installation.sql(
		`SELECT title FROM task WHERE workspace_id = ${workspace} AND deleted_at IS NULL ORDER BY id`)).map(([title]) => title);
	const one = (workspace, column, title) => installation.value(
		`SELECT ${column} FROM task WHERE workspace_id = ${workspace} AND title = '${title}'`);

	before(async () => {
		installation = await startInstallation('database');
		folder = newFolder(installation);
		await addPeople(installation);
	});

	after(() => installation.stop());

	test('tells bad JSON lines by their numbers, and takes the others', async () => {
		const result = await bring(`${HEADER}{"type":"task","title":"One"}
{"type":"task","title":
{"type":"taks","title":"x"}
{"type":"task","titel":"x"}
{"type":"task"}
{"type":"task","title":"","notes":"x"}

["task"]
{"type":"task","title":"Two","due_on":"2030-02-30"}
{"type":"task","title":"Three","priority":"huge"}
{"type":"task","title":"Four","start_on":"2030-02-02","due_on":"2030-02-01"}
{"type":"task","title":"Five","recurrence":"FREQ=SOMETIMES","due_on":"2030-02-01"}
{"type":"task","title":"Six","tags":["two\\nlines"]}
{"type":"task","title":"Seven","links":[{"url":"javascript:alert(1)"}]}
{"type":"comment","task":"99","text":"x"}
{"type":"task","title":"two\\nlines"}
{"type":"task","title":"nul \\u0000"}
{"type":"task","title":"Eight","due_at":"2030-02-01T12:00:00Z","due_clock":"13:00:00","due_zone":"Mars/Base"}
{"type":"task","title":"Last"}
`);
		const lines = result.stderr.trimEnd().split('\n');

		assert.equal(result.status, 1);
		assert.match(lines[2], /did you mean 'title'\? The/);
		assert.match(lines[3], /[^.]\. Send 'title'/);
		assert.deepEqual(await titles(workspaceOf(result)), ['One', 'Last']);
		assert.match(result.stdout, /2 tasks, 0 comments; 16 lines failed, 0 notes/);
		assert.deepEqual(lines.map((line) => Number(/^line (\d+): /.exec(line)?.[1])), [4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
		assert.match(lines[1], /'taks'.*did you mean 'task'/);
		assert.match(lines[2], /'titel'; did you mean 'title'/);
		assert.match(lines[8], /would start on 2030-02-02, after it is due/);
		assert.match(lines[15], /'Mars\/Base' is no time zone/);
	});

	test('tells bad CSV records by their numbers, and takes the others', async () => {
		const result = await bring(Buffer.concat([Buffer.from(`title,notes,priority,due
One,"two
lines",high,2030-01-01
Two,b"c,low,
Three,x,huge,
Four,x,low,2030-01-01,five
Five,"a",,next friday
Six,`), Buffer.from([0xff]), Buffer.from(`,,
,only notes,,
Seven,"never closed,,
and so on
`)]), '--workspace', 'Table');

		assert.equal(result.status, 1);
		assert.deepEqual(await titles(workspaceOf(result)), ['One', 'Five']);
		assert.deepEqual(result.stderr.trimEnd().split('\n').map((line) => /^line (\d+): (.*?)[.:;]?( |$)/.exec(line)[1]), ['4', '5', '6', '8', '9', '10']);
		assert.match(result.stderr, /line 4: .*quotation marks do not fit/);
		assert.match(result.stderr, /line 8: .*not UTF-8/);
		assert.match(result.stderr, /line 10: .*never closed/);
	});

	test('begins a rule with its task, as one that is sent', async () => {
		const result = await bring(`${HEADER}{"type":"task","title":"One","recurrence":"FREQ=MONTHLY","due_on":"2030-01-31"}
{"type":"task","title":"Two","recurrence":"FREQ=DAILY;UNTIL=20300103T043000Z","due_at":"2030-01-02T04:30:00Z","due_on":"2030-01-01","due_clock":"23:30:00","due_zone":"America/New_York"}
`);

		assert.deepEqual([await one(workspaceOf(result), 'recurrence', 'One'), await one(workspaceOf(result), 'recurrence', 'Two')],
			['FREQ=MONTHLY;BYMONTHDAY=31', 'FREQ=DAILY;UNTIL=20300102']);
	});

	test('keeps a project whose fields have choices that are empty or there twice', async () => {
		const result = await bring(`${HEADER}{"type":"project","id":"1","name":"P","sections":[{"id":"1","name":"S"}],"fields":[{"id":"1","name":"Prio","type":"choice","choices":["","A","B","a"]},{"id":"2","name":"None","type":"choice","choices":[""]}]}
{"type":"task","title":"One","project":"1","section":"1","fields":[{"field":"1","value":"B"},{"field":"2","value":"x"}]}
`);
		const workspace = workspaceOf(result);

		assert.equal(result.status, 0, result.stderr);
		assert.match(result.stderr, /^line 3: note: choices of the field 'Prio' that are empty or there twice are left out\nline 3: note: .*'None'.*takes any text\n$/);
		assert.deepEqual(await installation.sql(`SELECT f.name, f.type, HEX(f.choices) FROM custom_field f JOIN project p ON p.id = f.project_id WHERE p.workspace_id = ${workspace} ORDER BY f.id`),
			[['Prio', 'choice', '410A42'], ['None', 'text', 'NULL']]);
		assert.match(await one(workspace, 'HEX(field_values)', 'One'), /0942.*0978$/);
		const table = await bring('title,project,field:Prio:choice:|A|B\nOne,P,B\n', '--workspace', 'Table of choices');

		assert.equal(table.status, 0, table.stderr);
		assert.match(table.stderr, /^line 1: note: choices of the field 'Prio'/);
		assert.equal(await installation.value(`SELECT HEX(choices) FROM custom_field f JOIN project p ON p.id = f.project_id WHERE p.workspace_id = ${workspaceOf(table)}`), '410A42');
	});

	test('keeps what a table has and cannot be read as text', async () => {
		const result = await bring(`title,due,start,recurrence,notes,project,field:Effort:number,links
Keep me,31.12.2026,,,My notes,P,,
Later,2030-01-01,2030-01-02,now and then,,P,much,ftp://example.com/
"Two
lines",,soon,,,,,
`, '--workspace', 'Unread');
		const workspace = workspaceOf(result);
		const notes = async (title) => Buffer.from(await one(workspace, 'HEX(notes)', title), 'hex').toString();

		assert.equal(result.status, 0, result.stderr);
		assert.deepEqual(await titles(workspace), ['Keep me', 'Later', 'Two lines']);
		assert.match(result.stderr, /^line 2: note: '31.12.2026' is not a due date; kept as text$/m);
		assert.deepEqual(result.stderr.trimEnd().split('\n').map((line) => /^line (\d+): note: .*kept as text/.exec(line)?.[1]), ['2', '3', '3', '3', '3', '4']);
		assert.equal(await notes('Keep me'), 'My notes\n\nFrom the import:\n- due date: 31.12.2026');
		for (const line of ['start date: 2030-01-02', 'recurrence: now and then', 'Effort: much', 'link: ftp://example.com/'])
			assert.match(await notes('Later'), new RegExp(`^- ${line}$`, 'm'));
	});

	test('keeps moments of a table that cannot be read as text, and what is complete is complete', async () => {
		const result = await bring(`title,completed_at,created_at,updated_at
One,1/5/2026 14:00,5.1.2026,2026-01-06
Two,,,6.1.2026
`, '--workspace', 'Moments');
		const asana = await bring('Task ID,Created At,Completed At,Last Modified,Name\n1,01/20/2026,01/21/2026,,Three\n', '--workspace', 'Moments of Asana');
		const workspace = workspaceOf(result);

		assert.deepEqual([result.status, asana.status], [0, 0], result.stderr + asana.stderr);
		assert.deepEqual(result.stderr.trimEnd().split('\n').map((line) => /^line (\d+): note: .*kept as text/.exec(line)?.[1]), ['2', '2', '3']);
		assert.equal(await one(workspace, 'completed_at', 'One'), '2026-01-06 00:00:00.000');
		assert.equal(await one(workspace, 'completed_at IS NULL', 'Two'), '1');
		assert.equal(await one(workspaceOf(asana), 'completed_at IS NOT NULL', 'Three'), '1');
		assert.equal(Buffer.from(await one(workspace, 'HEX(notes)', 'One'), 'hex').toString(),
			'From the import:\n- moment of creation: 5.1.2026\n- moment of completion: 1/5/2026 14:00');
	});

	test('takes a table whose positions and times of day a spreadsheet has written anew', async () => {
		const result = await bring(`title,due_at,due_clock,due_zone,position
One,2030-01-02T14:00:00Z,03:00:00 PM,Europe/Berlin,1.83871567129623E+18
Two,2030-01-02T14:00:00Z,15:00:00,Berlin,1.83871567129623E+18
Three,2030-01-02T14:00:00Z,15:00:00,Europe/Berlin,1.83871567129622E+18
`, '--workspace', 'Spreadsheet');
		const workspace = workspaceOf(result);

		assert.equal(result.status, 0, result.stderr);
		assert.deepEqual(result.stderr.trimEnd().split('\n'), [
			"line 2: note: '1.83871567129623E+18' is no position, which is a whole number; such tasks stand in the order of the file",
			"line 2: note: '03:00:00 PM' is no time of day; it is like 15:00:00; kept as text",
			"line 3: note: 'Berlin' is no time zone; it is like Europe/Berlin; kept as text",
		]);
		assert.deepEqual(await installation.sql(`SELECT title, due_clock, due_zone FROM task WHERE workspace_id = ${workspace} ORDER BY position`),
			[['One', '14:00:00', 'UTC'], ['Two', '14:00:00', 'UTC'], ['Three', '15:00:00', 'Europe/Berlin']]);
		assert.equal(Buffer.from(await one(workspace, 'HEX(notes)', 'One'), 'hex').toString(), 'From the import:\n- due time: 03:00:00 PM Europe/Berlin');
	});

	test('tells where a field is of another type than its column', async () => {
		const result = await bring('title,project,field:F:text,field:F:number,field:F\nOne,P,words,,\nTwo,P,,5,\nThree,P,,,6\n', '--workspace', 'Types');

		assert.equal(result.status, 0, result.stderr);
		assert.equal(result.stderr, 'line 3: note: the project\'s field \'F\' is of the type text, so the value of \'field:F:number\' is taken as that\n');
	});

	test('makes an unknown person a note, and the task is there', async () => {
		const result = await bring(`${HEADER}{"type":"member","user":"nobody@example.com","role":"member"}
{"type":"task","id":"1","title":"One","notes":"My notes","assignee":"nobody@example.com","followers":["ada@example.com","nobody@example.com"],"created_by":"nobody@example.com","created_at":"2020-01-02T03:04:05.678Z"}
{"type":"task","id":"2","title":"Two","assignee":"nobody@example.com"}
{"type":"comment","task":"1","text":"Hello","created_by":"nobody@example.com"}
`);
		const workspace = workspaceOf(result);

		assert.equal(result.status, 0, result.stderr);
		assert.match(result.stderr, /line 3: note: nobody here has the address nobody@example.com/);
		assert.equal(result.stderr.match(/nobody@example.com/g).length, 2, 'each person is told once');
		assert.match(result.stderr, /ada@example.com does not belong to the workspace/);
		assert.match(result.stdout, /2 tasks, 1 comments; 0 lines failed, 3 notes/);
		assert.equal(await one(workspace, 'HEX(notes)', 'One'), Buffer.from(
			'My notes\n\nFrom the import:\n- assignee: nobody@example.com\n- follower: ada@example.com\n- follower: nobody@example.com\n- created by: nobody@example.com').toString('hex').toUpperCase());
		assert.equal(await one(workspace, 'created_at', 'One'), '2020-01-02 03:04:05.678');
		assert.match(await installation.value(`SELECT text FROM comment WHERE task_id = (SELECT id FROM task WHERE workspace_id = ${workspace} AND title = 'One')`),
			/^\*nobody@example.com wrote:\*/);
	});

	test('makes members of the people it names when told to', async () => {
		const result = await bring('title,assignee,followers\nOne,ada@example.com,Grace Hopper\n', '--workspace', 'With people', '--add-members');
		const workspace = workspaceOf(result);

		assert.equal(result.status, 0, result.stderr);
		assert.deepEqual(await installation.sql(`SELECT u.email, m.role FROM membership m JOIN user u ON u.id = m.user_id
			WHERE m.workspace_id = ${workspace} AND u.id <> 1 ORDER BY u.id`), [[ADA, 'member'], [GRACE, 'member']]);
		assert.equal(await one(workspace, 'followers = (SELECT id FROM user WHERE email = \'grace@example.com\')', 'One'), '1');
	});

	test('ties tasks to others that come later', async () => {
		const result = await bring(`${HEADER}{"type":"task","id":"a","title":"Child","parent":"b","blocked_by":["c"]}
{"type":"task","id":"b","title":"Parent"}
{"type":"task","id":"c","title":"Blocker"}
`);
		const workspace = workspaceOf(result);

		assert.deepEqual([result.status, result.stderr], [0, '']);
		assert.equal(await one(workspace, 'parent_id = (SELECT id FROM task p WHERE p.workspace_id = task.workspace_id AND p.title = \'Parent\')', 'Child'), '1');
		assert.equal(await one(workspace, 'blocked_by = (SELECT id FROM task p WHERE p.workspace_id = task.workspace_id AND p.title = \'Blocker\')', 'Child'), '1');
		assert.equal(await one(workspace, '(SELECT COUNT(*) FROM task_blocker b WHERE b.task_id = task.id)', 'Child'), '1');
	});

	test('leaves out ties that lead nowhere, in circles, or too deep, and says so', async () => {
		const deep = [1, 2, 3, 4, 5, 6].map((level) => `{"type":"task","id":"d${level}","title":"Level ${level}"${level > 1 ? `,"parent":"d${level - 1}"` : ''}}`);
		const result = await bring(`${HEADER}${deep.join('\n')}
{"type":"task","id":"x","title":"X","blocked_by":["y"]}
{"type":"task","id":"y","title":"Y","blocked_by":["x"]}
{"type":"task","id":"p","title":"P","parent":"q"}
{"type":"task","id":"q","title":"Q","parent":"p"}
{"type":"task","id":"z","title":"Z","parent":"nowhere","blocked_by":["z","nobody"]}
{"type":"task","id":"z","title":"Z again"}
{"type":"task","id":"s","title":"S","parent":"s"}
`);
		const workspace = workspaceOf(result);

		assert.equal(result.status, 1, 'an id used twice is a bad line');
		assert.match(result.stderr, /line 8: note: subtasks go 5 levels deep at most/);
		assert.match(result.stderr, /line 9: note: what blocks it, 'y' leads back to it/);
		assert.match(result.stderr, /line 11: note: its parent 'q' leads back to it/);
		assert.match(result.stderr, /line 13: note: this task and 'z' would wait for each other/);
		assert.match(result.stderr, /line 13: note: its parent 'nowhere' is not in the file/);
		assert.match(result.stderr, /line 13: note: what blocks it, 'nobody' is not in the file/);
		assert.match(result.stderr, /line 14: the file has a task with the id z already/);
		assert.match(result.stderr, /line 15: note: this task would be under itself, so it stands by itself/);
		assert.equal(await installation.value(`SELECT COUNT(*) FROM task WHERE workspace_id = ${workspace}`), '12');
		for (const title of ['Level 6', 'S'])
			assert.equal(await one(workspace, 'parent_id IS NULL', title), '1');
		assert.equal(await one(workspace, 'blocked_by IS NOT NULL', 'Y'), '1');
		assert.equal(await one(workspace, 'blocked_by IS NULL', 'X'), '1');
	});

	test('takes a task into a project that the file does not have as a task without one', async () => {
		const result = await bring(`${HEADER}{"type":"task","title":"One","project":"7","section":"8","fields":[{"field":"9","value":"x"}]}\n`);

		assert.equal(result.status, 0);
		assert.equal(result.stderr.match(/is not in the file/g).length, 3);
		assert.equal(await one(workspaceOf(result), 'project_id IS NULL', 'One'), '1');
	});

	test('leaves out a section and a field of another project, and says so', async () => {
		const project = (id) => `{"type":"project","id":"${id}","name":"P${id}","sections":[{"id":"s${id}","name":"S"}],"fields":[{"id":"f${id}","name":"F","type":"text"}]}`;
		const result = await bring(`${HEADER}${project(1)}
${project(2)}
{"type":"task","title":"One","project":"1","section":"s2","fields":[{"field":"f2","value":"x"}]}
{"type":"task","title":"Two","project":"2","section":"s2","fields":[{"field":"f2","value":"x"}]}
`);
		const workspace = workspaceOf(result);

		assert.equal(result.status, 0, result.stderr);
		assert.equal(result.stderr, `line 5: note: the section s2 is not in the file as one of its project, so the task is in none
line 5: note: the field f2 is not in the file as one of its project, so its value is left out
`);
		assert.equal(await one(workspace, 'project_id IS NOT NULL AND section_id IS NULL AND field_values IS NULL', 'One'), '1');
		assert.equal(await one(workspace, 'section_id IS NOT NULL AND field_values IS NOT NULL', 'Two'), '1');
	});

	test('tells projects, sections and fields that are there twice', async () => {
		const project = (rest) => `{"type":"project","name":"P",${rest}}`;
		const result = await bring(`${HEADER}${project('"id":"1"')}
${project('"id":"1"')}
${project('"id":"2","sections":[{"id":"1","name":"A"},{"id":"1","name":"B"}]')}
${project('"id":"3","sections":[{"id":"1","name":"A"},{"id":"2","name":"a"}]')}
${project('"id":"4","fields":[{"id":"1","name":"A","type":"text"},{"id":"1","name":"B","type":"text"}]')}
${project('"id":"5","fields":[{"id":"1","name":"A","type":"text"},{"id":"2","name":"A","type":"number"}]')}
${project('"id":"6","sections":[{"id":"1","name":"A"}],"fields":[{"id":"1","name":"A","type":"text"}]')}
`);

		assert.equal(result.status, 1);
		assert.deepEqual(result.stderr.trimEnd().split('\n'), [
			'line 4: the file has a project with the id 1 already',
			'line 5: the project has two sections with the id 1',
			"line 6: the project has two sections with the name 'a'",
			'line 7: the project has two fields with the id 1',
			"line 8: the project has two fields with the name 'A'",
		]);
		assert.match(result.stdout, /imported: 2 projects/);
	});

	for (const [what, content, sentence, ...words] of [
		['an empty file', '', /the file is empty/],
		['a file of UTF-16', Buffer.from('\ufefftitle\n', 'utf16le'), /UTF-16; save it as UTF-8/],
		['a picture', Buffer.from('89504e470d0a1a0a', 'hex'), /no header that names its columns/],
		['a project for JSON lines', `${HEADER}{"type":"task","title":"One"}\n`, /--project is for tables/, '--project', 'P'],
		['a file without its version', '{"type":"taskdesk"}\n', /does not say its version/],
		['a newer version', '{"type":"taskdesk","version":99}\n', /newer version/],
		['no workspace', '{"type":"task","title":"One"}\n', /does not say which workspace/],
		['a table without a workspace', 'title\nOne\n', /does not say which workspace.*\n.*--workspace/],
		['a table without titles', 'name,notes\nx,y\n', /no header/, '--workspace', 'X'],
		['a table that is no export of Asana', 'title\nOne\n', /as an export of Asana does/, '--workspace', 'X', '--format', 'asana'],
	])
		test(`refuses ${what} as a whole`, async () => {
			const result = await control(installation, ['import', ...words, fileWith(folder, 'whole', content)]);

			assert.equal(result.status, 1);
			assert.match(result.stderr, sentence);
			assert.match(result.stdout, /0 tasks/);
			assert.equal(await installation.value("SELECT COUNT(*) FROM workspace WHERE name = 'X'"), '0');
		});

	test('refuses a file that is not there', async () => {
		const { status, stderr } = await control(installation, ['import', `${folder}/missing`]);

		assert.equal(status, 1);
		assert.match(stderr, /missing cannot be read: No such file or directory/);
	});

	test('refuses a folder', async () => {
		const { status, stderr } = await control(installation, ['import', folder]);

		assert.equal(status, 1);
		assert.match(stderr, /the file cannot be read: Is a directory/);
	});

	/* A connection that is reset is a file that breaks off. */
	for (const [what, content, ...words] of [
		['JSON lines', `${HEADER}{"type":"task","title":"One"}\n{"type":"task","ti`],
		['a table', 'title,notes\nOne,x\nTwo,"and so\n', '--workspace', 'Broken off'],
	])
		test(`tells where ${what} cannot be read any more, and keeps what came before`, async () => {
			const server = createServer((socket) => {
				socket.write(content);
				setTimeout(() => socket.resetAndDestroy(), 300 * slowness);
			}).listen(0, '127.0.0.1');

			await once(server, 'listening');
			const socket = connect(server.address().port, '127.0.0.1').pause();

			socket.on('error', () => {});
			await once(socket, 'connect');
			const result = await control(installation, ['import', ...words], { source: socket });

			socket.destroy();
			server.close();
			assert.equal(result.status, 1);
			assert.match(result.stderr, /^taskdeskctl: the file cannot be read behind line [23]: Connection reset by peer$/m);
			assert.match(result.stdout, /1 tasks, 0 comments; 0 lines failed/);
			assert.notEqual(changesOf(result).length, 0);
			assert.deepEqual(await titles(workspaceOf(result)), ['One']);
		});

	test('ends when it is interrupted, and says how what came before is taken back', async () => {
		const result = await control(installation, ['import'], {
			input: `${HEADER}{"type":"task","title":"One"}\n{"type":"task"}\n`,
			interruptedAt: (child, interrupt) => child.stderr.once('data', interrupt),
		});
		const changes = changesOf(result);

		assert.equal(result.status, 130);
		assert.match(result.stderr, /^taskdeskctl: interrupted behind line 4$/m);
		assert.match(result.stdout, /1 tasks, 0 comments; 1 lines failed/);
		assert.deepEqual(await titles(workspaceOf(result)), ['One']);
		assert.equal((await control(installation, ['undo', ...changes])).status, 0);
	});

	test('leaves no file when an export is interrupted', async () => {
		const large = await bring(HEADER + `{"type":"task","title":"One","notes":"${'x'.repeat(2000)}"}\n`.repeat(5000));
		const result = await control(installation, ['export', workspaceOf(large), `${folder}/large.jsonl`], {
			interruptedAt: (child, interrupt) => {
				const poll = setInterval(() => {
					if (!existsSync(`${folder}/large.jsonl.${child.pid}`))
						return;
					clearInterval(poll);
					interrupt();
				}, 1);
			},
		});

		assert.equal(result.status, 130, result.stderr);
		assert.match(result.stderr, /interrupted, so the file is not whole/);
		assert.deepEqual(readdirSync(folder).filter((name) => name.startsWith('large.')), []);
	});

	test('goes through a large file in little memory, in batches that are changes', async () => {
		const line = (number) => `{"type":"task","id":"${number}","title":"Task ${number}","notes":"${'x'.repeat(2000)}","tags":["bulk"]}\n`;
		const file = (count) => HEADER + Array.from({ length: count }, (_, index) => line(index + 1)).join('');
		const small = await bring(file(500));
		const large = await bring(file(10000));

		assert.deepEqual([large.status, large.stderr], [0, '']);
		assert.match(large.stdout, /imported: 0 projects, 10000 tasks/);
		assert.equal(changesOf(large).length, 21);
		assert.equal((await titles(workspaceOf(large))).length, 10000);
		/* The file has 20 MB more; an instrumented program keeps freed memory for a while. */
		if (slowness === 1)
			assert.ok(large.peakBytes - small.peakBytes < 8e6, `${small.peakBytes} bytes for 500 tasks, ${large.peakBytes} for 10000`);
	});
});
