/*
 * Every statement of the stores finds its rows by an index: asked of the database itself, on data that is spread as
 * in use. What lists put together while the program runs is asked for each place, state, order and condition.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';

import { folderOfTests, root, startInstallation } from '../support/installation.mjs';
import { explain, faults, withValues } from './explain.mjs';
import { fill } from './fill.mjs';

const run = promisify(execFile);
const program = `${folderOfTests.replace(/\/test$/, '')}/tests/explain/statements`;
const TASKS = 20000;

/* What may read everything, and why. */
const allowed = new Map([
	['api_key_list', 'the administrator lists all keys'],
	['oauth_client_list', 'the administrator lists all clients'],
	['user_list', 'the administrator lists all users'],
]);

/* Tables that stay small whatever people do. */
const small = new Set(['schema_migration', 'server_secret', 'signing_key', 'workspace', 'project', 'section', 'custom_field',
	'project_status', 'membership', 'user']);

async function statements(...words) {
	const { stdout } = await run(program, words, { maxBuffer: 64 * 1024 * 1024 });

	return stdout.trimEnd().split('\n').map((line) => JSON.parse(line));
}

describe('with as much work as a company has', () => {
	let installation, sizes, many;

	const tableSizes = async () => new Map((await installation.sql(`SELECT table_name, table_rows FROM information_schema.tables
		WHERE table_schema = DATABASE()`)).map(([table, rows]) => [table, Number(rows)]));

	before(async () => {
		installation = await startInstallation('database', '--database', '--innodb-buffer-pool-size=512M');
		await run(`${root}/tests/bench/scale/generate`, [installation.database_socket, installation.database_name, String(TASKS)]);
		sizes = await tableSizes();
		for (const [table, rows] of sizes)
			if (rows < 1000 && !small.has(table))
				await fill(installation, table);
		sizes = await tableSizes();
		many = await installation.value("SELECT id FROM user WHERE email = 'many@scale.example'");
	});

	after(() => installation.stop());

	test('every table that grows has rows enough to tell', () => {
		assert.deepEqual([...sizes].filter(([table, rows]) => rows < 1000 && !small.has(table)), []);
	});

	test('every statement of the stores finds its rows by an index', async () => {
		const all = await statements('static');
		const found = [];

		assert.ok(all.length > 150, `${all.length} statements`);
		for (const { what, sql } of all) {
			const filled = withValues(sql, many);

			if (allowed.has(what))
				continue;
			found.push(...faults(filled, await explain(installation, filled), sizes).map((fault) => `${what} ${fault}`));
		}
		assert.deepEqual(found, []);
	});

	test('what is excepted is there', async () => {
		const names = new Set((await statements('static')).map(({ what }) => what));

		assert.deepEqual([...allowed.keys()].filter((name) => !names.has(name)), []);
	});
});
