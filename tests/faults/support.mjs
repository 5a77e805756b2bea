/*
 * What the tests of faults share: an installation whose one worker reaches the database over a wire that can break, a
 * second connection to that database, and calls to the worker.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

import { call } from '../fcgi/fastcgi.mjs';
import { startWorkers } from '../fcgi/worker.mjs';
import { startInstallation, waitUntil } from '../support/installation.mjs';
import { Proxy } from './proxy.mjs';

export const ADA = 'ada@example.com';

export function fresh(word) {
	return `${word} ${randomBytes(6).toString('hex')}`;
}

/* Changes settings in a configuration file. */
export function configure(file, settings) {
	let text = readFileSync(file, 'utf8');

	for (const [name, value] of Object.entries(settings))
		text = `${text.replace(new RegExp(`^${name} *=.*\n`, 'm'), '')}${name} = ${value}\n`;
	writeFileSync(file, text);
}

/* A connection of a test's own, which keeps transactions and locks open between statements. */
class Connection {
	constructor({ database_socket, database_name, database_password }, isWorkers) {
		const identity = isWorkers ? ['--user=taskdesk'] : [];

		this.child = spawn('mariadb', ['--no-defaults', `--socket=${database_socket}`, ...identity, '--batch',
			'--skip-column-names', '--raw', '--unbuffered', database_name],
		{ stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...(isWorkers ? { MYSQL_PWD: database_password } : {}) } });
		this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
	}

	/* Sends statements without waiting for them. */
	send(sql) {
		const mark = randomBytes(8).toString('hex');

		this.child.stdin.write(`${sql};\nSELECT '${mark}';\n`);
		return mark;
	}

	/* Waits for what was sent under this mark; rows of texts. */
	async finish(mark) {
		const rows = [];

		for (;;) {
			const { value, done } = await this.lines.next();

			assert.ok(!done, 'the test\'s own connection to the database ended');
			if (value === mark)
				return rows;
			rows.push(value.split('\t'));
		}
	}

	run(sql) {
		return this.finish(this.send(sql));
	}

	close() {
		this.child.stdin.end();
	}
}

export class Place {
	/* settings: what taskdesk.conf says beside the usual. */
	static async start({ settings = {}, count = 1 } = {}) {
		const place = new Place();
		const installation = await startInstallation('database');

		Object.assign(place, { installation, rivals: [] });
		await installation.administer('user', 'add', ADA, '--name', 'Ada', '--no-password');
		place.proxy = await Proxy.start(`${installation.folder}/p`, installation.database_socket);
		place.config = `${installation.folder}/worker.conf`;
		copyFileSync(installation.config, place.config);
		configure(place.config, { database_socket: place.proxy.path, ...settings });
		place.group = await startWorkers({ after: ['--config', place.config], count });
		place.worker = place.group.workers[0];
		return place;
	}

	/* A second connection to the database, with all rights or the worker's; it lasts until the test is over. */
	rival({ isWorkers = false } = {}) {
		const rival = new Connection(this.installation, isWorkers);

		this.rivals.push(rival);
		return rival;
	}

	/* Ends the second connections, and with them whatever they held. */
	partFromRivals() {
		for (const rival of this.rivals.splice(0))
			rival.close();
	}

	async stop() {
		await this.group?.stop();
		this.proxy?.stop();
		await this.installation?.stop();
	}

	/* Calls a tool; the HTTP answer. */
	call(name, toolArguments = {}) {
		return call(this.group.socket, { key: this.installation.key, user: ADA }, name, toolArguments);
	}

	/* Calls a tool that is expected to succeed; its structured content. */
	async ask(name, toolArguments = {}) {
		const answer = await this.call(name, toolArguments);

		assert.ok(succeeded(answer), answer?.body);
		return answer.json.result.structuredContent;
	}

	/* A workspace with tasks of these titles; the tasks. */
	async tasks(...titles) {
		const { workspace } = await this.ask('create_workspace', { name: fresh('Place') });
		const made = await this.ask('create_tasks', { workspace: workspace.id, tasks: titles.map((title) => ({ title })) });

		return made.results.map(({ task }) => task);
	}

	/* The ids of the worker's connections whose statement begins like this. */
	async connections(beginning = '') {
		const rows = await this.installation.sql(`SELECT id FROM information_schema.processlist WHERE user = 'taskdesk' AND `
			+ `COALESCE(info, '') LIKE '${beginning}%'`);

		return rows.map(([id]) => id);
	}

	/* Waits until the worker's statement that begins like this runs; the id of its connection. */
	runs(beginning) {
		return waitUntil(async () => (await this.connections(beginning))[0], `the worker runs ${beginning}`);
	}

	activities(taskId) {
		return this.installation.sql(`SELECT action FROM activity WHERE entity = 'task' AND entity_id = ${taskId} ORDER BY id`);
	}
}

export function succeeded(answer) {
	return answer?.status === 200 && answer.json.result && !answer.json.result.isError;
}

/* The sentence of a failure that is nobody's fault but the database's, whether before the tool ran or in it. */
export function unavailable(answer) {
	if (answer.status === 503) {
		assert.ok(Number(answer.headers['retry-after']) > 0);
		assert.equal(answer.json.error, 'unavailable');
		return answer.json.message;
	}
	assert.equal(answer.status, 200, answer.body);

	const error = answer.json.result._meta['taskdesk/error'];

	assert.equal(error.code, 'unavailable', answer.body);
	assert.ok(error.retry_after_seconds > 0);
	return error.message;
}
