/*
 * Whom and what the wire cases speak of: users, keys, a workspace with a task; and the CGI program that answers them.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

import { binaries, root, startInstallation, variant } from '../support/installation.mjs';
import { readAnswer } from './answer.mjs';
import { gatewayRequest } from './cases.mjs';

const withVariables = `${root}/build/${variant}/tests/wire/with-variables`;
const programs = {
	product: `${binaries}/taskdesk.cgi`,
	fixture: `${root}/build/${variant}/tests/wire/fixture.cgi`,
};

/* The settings with which everything is offered. */
export const withOauth = ['oauth = on', 'public_url = http://localhost:8000'];

const PASSWORD = 'correct horse battery';

/* Words of "taskdeskctl key create" for each name of a key. */
const keys = {
	READER: ['--scopes', 'read'],
	WRITER: ['--scopes', 'read,write'],
	WRITE_ONLY: ['--scopes', 'write'],
	ADA_KEY: ['--scopes', 'read,write', '--user', 'ada@example.com'],
	GATEWAY: ['--scopes', 'read,write', '--act-as'],
	EXPIRED: ['--scopes', 'read,write', '--expires-days', '1'],
	REVOKED: ['--scopes', 'read,write'],
};

class World {
	/* Sends a case's request; resolves to the answer with log and exit added. */
	async send(wire) {
		const { variables, body } = gatewayRequest(wire, this.values);
		const config = this.configuration(wire.request.settings);

		return this.run(programs[wire.request.program], config, variables, body);
	}

	/* The configuration with these lines added, as a file. */
	configuration(settings) {
		const name = settings.join('\n');

		if (!name)
			return this.installation.config;
		if (!this.files.has(name)) {
			const path = `${this.installation.folder}/taskdesk-${this.files.size}.conf`;

			writeFileSync(path, `${readFileSync(this.installation.config, 'utf8')}${name}\n`, { mode: 0o600 });
			this.files.set(name, path);
		}
		return this.files.get(name);
	}

	run(program, config, variables, body) {
		return new Promise((resolve, reject) => {
			const child = spawn(withVariables, [program, '--config', config], {
				stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
			});
			const output = [[], []];

			child.stdout.on('data', (part) => output[0].push(part));
			child.stderr.on('data', (part) => output[1].push(part));
			/* The program may answer before it has read everything. */
			child.stdin.on('error', () => {});
			child.on('error', reject);
			child.on('close', (status, signal) => resolve({
				...readAnswer(Buffer.concat(output[0])),
				log: Buffer.concat(output[1]).toString('utf8'),
				exit: signal ?? status,
			}));
			child.stdio[3].end(Buffer.concat(variables.map(([name, value]) => Buffer.concat([Buffer.from(`${name}=`), value, Buffer.alloc(1)]))));
			child.stdin.end(body);
		});
	}

	/* Asks Taskdesk, with variables as texts: [[name, value]]. */
	product(variables, body, settings = []) {
		return this.run(programs.product, this.configuration(settings), variables.map(([name, value]) => [name, Buffer.from(value)]), body);
	}

	/* The tools that a key sees, where everything is offered. */
	async tools(key) {
		const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
		const { json } = await this.product([['REQUEST_METHOD', 'POST'], ['HTTP_X_API_KEY', key]], body, withOauth);

		return json.result.tools;
	}

	/* The text of tools/list as the newest revision has it. */
	async catalogue(key) {
		const meta = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28', 'io.modelcontextprotocol/clientCapabilities': {} };
		const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: { _meta: meta } });
		const answer = await this.product([['REQUEST_METHOD', 'POST'], ['HTTP_X_API_KEY', key], ['HTTP_MCP_METHOD', 'tools/list'],
			['HTTP_MCP_PROTOCOL_VERSION', '2026-07-28']], body, withOauth);

		return answer.body;
	}

	/* Calls a tool as somebody; its structured content. */
	async ask(user, name, toolArguments) {
		const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: toolArguments } });
		const answer = await this.product(Object.entries({
			REQUEST_METHOD: 'POST', CONTENT_TYPE: 'application/json', HTTP_X_API_KEY: this.values.KEY, HTTP_X_MCP_USER: user,
		}), body);

		assert.ok(answer.json?.result?.structuredContent, answer.body + answer.log);
		return answer.json.result.structuredContent;
	}

	/* No key may be seen anywhere: in an answer, in the log. */
	secretsIn(text) {
		return Object.entries(this.values).filter(([name, value]) => (name === 'KEY' || name in keys) && text.includes(value))
			.map(([name]) => name);
	}

	stop() {
		return this.installation.stop();
	}
}

async function makeKeys(installation, values) {
	for (const [name, words] of Object.entries(keys))
		values[name] = (await installation.administer('key', 'create', name, ...words)).trim();
	await installation.sql("UPDATE api_key SET expires_at = '2020-01-01' WHERE name = 'EXPIRED'");
	await installation.administer('key', 'revoke', await installation.value("SELECT id FROM api_key WHERE name = 'REVOKED'"));
}

/* A workspace, a project, a task and a change, Ada's; their ids by the names that cases use. */
async function furnish(world) {
	const ada = (name, toolArguments) => world.ask('ada@example.com', name, toolArguments);
	const { workspace } = await ada('create_workspace', { name: 'Garden' });
	const { project } = await ada('create_project', { workspace: 'Garden', name: 'Beds' });
	const { results } = await ada('create_tasks', { workspace: 'Garden', tasks: [{ title: 'Dig' }] });
	const attic = await ada('create_workspace', { name: 'Attic' });

	await ada('register', { email: 'leo@example.com', name: 'Leo', password: PASSWORD });
	return { PASSWORD, WORKSPACE: String(workspace.id), PROJECT: String(project.id), TASK: String(results[0].task.id), CHANGE: attic.change_id };
}

/* An OAuth client's id, by the endpoint for it. */
async function registerClient(world) {
	const body = JSON.stringify({ client_name: 'Planner', redirect_uris: ['http://127.0.0.1:7777/callback'], token_endpoint_auth_method: 'none' });
	const variables = { REQUEST_METHOD: 'POST', PATH_INFO: '/auth/register', CONTENT_TYPE: 'application/json' };
	const answer = await world.product(Object.entries(variables), body, withOauth);

	assert.equal(answer.status, 201, answer.body + answer.log);
	return answer.json.client_id;
}

/* Starts a database with what the cases speak of; options are those of server.sh. */
export async function startWorld(...options) {
	const installation = await startInstallation('database', ...options);
	const world = Object.assign(new World(), { installation, files: new Map(), values: { KEY: installation.key } });

	for (const [email, name] of [['ada@example.com', 'Ada'], ['ben@example.com', 'Ben']])
		await installation.administer('user', 'add', email, '--name', name, '--no-password');
	await makeKeys(installation, world.values);
	Object.assign(world.values, await furnish(world), { CLIENT: await registerClient(world) });
	return world;
}
