/* What every client must find when it connects: who serves, in which revision, which tools, and with which key. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ADMIN, PAGE_SIZE, fresh } from './installations.mjs';
import { connect } from './official.mjs';

const firstTools = ['whoami', 'register', 'list_workspaces', 'create_workspace', 'list_tasks', 'get_task', 'create_tasks',
	'update_tasks', 'delete_tasks'];

/* One page of tools/list as it went over the wire; some clients gather all pages, or keep them. */
async function oneListing({ client, record }, cursor) {
	const seen = record.exchanges.length;

	await client.listTools(cursor ? { cursor } : undefined, { cacheMode: 'refresh' });
	return record.exchanges.slice(seen).find(({ request }) => request?.method === 'tools/list').messages[0].result;
}

async function everyTool(session) {
	const tools = [];
	let cursor;

	do {
		const page = await oneListing(session, cursor);

		assert.ok(page.tools.length <= PAGE_SIZE);
		tools.push(...page.tools);
		cursor = page.nextCursor;
	} while (cursor);
	return tools;
}

export function connecting(team) {
	const { installation, kind } = team;

	test('connects and learns who serves', () => {
		const { client } = team.admin;

		assert.equal(client.getServerVersion().name, 'taskdesk');
		assert.match(client.getInstructions(), /workspaces/);
		for (const capability of ['tools', 'resources', 'prompts', 'completions'])
			assert.ok(client.getServerCapabilities()[capability], capability);
	});

	test('speaks the revision it should', () => {
		const { request, messages } = team.admin.record.exchanges[0];

		if (team.admin.isModern) {
			assert.equal(request.method, 'server/discover');
			assert.equal(team.admin.client.getNegotiatedProtocolVersion(), kind.revision);
		} else {
			assert.equal(request.method, 'initialize');
			assert.equal(messages[0].result.protocolVersion, kind.revision);
		}
	});

	test('lists every tool with what a model needs, in one order', async () => {
		const tools = await everyTool(team.admin);

		assert.deepEqual(tools.map(({ name }) => name).filter((name) => firstTools.includes(name)), firstTools);
		assert.equal(new Set(tools.map(({ name }) => name)).size, tools.length);
		for (const tool of tools) {
			assert.ok(tool.title && tool.description, tool.name);
			assert.equal(tool.inputSchema.type, 'object', tool.name);
			assert.equal(tool.outputSchema.type, 'object', tool.name);
			assert.equal(typeof tool.annotations.readOnlyHint, 'boolean', tool.name);
		}
	});

	test('refuses a cursor that is none', async () => {
		await assert.rejects(team.admin.client.listTools({ cursor: 'bm9uc2Vuc2U' }), { code: -32602 });
	});

	test('answers a ping where the revision has one', async () => {
		if (team.admin.isModern)
			return;
		await team.admin.client.ping();
		assert.equal(team.admin.record.exchanges.at(-1).request.method, 'ping');
	});

	test('takes the key as a bearer token', async () => {
		const bearer = await team.session({ Authorization: `Bearer ${installation.key}`, 'X-Mcp-User': ADMIN });

		assert.equal((await bearer.ask('whoami')).user.email, ADMIN);
	});

	test('refuses a wrong key and a missing one alike, so that connecting fails', async () => {
		const refusals = [];

		for (const headers of [{ 'X-API-Key': 'x'.repeat(43) }, {}]) {
			const record = installation.record();

			await assert.rejects(connect(kind, installation.url, headers, record));
			refusals.push(record.exchanges.at(-1));
		}
		assert.deepEqual(refusals.map(({ status }) => status), [403, 403]);
		assert.equal(JSON.parse(refusals[0].body).error, 'invalid_api_key');
		assert.equal(refusals[0].body, refusals[1].body);
	});

	test('works with the configuration as the original team wrote it', async () => {
		const configuration = {
			mcpServers: {
				taskdesk: {
					type: 'http',
					url: installation.url.replace('127.0.0.1', 'localhost'),
					headers: { 'X-API-Key': installation.key, 'X-Mcp-User': ADMIN },
				},
			},
		};
		const { url, headers } = configuration.mcpServers.taskdesk;
		const original = await team.session(headers, { url });
		const { workspace } = await original.ask('mcp_create_workspace', { name: fresh('As written') });

		assert.equal(workspace.created_by, ADMIN);
	});
}
