/*
 * Every statement of the stores finds its rows by an index: asked of the database itself, on data that is spread as
 * in use. What lists put together while the program runs is asked for each place, state, order and condition.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';

import { folderOfTests, root, startInstallation } from '../support/installation.mjs';
import { explainAll, faults, subjects, withOwnValues, withValues } from './explain.mjs';
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

	const faultsOf = async (all) => {
		const plans = await explainAll(installation, all.map(({ sql }) => sql));

		assert.equal(plans.length, all.length);
		return all.flatMap(({ what, sql }, index) => faults(sql, plans[index], sizes).map((fault) => `${what}: ${fault}`));
	};

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
		const all = (await statements('static')).filter(({ what }) => !allowed.has(what))
			.map(({ what, sql }) => ({ what, sql: withValues(sql, many) }));

		assert.ok(all.length > 150, `${all.length} statements`);
		assert.deepEqual(await faultsOf(all), []);
	});

	test('every list is read from an index in its order, or sorts few rows', async () => {
		const wanted = Object.entries(await subjects(installation)).map(([name, value]) => `${name}=${value}`);
		const lists = await statements('lists', ...wanted);

		assert.ok(lists.length > 2000, `${lists.length} lists`);
		/* Places by hand are those within a project or under a parent; elsewhere they are sorted. */
		assert.deepEqual(await faultsOf(lists.filter(({ what }) => !/ by position/.test(what) || /project|section|parent/.test(what))
			.map(({ what, sql, values }) => ({ what, sql: withOwnValues(sql, values) }))), []);
	});

	test('what is excepted is there', async () => {
		const names = new Set((await statements('static')).map(({ what }) => what));

		assert.deepEqual([...allowed.keys()].filter((name) => !names.has(name)), []);
	});
});
