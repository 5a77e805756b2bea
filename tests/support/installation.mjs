/*
 * One private installation (tests/support/server.sh) for tests in JavaScript, and plain requests to it.
 *
 * It lives as long as this process: server.sh ends with the pipe that is its standard input.
 */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
export const variant = process.env.TASKDESK_VARIANT || 'plain';
export const binaries = `${root}/build/${variant}/bin`;
export const folderOfTests = `${root}/build/${variant}/test`;

const serverScript = `${root}/tests/support/server.sh`;
const run = promisify(execFile);

/* Instrumented programs take many times as long. */
export const slowness = variant === 'plain' || variant === 'clang' ? 1 : 5;

async function readFacts(child) {
	const facts = {};

	for await (const line of createInterface({ input: child.stdout })) {
		const equals = line.indexOf('=');

		facts[line.slice(0, equals)] = line.slice(equals + 1);
		if (facts.ready)
			return facts;
	}
	throw new Error('server.sh ended before it was ready');
}

/* Starts the flavour with these options of server.sh; the result has its facts as members. */
export async function startInstallation(flavour, ...options) {
	const child = spawn(serverScript, ['run', flavour, ...options], { stdio: ['pipe', 'pipe', 'inherit'] });
	const ended = once(child, 'exit');
	const facts = await readFacts(child);

	child.stdout.resume();
	return Object.assign(new Installation(), facts, {
		async stop() {
			child.stdin.end();
			await ended;
		},
	});
}

class Installation {
	/* Runs SQL as the database's administrator; returns rows of texts, NULL as 'NULL'. */
	async sql(statement) {
		const { stdout } = await run('mariadb', ['--no-defaults', `--socket=${this.database_socket}`, '--batch',
			'--skip-column-names', '--raw', this.database_name, '--execute', statement]);

		return stdout === '' ? [] : stdout.replace(/\n$/, '').split('\n').map((line) => line.split('\t'));
	}

	/* Runs it and returns the one value it has. */
	async value(statement) {
		return (await this.sql(statement))[0]?.[0];
	}

	/* Runs taskdeskctl; returns what it prints. */
	async administer(...words) {
		return (await run(this.control, ['--config', this.config, ...words])).stdout;
	}

	logText() {
		return readFileSync(this.log, 'utf8');
	}

	/* Starts MariaDB again on this installation's data, after a test ended it. */
	async startDatabase(...words) {
		const { stdout } = await run(serverScript, ['database', this.folder, ...words]);

		this.database_pid = stdout.trim();
	}

	async endDatabase(signal) {
		await endProcess(Number(this.database_pid), signal);
	}

	/* Calls a tool; the result of the call, or an assertion that says what came instead. */
	async call(name, toolArguments = {}, options = {}) {
		const answer = await rpc(this, 'tools/call', { name, arguments: toolArguments }, options);

		assert.ok(answer.json?.result, `${name} got ${answer.status} ${answer.body}`);
		return answer.json.result;
	}

	/* Calls a tool that is expected to succeed; its structured content. */
	async ask(name, toolArguments = {}, options = {}) {
		const result = await this.call(name, toolArguments, options);

		assert.ok(!result.isError, `${name} failed: ${result.content?.[0]?.text}`);
		return result.structuredContent;
	}
}

export function isAlive(pid) {
	try {
		return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
	} catch {
		return false;
	}
}

/* Waits until the condition holds; fails with the sentence when it does not within the time. */
export async function waitUntil(condition, sentence, seconds = 20) {
	const deadline = Date.now() + seconds * 1000;

	for (;;) {
		const value = await condition();

		if (value)
			return value;
		assert.ok(Date.now() < deadline, `after ${seconds} seconds still not: ${sentence}`);
		await pause(20);
	}
}

export async function endProcess(pid, signal) {
	assert.ok(pid > 1);
	process.kill(pid, signal);
	await waitUntil(() => !isAlive(pid), `process ${pid} has ended`, 30);
}

/*
 * One HTTP request on a connection of its own; header values may be arrays, for headers sent more than once.
 * Resolves to { status, headers, body, json, seconds }, json undefined where the body is none.
 */
export function httpRequest(url, { method = 'GET', headers = {}, body = '', timeoutSeconds = 60 } = {}) {
	return new Promise((resolve, reject) => {
		const started = Date.now();
		const length = method === 'POST' || body ? { 'Content-Length': Buffer.byteLength(body) } : {};
		const request = http.request(url, { method, agent: false, headers: { ...length, ...headers } }, (response) => {
			const parts = [];

			response.on('data', (part) => parts.push(part));
			response.on('error', reject);
			response.on('end', () => {
				const text = Buffer.concat(parts).toString('utf8');

				resolve({ status: response.statusCode, headers: response.headers, body: text, json: parsed(text),
					seconds: (Date.now() - started) / 1000 });
			});
		});

		request.setTimeout(timeoutSeconds * 1000, () => request.destroy(new Error(`no answer from ${url}`)));
		request.on('error', reject);
		request.end(body);
	});
}

function parsed(text) {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

let lastId = 0;

/* Headers and body of one JSON-RPC request of revision 2025-11-25. */
export function rpcRequest({ key }, method, params, { user, headers } = {}) {
	lastId += 1;
	return {
		method: 'POST',
		headers: {
			'Content-Type': 'application/json',
			Accept: 'application/json, text/event-stream',
			'MCP-Protocol-Version': '2025-11-25',
			'X-API-Key': key,
			...(user ? { 'X-Mcp-User': user } : {}),
			...headers,
		},
		body: JSON.stringify({ jsonrpc: '2.0', id: lastId, method, params }),
	};
}

export function rpc(installation, method, params = {}, options = {}) {
	return httpRequest(installation.url, { ...rpcRequest(installation, method, params, options), ...options.http });
}
