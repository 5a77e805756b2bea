/*
 * Every SQL statement is one that MariaDB understands, with this schema, and returns what the store reads.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';

import { root, startInstallation, variant } from '../support/installation.mjs';
import { filesBelow, textOf } from './files.mjs';

const stores = filesBelow('lib').filter((path) => path.endsWith('.c'));

let installation, printed;

before(async () => {
	installation = await startInstallation('database');
	const { stdout, stderr, status } = spawnSync(`${root}/build/${variant}/tests/drift/statements`, [installation.database_socket,
		installation.database_user, installation.database_password, installation.database_name], { encoding: 'utf8' });

	printed = { text: stdout, errors: stderr, status };
});

after(() => installation?.stop());

test('every statement prepares, and its letters are its columns', () => {
	assert.deepEqual(printed.text.match(/^not ok.*\n.*$/gm) ?? [], []);
	assert.equal(printed.status, 0, printed.errors);
});

test('every statement on what belongs to a workspace says where a limit to some workspaces goes', () => {
	const refused = [...printed.text.matchAll(/^# refused under a limit: (\w+)$/gm)].map(([, name]) => name);

	assert.ok(refused.length > 5);
	assert.deepEqual(refused.filter((name) => !name.startsWith('transfer_')), []);
});

test('every statement that stands in a store was prepared', () => {
	const written = stores.flatMap((path) => [...textOf(path).matchAll(/^static const struct db_statement (\w+)(\[\])? = /gm)]);
	const arrays = written.filter(([, , array]) => array).length;
	const prepared = [...printed.text.matchAll(/^ok \d+ - (\w+)$/gm)].length;

	assert.ok(written.length > 100);
	assert.ok(prepared >= written.length + (arrays ? 1 : 0), `${written.length} are written and ${prepared} were prepared`);
});

test('every statement that is built at run time has samples', () => {
	const built = stores.flatMap((path) => [...textOf(path).matchAll(/^\tstruct db_statement \w+ = \{\s*"(\w+)"/gm)].map(([, name]) => name));

	assert.ok(built.length >= 2);
	for (const name of built)
		assert.match(printed.text, new RegExp(`^ok \\d+ - ${name}, every condition$|^ok \\d+ - ${name}, .*every condition$`, 'm'), name);
});

test('the samples leave out no condition', () => {
	const samples = textOf('tests/drift/samples.c');

	for (const [header, name] of [['task', 'task_query'], ['activity', 'activity_query']]) {
		const [, members] = textOf(`lib/store/${header}_store.h`).match(new RegExp(`^struct ${name} \\{\n([^}]+)\\}`, 'm'));

		for (const line of members.replaceAll(/\/\*.*\*\//g, '').split('\n').filter((text) => text.trim()))
			for (const [member] of line.replace(/^\s*(const |enum |struct )*\w+ /, '').matchAll(/\w+(?=[,;[])/g))
				if (Number.isNaN(Number(member)) && member !== 'TASK_QUERY_WORDS')
					assert.match(samples, new RegExp(`\\.${member}\\b`), `${name}.${member}`);
	}
});

test('a statement is declared in one of these two ways', () => {
	const declared = /^static const struct db_statement \w+(\[\])? = |^\tstruct db_statement \w+ = \{|\(?const struct db_statement \*|^struct db_statement \{$/;

	for (const path of stores)
		for (const [i, line] of textOf(path).split('\n').entries())
			if (/\bstruct db_statement\b/.test(line))
				assert.match(line, declared, `${path}:${i + 1}`);
});
