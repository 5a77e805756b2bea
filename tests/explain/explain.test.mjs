/*
 * Every statement of the stores finds its rows by an index: asked of the database itself, on data that is spread as
 * in use. What lists put together while the program runs is asked for each place, state, order and condition.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';

import { folderOfTests, root, startInstallation } from '../support/installation.mjs';
import { explain, faults, withOwnValues, withValues } from './explain.mjs';

const run = promisify(execFile);
const program = `${folderOfTests.replace(/\/test$/, '')}/tests/explain/statements`;
const TASKS = 20000;

/* What may read everything, and why. */
const allowed = new Map([
	['api_key_list', 'the administrator lists all keys'],
	['oauth_client_list', 'the administrator lists all clients'],
	['user_list', 'the administrator lists all users'],
]);

/* Statements whose rows these data do not have, found by their primary key. */
const withoutRows = new Set(['secret_find']);

async function statements(...words) {
	const { stdout } = await run(program, words, { maxBuffer: 64 * 1024 * 1024 });

	return stdout.trimEnd().split('\n').map((line) => JSON.parse(line));
}

describe('with as much work as a company has', () => {
	let installation, sizes, many;

	before(async () => {
		installation = await startInstallation('database', '--database', '--innodb-buffer-pool-size=512M');
		await run(`${root}/tests/bench/scale/generate`, [installation.database_socket, installation.database_name, String(TASKS)]);
		await run('bash', ['-c', `mariadb --no-defaults --socket="$1" "$2" <"$3"`, 'fill', installation.database_socket,
			installation.database_name, `${root}/tests/explain/growing.sql`]);
		sizes = new Map((await installation.sql(`SELECT table_name, table_rows FROM information_schema.tables
			WHERE table_schema = DATABASE()`)).map(([table, rows]) => [table, Number(rows)]));
		many = await installation.value("SELECT id FROM user WHERE email = 'many@scale.example'");
	});

	after(() => installation.stop());

	test('every table that grows has rows enough to tell', () => {
		const small = [...sizes].filter(([, rows]) => rows < 1000).map(([table]) => table).sort();

		assert.deepEqual(small, ['custom_field', 'membership', 'project', 'project_status', 'schema_migration', 'section',
			'server_secret', 'signing_key', 'user', 'workspace']);
	});

	test('every statement of the stores finds its rows by an index', async () => {
		const all = await statements('static');
		const found = [];

		assert.ok(all.length > 150, `${all.length} statements`);
		for (const { what, sql } of all) {
			const filled = withValues(sql, many);

			if (allowed.has(what))
				continue;
			const plan = await explain(installation, filled);

			found.push(...faults(filled, plan, sizes).map((fault) => `${what} ${fault}`));
			if (!withoutRows.has(what) && plan.length === 1 && /Impossible|no matching/.test(plan[0].extra))
				found.push(`${what} cannot be judged: ${plan[0].extra}`);
		}
		assert.deepEqual(found, []);
	});

	test('what is excepted is there', async () => {
		const names = new Set((await statements('static')).map(({ what }) => what));

		assert.deepEqual([...allowed.keys(), ...withoutRows].filter((name) => !names.has(name)), []);
	});
});
