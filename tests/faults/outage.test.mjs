/*
 * The database is down, is killed, or takes no more connections: on every way to host, the answer says so and when to
 * come back, the reason is in the log, and everything recovers by itself.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';

import { httpRequest, rpc, startInstallation, waitUntil } from '../support/installation.mjs';
import { Place, configure, fresh, succeeded, unavailable } from './support.mjs';

for (const flavour of ['lighttpd-fcgi', 'lighttpd-cgi', 'apache-fcgid', 'apache-cgid'])
	describe(`a database that is down, ${flavour}`, () => {
		let installation;

		before(async () => {
			installation = await startInstallation(flavour);
		});

		after(() => installation?.stop());

		test('is answered by 503 and its reason in the log, until it is up again', async () => {
			await installation.ask('create_workspace', { name: 'Before' });
			await installation.endDatabase('SIGTERM');

			const refused = await rpc(installation, 'tools/call', { name: 'list_workspaces', arguments: {} });
			const health = await httpRequest(`${installation.base}/health`);

			for (const { status, headers, json } of [refused, health]) {
				assert.deepEqual([status, json.error], [503, 'unavailable']);
				assert.ok(Number(headers['retry-after']) > 0);
				assert.doesNotMatch(json.message, /sock|errno/);
			}
			assert.match(installation.logText(), /error database .*doing=connect errno=2002 .*db\.sock/);
			assert.match(installation.logText(), /error request .*status=503/);

			await installation.startDatabase();
			assert.deepEqual((await installation.ask('list_workspaces')).workspaces.map(({ name }) => name), ['Before']);
			assert.equal((await httpRequest(`${installation.base}/health`)).status, 200);
		});

		test('refuses a wrong key no more than a right one, since it cannot tell', async () => {
			await installation.endDatabase('SIGTERM');
			assert.equal((await rpc({ ...installation, key: 'x'.repeat(43) }, 'tools/list')).status, 503);
			await installation.startDatabase();
			assert.equal((await rpc({ ...installation, key: 'x'.repeat(43) }, 'tools/list')).status, 403);
		});
	});

describe('a database that is killed', () => {
	let place;

	before(async () => {
		place = await Place.start({ count: 3 });
	});

	after(() => place?.stop());

	/* Makes tasks until one is refused; the titles of those that were answered as made. */
	async function makeUntilRefused(workspace) {
		const made = [];

		for (;;) {
			const title = fresh('Made');
			const answer = await place.call('create_tasks', { workspace, tasks: [{ title }] });

			if (!succeeded(answer)) {
				unavailable(answer);
				return made;
			}
			made.push(title);
		}
	}

	test('has lost nothing of what was answered as done', async () => {
		for (let round = 0; round < 3; round++) {
			const { workspace } = await place.ask('create_workspace', { name: fresh('Killed') });
			const making = [1, 2, 3].map(() => makeUntilRefused(workspace.id));

			await waitUntil(async () => Number(await place.installation.value(
				`SELECT COUNT(*) FROM task WHERE workspace_id = ${workspace.id}`)) > 30, 'tasks are being made');
			await place.installation.endDatabase('SIGKILL');

			const made = (await Promise.all(making)).flat();

			await place.installation.startDatabase();

			const there = (await place.installation.sql(`SELECT title FROM task WHERE workspace_id = ${workspace.id}`)).flat();

			assert.ok(made.length > 0);
			assert.deepEqual(made.filter((title) => !there.includes(title)), []);
			/* The three that were under way may have been made without anybody hearing of it. */
			assert.ok(there.length <= made.length + 3);
			await place.ask('whoami');
		}
		assert.ok(place.group.workers.every((worker) => worker.isAlive()));
	});
});

describe('an account without a free connection', () => {
	let place;

	before(async () => {
		place = await Place.start();
		await place.installation.sql('ALTER USER taskdesk@localhost WITH MAX_USER_CONNECTIONS 1');
	});

	beforeEach(() => place.proxy.breakAll());
	afterEach(() => place.partFromRivals());
	after(() => place?.stop());

	/* Takes the one connection there is. */
	async function takeIt() {
		await waitUntil(async () => (await place.connections()).length === 0, 'the connection is free');

		const rival = place.rival({ isWorkers: true });

		await rival.run('SELECT 1');
		return rival;
	}

	test('is refused by 503, with the reason in the log', async () => {
		await takeIt();

		const answer = await place.call('whoami');

		assert.equal(answer.status, 503);
		unavailable(answer);
		assert.match(place.worker.log(), /error database .*doing=connect errno=1226/);
	});

	test('is answered when one becomes free soon', async () => {
		/* A busy machine may let the time pass; then another call has the chance. */
		for (let attempt = 0; attempt < 10; attempt++) {
			const rival = await takeIt();
			const seen = place.worker.log().length;
			const asking = place.call('whoami');

			await waitUntil(() => place.worker.log().slice(seen).includes('connect_again'), 'the worker tries again');
			rival.close();
			if (succeeded(await asking))
				return;
		}
		assert.fail('ten times a connection became free and nobody took it');
	});

	test('gives it back when nobody asks for a while', async () => {
		configure(place.config, { database_idle_seconds: 1 });
		await waitUntil(async () => succeeded(await place.call('whoami')) && (await place.connections()).length === 1,
			'the worker has a connection');
		await waitUntil(async () => (await place.connections()).length === 0, 'the worker gives its connection back');
		await place.ask('whoami');
	});
});
