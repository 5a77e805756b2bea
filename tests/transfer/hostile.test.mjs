/*
 * Files that nobody means well with, and files changed at random: whatever comes, the import ends by itself, tells each
 * line that it did not take by its number, and leaves nothing but whole tasks, as many as it says.
 * Longer: TASKDESK_FUZZ_COUNT=10000; otherwise: TASKDESK_FUZZ_SEED=2; one of them again: TASKDESK_FUZZ_ONLY=1234.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Chance, changeBytes, changeJson } from '../fuzz/mutate.mjs';
import { slowness, startInstallation } from '../support/installation.mjs';
import { control } from './control.mjs';
import { addPeople, plantGarden } from './garden.mjs';

const MEGABYTE = 1024 * 1024;
const HEADER = '{"type":"taskdesk","version":1}\n{"type":"workspace","name":"W"}\n';
const BOM = '\ufeff';

let installation, last = 0;

before(async () => {
	installation = await startInstallation('lighttpd-fcgi');
	await addPeople(installation);
});

after(() => installation?.stop());

const bytes = (...parts) => Buffer.concat(parts.map((part) => Buffer.from(part)));
const task = (title, rest = {}) => `${JSON.stringify({ type: 'task', title, ...rest })}\n`;

/* Rows that are there only with others. */
const HALVES = {
	'a task without its project': 'SELECT COUNT(*) FROM task t JOIN project p ON p.id = t.project_id WHERE p.workspace_id <> t.workspace_id',
	'a tag without its line': `SELECT COUNT(*) FROM task_tag g JOIN task t ON t.id = g.task_id
		WHERE CONCAT('\\n', LOWER(t.tags), '\\n') NOT LIKE CONCAT('%\\n', REPLACE(REPLACE(REPLACE(g.tag, '\\\\', '\\\\\\\\'), '%', '\\\\%'), '_', '\\\\_'), '\\n%')`,
	'a blocker without its line': "SELECT COUNT(*) FROM task_blocker b JOIN task t ON t.id = b.task_id WHERE NOT FIND_IN_SET(b.blocker_id, REPLACE(t.blocked_by, '\\n', ','))",
	'a line without its blocker': `SELECT COUNT(*) FROM task t WHERE t.blocked_by IS NOT NULL AND
		(SELECT COUNT(*) FROM task_blocker b WHERE b.task_id = t.id) <> 1 + LENGTH(t.blocked_by) - LENGTH(REPLACE(t.blocked_by, '\\n', ''))`,
	'a task without the activity of its making': `SELECT COUNT(*) FROM task t WHERE NOT EXISTS
		(SELECT 1 FROM activity a WHERE a.entity = 'task' AND a.entity_id = t.id AND a.action = 'create')`,
};

const count = async (sql) => Number(await installation.value(sql));

/* Imports, and checks what holds for every file; { titles, failed, stderr, status }. */
async function bring(content, ...words) {
	const before = await count('SELECT COALESCE(MAX(id), 0) FROM task');
	const result = await control(installation, ['import', ...words], { input: content });
	const told = /^imported: (\d+) projects, (\d+) tasks, (\d+) comments; (\d+) lines failed, (\d+) notes$/m.exec(result.stdout);
	const lines = result.stderr.split('\n').filter(Boolean);
	const reported = lines.filter((line) => /^line \d+: /.test(line));
	const failed = reported.filter((line) => !/^line \d+: note: /.test(line)).map((line) => Number(/\d+/.exec(line)[0]));
	const others = lines.filter((line) => !/^line \d+: /.test(line));
	const last = Buffer.from(content).toString('latin1').split(/\r\n|\r|\n/).length;

	assert.ok([0, 1].includes(result.status), `it ended with ${result.status}: ${result.stderr.slice(0, 2000)}`);
	assert.ok(told, `it says nothing: ${result.stdout}`);
	assert.ok(others.length <= 1 && others.every((line) => /^taskdeskctl: /.test(line)), others.join('\n'));
	assert.doesNotMatch(result.stderr, /something went wrong on the server/);
	assert.doesNotMatch(result.stderr.replaceAll('\n', ''), /[\x00-\x1f\x7f]/);
	assert.equal(failed.length, Number(told[4]));
	assert.ok(failed.every((line) => line >= 1 && line <= last), `lines ${failed} of ${last}`);
	assert.equal(result.status, failed.length || others.length ? 1 : 0);

	const titles = (await installation.sql(`SELECT HEX(title) FROM task WHERE id > ${before} ORDER BY id`))
		.map(([hex]) => Buffer.from(hex, 'hex').toString('utf8'));

	assert.equal(titles.length, Number(told[2]), 'it made as many tasks as it says');
	return { titles, failed, status: result.status, stderr: result.stderr, isRefused: others.length > 0 };
}

async function nothingIsHalf() {
	for (const [what, sql] of Object.entries(HALVES))
		assert.equal(await count(sql), 0, what);
}

/* name: content, the lines that fail, the titles of the tasks that are made; words of the command line. */
const files = {
	'JSON lines cut short in the middle of one': [`${HEADER}${task('One')}{"type":"task","title":"Tw`, [4], ['One']],
	'JSON lines without a line break at their end': [`${HEADER}${task('One')}${task('Two').trimEnd()}`, [], ['One', 'Two']],
	'JSON lines of Windows, with a byte order mark': [BOM + `${HEADER}${task('One')}{}\n${task('Two')}`.replaceAll('\n', '\r\n'), [4], ['One', 'Two']],
	'JSON lines of an old Mac': [`${HEADER}${task('One')}{}\n${task('Two')}`.replaceAll('\n', '\r'), [4], ['One', 'Two']],
	'JSON lines with bytes of zero': [bytes(HEADER, task('One'), [0], task('Two'), '{"type":"task","title":"a', [0], 'b"}\n', [0, 0, 10], task('Three')), [4, 5, 6], ['One', 'Three']],
	'JSON lines that are not UTF-8': [bytes(HEADER, ...[[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82]]
		.flatMap((wrong) => ['{"type":"task","title":"', wrong, '"}\n']), task('One')), [3, 4, 5, 6, 7], ['One']],
	'JSON lines with halves of characters': [`${HEADER}{"type":"task","title":"\\ud83d"}\n{"type":"task","title":"\\ude00\\ud83d"}\n${task('One')}`, [3, 4], ['One']],
	'a JSON line of a megabyte': [`${HEADER}${task('x'.repeat(MEGABYTE))}${task('One', { notes: '😀'.repeat(MEGABYTE / 4) })}{"${'x'.repeat(MEGABYTE)}":1}\n${task('Two')}`, [3, 5], ['One', 'Two']],
	'a JSON line that is too long': [`${HEADER}${task('One', { notes: 'x'.repeat(16 * MEGABYTE) })}${task('Two')}`, [3], ['Two']],
	'JSON within JSON within JSON': [`${HEADER}${'['.repeat(100000)}\n{"type":"task","title":${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}}\n${task('One')}`, [3, 4], ['One']],
	'JSON with ten thousand members': [`${HEADER}{${Array.from({ length: 10000 }, (_, i) => `"a${i}":1`)}}\n${task('One', { tags: Array.from({ length: 10000 }, (_, i) => `t${i}`) })}${task('Two')}`, [3, 4], ['Two']],
	'JSON with numbers beyond all bounds': [`${HEADER}{"type":"task","title":"x","position":1e400}\n{"type":"task","title":"x","position":99999999999999999999}\n${task('One', { position: 9007199254740991 })}`, [3, 4], ['One']],
	'texts that are longer than tools take': [`${HEADER}{"type":"project","id":"1","name":"P","description":"${'😀'.repeat(20000)}","statuses":[{"status":"at_risk","text":"${'😀'.repeat(20000)}"}],"fields":[{"id":"2","name":"F","type":"text"},{"id":"3","name":"C","type":"choice","choices":["${'😀'.repeat(2000)}","b","c","d","e","f","g","${'x'.repeat(2000)}"]}]}
${task('One', { project: '1', notes: '😀'.repeat(50000) })}`, [], ['One']],
	'lists that are longer than a task has': [`${HEADER}{"type":"project","id":"1","name":"P","fields":[{"id":"2","name":"F","type":"text"}]}
${task('Links', { links: Array.from({ length: 9 }, (_, i) => ({ url: `https://example.com/${i}${'x'.repeat(1900)}` })) })}${task('Value', { project: '1', fields: [{ field: '2', value: '😀'.repeat(16001) }] })}${task('One')}`, [4, 5], ['One']],
	'one comment for a task that failed': [`${HEADER}{"type":"task","id":"7"}\n{"type":"comment","task":"7","text":"x"}\n{"type":"comment","task":"8","text":"${'\\n'.repeat(1000)}"}\n${task('One', { id: '7' })}{"type":"comment","task":"7","text":"x"}\n`, [3, 4, 5], ['One']],
	'a member since never, and a workspace': [`{"type":"taskdesk","version":1}\n{"type":"workspace","name":"two\\nlines"}\n{"type":"workspace","name":"W","created_at":"never"}\n{"type":"workspace","name":"W"}
{"type":"member","user":"ada@example.com","role":"owner","created_at":"once upon a time"}\n${task('One')}`, [2, 3, 5], ['One']],
	'the same workspace twice, and members behind tasks': [`${HEADER}${HEADER}${task('One')}{"type":"member","user":"ada@example.com","role":"owner"}\n`, [4, 6], ['One']],

	'a table cut short within quotes': ['title,notes\nOne,x\nTwo,"and so', [3], ['One'], '--workspace', 'T'],
	'a table whose quotes are never closed': [`title,notes\nOne,x\nTwo,"${'and so on\n'.repeat(1000)}`, [3], ['One'], '--workspace', 'T'],
	'a table of Windows, with a byte order mark': [`${BOM}title,notes\r\nOne,"a\r\nb"\r\n,x\r\nTwo,\r\n`, [4], ['One', 'Two'], '--workspace', 'T'],
	'a table of an old Mac': ['title,notes\rOne,"a\rb"\r,x\rTwo,\r', [4], ['One', 'Two'], '--workspace', 'T'],
	'a table with bytes of zero': [bytes('title,notes\nOne,x\nT', [0], 'wo,x\n', [0], '\nThree,"', [0], '"\nFour,x\n'), [3, 4, 5], ['One', 'Four'], '--workspace', 'T'],
	'a table that is not UTF-8': [bytes('title,notes\nOne,x\n', [0xff], ',x\nTwo,"', [0xed, 0xa0, 0x80], '"\nThree,x\n'), [3, 4], ['One', 'Three'], '--workspace', 'T'],
	'a table with ten thousand columns in a line': [`title,notes\nOne,x\n${'x,'.repeat(10000)}\nTwo,x\n`, [3], ['One', 'Two'], '--workspace', 'T'],
	'a table with a field of a megabyte': [`title,notes\n${'x'.repeat(MEGABYTE)},x\nOne,${'x'.repeat(MEGABYTE)}\nTwo,"${'"",\n'.repeat(MEGABYTE / 4)}"\n`, [], ['x'.repeat(500), 'One', 'Two'], '--workspace', 'T'],
	'a table with a record that is too long': [`title,notes\nOne,x\nTwo,"${'x\n'.repeat(9 * MEGABYTE)}"\nThree,x\n`, [3], ['One'], '--workspace', 'T'],
	'a header with fields that cannot be': ['title,project,field: ,field:A:date:x,field:B:nothing,field:C:choice:,field:D\nOne,P,1,2030-01-01,3,4,5\n', [], ['One'], '--workspace', 'T'],
	'a header that names a column twice': ['title,due,due_on\nOne,2030-01-01,2031-01-01\n', [], ['One'], '--workspace', 'T'],
	'a table with nothing but separators': [`title,notes\n${',\n'.repeat(100)}\n\n\nOne,\n`, [], ['One'], '--workspace', 'T'],
};

/* Refused as a whole: nothing is made, no workspace either. */
const refused = {
	'nothing but a byte order mark': BOM,
	'nothing but line breaks': '\n\r\n\r\n',
	'nothing but bytes of zero': Buffer.alloc(MEGABYTE),
	'a quotation mark': '"',
	'bytes by chance': Buffer.from(Array.from({ length: 10000 }, (_, i) => (i * 7919 + (i >> 3)) & 255)),
	'a header of ten thousand columns': `title${',x'.repeat(10000)}\nOne\n`,
};

describe('a hostile file:', () => {
	for (const [what, [content, failed, titles, ...words]] of Object.entries(files))
		test(what, async () => {
			const result = await bring(content, ...words);

			assert.ok(!result.isRefused, result.stderr);
			assert.deepEqual(result.failed, failed, result.stderr.slice(0, 2000));
			assert.deepEqual(result.titles, titles);
		});

	for (const [what, content] of Object.entries(refused))
		test(`${what} is refused as a whole`, async () => {
			const workspaces = await count('SELECT COUNT(*) FROM workspace');
			const result = await bring(content, '--workspace', `New ${last += 1}`);

			assert.ok(result.isRefused || result.failed.length, result.stderr);
			assert.equal(await count('SELECT COUNT(*) FROM workspace'), workspaces, result.stderr);
		});

	after(nothingIsHalf);
});

describe('a file changed at random', () => {
	const seed = Number(process.env.TASKDESK_FUZZ_SEED ?? 1);
	const only = process.env.TASKDESK_FUZZ_ONLY;
	const tries = Number(process.env.TASKDESK_FUZZ_COUNT ?? 200 / Math.min(slowness, 2));
	const originals = [];

	before(async () => {
		const garden = await plantGarden(installation, 'Garden');

		for (const format of ['jsonl', 'csv'])
			originals.push(Buffer.from((await control(installation, ['export', garden, '--format', format])).stdout));
	});

	/* Bytes of the file, or values of one of its lines. */
	function changed(content, chance) {
		const lines = content.toString('utf8').split('\n');
		const at = chance.below(lines.length);

		if (content[0] !== 0x7b || chance.below(2))
			return changeBytes(content, chance);
		return bytes(lines.slice(0, at).map((line) => `${line}\n`).join(''), changeJson(Buffer.from(lines[at]), chance), '\n', lines.slice(at + 1).join('\n'));
	}

	test(`is taken line by line, ${tries} times from seed ${seed}`, async () => {
		for (let number = only ? Number(only) : 0; number < (only ? Number(only) + 1 : tries); number += 1) {
			const chance = new Chance(seed * 1000003 + number);
			let content = chance.among(originals);

			for (let changes = 1 + chance.below(4); changes; changes -= 1)
				content = changed(content, chance);
			try {
				await bring(content, '--workspace', `Changed ${number}`);
			} catch (error) {
				assert.fail(`file ${number} of seed ${seed}: ${error.message}`);
			}
		}
	});

	after(nothingIsHalf);
});
