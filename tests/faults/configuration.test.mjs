/*
 * A configuration or a database that does not fit: the answer is 503, the reason is in the log only, and what an
 * administrator puts right counts without anybody starting anything again.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { promisify } from 'node:util';

import { binaries, folderOfTests, httpRequest, root, rpc, startInstallation, waitUntil } from '../support/installation.mjs';
import { configure } from './support.mjs';

const whoami = { name: 'whoami', arguments: {} };
const flavours = ['lighttpd-fcgi', 'lighttpd-cgi'];
const newest = Math.max(...readdirSync(`${root}/sql`).map((name) => Number.parseInt(name, 10)));

function isUnavailable({ status, headers, json, body }) {
	assert.deepEqual([status, json?.error], [503, 'unavailable'], body);
	assert.ok(Number(headers['retry-after']) > 0);
	return json.message;
}

const mistakes = [
	['a wrong password', { database_password: 'not-the-password' }, /errno=1045/],
	['a database that is not there', { database_name: 'nowhere' }, /errno=10(44|49)/],
	['a user that is not there', { database_user: 'nobody' }, /errno=1045/],
	['a socket that is not there', { database_socket: '/nonexistent/db.sock' }, /errno=2002 .*nonexistent/],
	['a host that is not there', { database_socket: '', database_host: '127.0.0.1', database_port: 1 }, /errno=200[23]/],
	['a misspelt setting', { databse_socket: '/x' }, /error configuration .*databse_socket.*database_socket/],
	['a number that is none', { page_size: 'many' }, /error configuration .*page_size must be a whole number/],
	['a bootstrap key that is too short', { api_key_file: '', api_key: 'tiny-key' }, /error configuration .*API key is too short/],
];

for (const flavour of flavours)
	describe(`a configuration with a mistake in it, ${flavour}`, () => {
		let installation, right;

		before(async () => {
			installation = await startInstallation(flavour, '--workers', '1');
			right = readFileSync(installation.config, 'utf8');
		});

		afterEach(() => writeFileSync(installation.config, right));
		after(() => installation?.stop());

		for (const [claim, settings, reason] of mistakes)
			test(`gives 503 and its reason in the log: ${claim}`, async () => {
				const seen = installation.logText().length;

				configure(installation.config, settings);
				await waitUntil(async () => (await rpc(installation, 'tools/call', whoami)).status === 503, 'the mistake counts');

				const answer = await rpc(installation, 'tools/call', whoami);
				const log = installation.logText().slice(seen);

				isUnavailable(answer);
				assert.match(log, reason);
				assert.doesNotMatch(answer.body, /errno|sock|password|page_size/);
				assert.doesNotMatch(log, /not-the-password|tiny-key/);
				writeFileSync(installation.config, right);
				await waitUntil(async () => (await rpc(installation, 'tools/call', whoami)).status === 200, 'it recovers by itself');
			});
	});

for (const flavour of flavours)
	describe(`a database of another version, ${flavour}`, () => {
		let installation;

		before(async () => {
			installation = await startInstallation(flavour, '--no-migrate', '--workers', '1');
		});

		after(() => installation?.stop());

		/* A process may go on for a moment with what it knows of the schema. */
		async function isRefused(sentence) {
			await waitUntil(async () => (await rpc(installation, 'tools/call', whoami)).status === 503, 'the schema counts');
			for (const answer of [await rpc(installation, 'tools/call', whoami), await httpRequest(`${installation.base}/health`)])
				assert.match(isUnavailable(answer), sentence);
		}

		/* Applies the first migrations only, as an older program has done. */
		async function migrateTo(number) {
			const files = readdirSync(`${root}/sql`).sort().slice(0, number);

			await installation.sql('CREATE TABLE schema_migration (number INT NOT NULL PRIMARY KEY, name VARCHAR(100) NOT NULL, '
				+ 'applied_at DATETIME(3) NOT NULL DEFAULT UTC_TIMESTAMP(3))');
			for (const [i, file] of files.entries()) {
				await installation.sql(readFileSync(`${root}/sql/${file}`, 'utf8'));
				await installation.sql(`INSERT INTO schema_migration (number, name) VALUES (${i + 1}, '${file}')`);
			}
		}

		test('that is empty is refused, and says what to run', async () => {
			await isRefused(/schema .*run taskdeskctl migrate/);
			assert.match(installation.logText(), /error request .*status=503 .*reason=".*run taskdeskctl migrate/);
		});

		test('that an older program made is refused until it is migrated', async () => {
			await migrateTo(1);
			await isRefused(new RegExp(`at schema 1 and this program needs ${newest}: run taskdeskctl migrate`));
			await installation.administer('migrate');
			await installation.ask('whoami');
			assert.equal((await httpRequest(`${installation.base}/health`)).json.schema, newest);
		});

		test('that a newer program made is refused, by the administrator\'s program too', async () => {
			await installation.sql(`INSERT INTO schema_migration (number, name) VALUES (${newest + 1}, 'from_the_future.sql')`);
			await isRefused(new RegExp(`at schema ${newest + 1} and this program needs ${newest}: install the newer program`));
			await assert.rejects(installation.administer('migrate'), ({ stderr }) => /install the newer program/.test(stderr));
			await installation.sql(`DELETE FROM schema_migration WHERE number = ${newest + 1}`);
			await waitUntil(async () => (await rpc(installation, 'tools/call', whoami)).status === 200, 'it recovers by itself');
		});
	});

describe('the administrator\'s program', () => {
	const folder = mkdtempSync(join(folderOfTests, 'c-'));
	let installation;

	before(async () => {
		installation = await startInstallation('database', '--no-migrate');
	});

	after(async () => {
		await installation?.stop();
		rmSync(folder, { recursive: true });
	});

	test('says what is wrong with the configuration, and does nothing', async () => {
		const config = join(folder, 'taskdesk.conf');

		for (const [settings, sentence] of [
			[{ page_size: 'many' }, /page_size must be a whole number/],
			[{ database_password: 'not-the-password' }, /database/],
		]) {
			copyFileSync(installation.config, config);
			configure(config, settings);
			await assert.rejects(promisify(execFile)(`${binaries}/taskdeskctl`, ['--config', config, 'user', 'list']),
				({ code, stderr }) => code === 1 && sentence.test(stderr) && !stderr.includes('not-the-password'));
		}
	});

	test('migrates once, however many try at the same time', async () => {
		const printed = await Promise.all([1, 2, 3, 4].map(() => installation.administer('migrate')));

		assert.equal(printed.filter((text) => text.includes('0001_foundation')).length, 1);
		assert.equal(await installation.value('SELECT COUNT(*) FROM schema_migration'), String(newest));
	});

	test('takes as long as whole tables take, whatever requests may', async () => {
		const marks = () => installation.value(`SET GLOBAL innodb_ft_aux_table = '${installation.database_name}/task';
			SELECT COUNT(*) FROM information_schema.innodb_ft_deleted`);

		configure(installation.config, { database_timeout_seconds: 1 });
		await installation.sql(`INSERT INTO workspace (id, name, created_by, updated_by) VALUES (1, 'Edited', 1, 1);
			INSERT INTO task (id, workspace_id, title, created_by, updated_by) VALUES (1, 1, 'before', 1, 1);
			UPDATE task SET title = 'behind'; UPDATE task SET title = 'between'`);
		assert.equal(await marks(), '2');

		const lock = installation.sql('LOCK TABLES task READ; DO SLEEP(2.5); UNLOCK TABLES');

		await waitUntil(async () => await installation.value(`SELECT COUNT(*) FROM information_schema.processlist
			WHERE info LIKE 'DO SLEEP%'`) === '1', 'the table is locked');
		assert.match(await installation.administer('optimize'), /made anew/);
		await lock;
		assert.equal(await marks(), '0');
		assert.equal(await installation.value("SELECT title FROM task WHERE MATCH (search_text) AGAINST ('w1_betw*' IN BOOLEAN MODE)"),
			'between');
	});
});
