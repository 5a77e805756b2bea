/*
 * taskdesk.fcgi as a web server starts it: a listening unix socket is its descriptor 0 (FastCGI 1.0, section 2.2), and
 * its environment holds nothing but PATH.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { folderOfTests, isAlive, root, variant, waitUntil } from '../support/installation.mjs';

/* The build that overwrites a request's memory when it is over; plain ones are tried through the web servers. */
export const testBuild = `${root}/build/${variant === 'asan' ? 'asan' : 'debug'}`;
export const program = `${testBuild}/bin/taskdesk.fcgi`;

/* A new short folder, since the path of a socket has 107 bytes at most. */
export function newFolder() {
	mkdirSync(folderOfTests, { recursive: true });
	return mkdtempSync(join(folderOfTests, 'w-'));
}

const LISTENS = '00010000';
const ACCEPTED = '03';

/* The states of the connections to a unix socket, by the name that it was bound to. */
function connections(path) {
	return readFileSync('/proc/net/unix', 'utf8').split('\n').filter((line) => line.endsWith(` ${path}`))
		.map((line) => line.split(/\s+/)).filter(([, , , flags]) => flags !== LISTENS).map(([, , , , , state]) => state);
}

class Worker {
	get pid() {
		return this.child.pid;
	}

	log() {
		return readFileSync(this.logFile, 'utf8');
	}

	/* Memory in use, in KB: VmRSS, or another line of /proc/PID/status. */
	memory(line = 'VmRSS') {
		return Number(new RegExp(`^${line}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${this.pid}/status`, 'utf8'))[1]);
	}

	isAlive() {
		return isAlive(this.pid);
	}

	/*
	 * Until it waits for the next request. It sleeps also while it waits for its last client to close the connection, and
	 * looks at its program and configuration only after that; so no connection may be left when it is seen to sleep.
	 */
	rests() {
		return waitUntil(() => connections(this.listensAt).length === 0 &&
			/^State:\s+S/m.test(readFileSync(`/proc/${this.pid}/status`, 'utf8')), 'the worker waits');
	}

	/* Until a connection to its socket is not only made but taken. */
	accepts() {
		return waitUntil(() => connections(this.listensAt).includes(ACCEPTED), 'the worker has taken the request');
	}

	signal(name) {
		this.child.kill(name);
	}

	/* How it ended, { status, signal }, once it has. */
	async ended(seconds = 20) {
		await waitUntil(() => this.exit, `worker ${this.pid} has ended by itself`, seconds);
		return this.exit;
	}

	/* Ends it; a sanitizer or valgrind that has something to say makes the status another one. */
	async stop() {
		if (!this.exit)
			this.signal('SIGTERM');
		assert.deepEqual(await this.ended(), { status: 0, signal: null }, this.log());
	}
}

/*
 * Starts count workers on one new socket: { socket, folder, workers, stop }.
 * words: what stands before and after the program on the command line, { before: [], after: [] }.
 */
export async function startWorkers({ executable = program, count = 1, before = [], after = [], environment = {} } = {}) {
	const folder = newFolder();
	const socket = join(folder, 's');
	const server = createServer();
	const workers = [];

	/* Closing the server removes the name it listened under, so the socket gets another one. */
	server.listen(`${socket}.new`);
	await once(server, 'listening');
	for (let i = 0; i < count; i++)
		workers.push(Object.assign(startOne(server._handle.fd, join(folder, `log-${i}`), [...before, executable, ...after], environment),
			{ listensAt: `${socket}.new` }));
	renameSync(`${socket}.new`, socket);
	server.close();
	return {
		socket,
		folder,
		workers,
		async stop() {
			try {
				await Promise.all(workers.map((worker) => worker.stop()));
			} finally {
				rmSync(folder, { recursive: true, force: true });
			}
		},
	};
}

function startOne(listener, logFile, [command, ...words], environment) {
	const log = openSync(logFile, 'a');
	const worker = new Worker();

	worker.logFile = logFile;
	worker.child = spawn(command, words, { stdio: [listener, log, log], env: { PATH: process.env.PATH, ...environment } });
	worker.child.on('exit', (status, signal) => {
		worker.exit = { status, signal };
	});
	closeSync(log);
	return worker;
}
