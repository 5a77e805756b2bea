/*
 * Endpoints that can do less than /mcp: which tools they offer, what a credential may do there, and which tokens are for them.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { allow, authorizeUrl, callByToken, challengeIn, newTokens, newVerifier, refused, register, startDesk } from '../oauth/grants.mjs';
import { httpRequest, rpc, startInstallation, waitUntil } from '../support/installation.mjs';

const READERS = ['fetch', 'get_task', 'list_activity', 'list_projects', 'list_tasks', 'list_users', 'list_workspaces', 'search', 'whoami'];

const entries = [
	'endpoint = /mcp/notes toolsets=comments,tasks',
	'endpoint = /mcp/looks scopes=tasks:read',
	'endpoint = /mcp/board read_only toolsets=workspaces,projects,tasks,activity',
];

let desk;

const at = (path) => Object.assign(Object.create(desk), { url: `${desk.base}${path}` });

async function toolsOf(place) {
	return (await rpc(place, 'tools/list')).json.result.tools.map((tool) => tool.name).sort();
}

before(async () => {
	desk = await startDesk({ settings: entries });
});

after(() => desk?.stop());

describe('what is offered', () => {
	test('/mcp/readonly is there without any setting, and only reads', async () => {
		const readonly = at('/mcp/readonly');

		assert.deepEqual(await toolsOf(readonly), READERS);
		assert.equal((await rpc(readonly, 'tools/call', { name: 'create_workspace', arguments: { name: 'No' } })).json.error.code, -32602);
		assert.equal(await desk.value("SELECT COUNT(*) FROM workspace WHERE name = 'No'"), '0');
		assert.equal((await rpc(readonly, 'tools/call', { name: 'create_workspace', arguments: { name: 'No' } })).json.error.message, "Unknown tool: 'create_workspace'; did you mean 'list_workspaces'?");
		assert.ok((await rpc(readonly, 'resources/list')).json.result.resources.length);
		assert.ok((await rpc(readonly, 'prompts/list')).json.result.prompts.length);
	});

	test('groups of tools, and nothing that shows what other groups do', async () => {
		const notes = at('/mcp/notes');

		assert.deepEqual(await toolsOf(notes), ['add_comment', 'create_tasks', 'delete_tasks', 'get_task', 'list_tasks', 'update_tasks', 'whoami']);
		for (const method of ['resources/list', 'prompts/list'])
			assert.equal((await rpc(notes, method)).json.error.code, -32601, method);
	});

	test('scopes bound what a key with more of them may do', async () => {
		const looks = at('/mcp/looks');
		const answer = await rpc(looks, 'tools/call', { name: 'create_workspace', arguments: { name: 'No' } });

		assert.deepEqual(await toolsOf(looks), READERS);
		assert.ok(answer.json.result?.isError ?? answer.json.error, answer.body);
		assert.equal(await desk.value("SELECT COUNT(*) FROM workspace WHERE name = 'No'"), '0');
	});

	test('limits together', async () => {
		assert.deepEqual(await toolsOf(at('/mcp/board')), ['get_task', 'list_activity', 'list_projects', 'list_tasks', 'list_workspaces', 'whoami']);
		assert.ok((await rpc(at('/mcp/board'), 'prompts/list')).json.result.prompts.length);
	});

	test('the revision of today and that of yesterday alike', async () => {
		const answer = await httpRequest(`${desk.base}/mcp/readonly`, {
			method: 'POST',
			headers: {
				'Content-Type': 'application/json', Accept: 'application/json, text/event-stream', 'X-API-Key': desk.key,
				'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': 'tools/list',
			},
			body: JSON.stringify({
				jsonrpc: '2.0', id: 1, method: 'tools/list',
				params: { _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28', 'io.modelcontextprotocol/clientCapabilities': {} } },
			}),
		});

		assert.deepEqual(answer.json.result.tools.map((tool) => tool.name).sort(), READERS);
	});

	test('the tool login is on no endpoint that is limited: its token could do more', async () => {
		assert.ok((await toolsOf(desk)).includes('login'));
		assert.ok((await toolsOf(at('/mcp/key'))).includes('login'));
		for (const path of ['/mcp/readonly', '/mcp/notes', '/mcp/looks', '/mcp/board'])
			assert.equal((await rpc(at(path), 'tools/call', { name: 'login', arguments: { email: 'ada@example.com', password: 'x' } })).json.error?.code, -32602, path);
	});

	test('a slash at the end does no harm, and other paths are not there', async () => {
		assert.deepEqual(await toolsOf(at('/mcp/readonly/')), READERS);
		for (const path of ['/mcp/other', '/mcp/readonly/x', '/mcp/Readonly', '/mcpreadonly'])
			assert.equal((await rpc(at(path), 'tools/list')).status, 404, path);
	});
});

describe('tokens', () => {
	const metadataOf = async (path) => httpRequest(`${desk.base}/.well-known/oauth-protected-resource${path}`);

	test('each endpoint describes itself, and /mcp/key does not', async () => {
		for (const [path, scopes, name] of [
			['/mcp/readonly', ['tasks:read'], 'Taskdesk, reading only'], ['/mcp/notes', ['tasks:read', 'tasks:write'], 'Taskdesk (notes)'],
			['/mcp/looks', ['tasks:read'], 'Taskdesk (looks)'],
		]) {
			const { json } = await metadataOf(path);
			const challenge = challengeIn(await callByToken(desk, '', 'whoami', {}, { url: `${desk.base}${path}` }));

			assert.equal(json.resource, `${desk.base}${path}`);
			assert.deepEqual(json.scopes_supported, scopes);
			assert.equal(json.resource_name, name);
			assert.equal(challenge.resource_metadata, `${desk.base}/.well-known/oauth-protected-resource${path}`);
			assert.equal(challenge.scope, scopes.join(' '));
		}
		for (const path of ['/mcp/key', '/mcp/other', '/mcp/readonly/', ''])
			assert.equal((await metadataOf(path)).status, 404, path);
	});

	test('a token is for its endpoint and for no other', async () => {
		const client = await register(desk);
		const paths = ['/mcp', '/mcp/readonly', '/mcp/notes'];

		for (const path of paths) {
			const url = `${desk.base}${path}`;
			const { access_token: token } = await newTokens(at(path), client, { resource: url });

			for (const other of paths) {
				const answer = await callByToken(desk, token, 'whoami', {}, { url: `${desk.base}${other}` });

				assert.equal(answer.status, other === path ? 200 : 401, `${path} at ${other}: ${answer.body}`);
			}
			assert.equal((await callByToken(desk, token, 'whoami', {}, { url: `${desk.base}/mcp/key` })).status, 403);
		}
	});

	test('nobody is asked to allow what an endpoint cannot do', async () => {
		const client = await register(desk);
		const readonly = at('/mcp/readonly');
		const { scope } = await newTokens(readonly, client, { scope: 'tasks:read tasks:write admin' });
		const answer = await httpRequest(authorizeUrl(readonly, client, newVerifier(), { scope: 'tasks:write' }));

		assert.deepEqual(scope.split(' ').filter((word) => word !== 'offline_access'), ['tasks:read']);
		assert.equal(new URL(answer.headers.location).searchParams.get('error'), 'invalid_scope');
	});

	test('a client is not sent to ask for more where there is no more', async () => {
		const client = await register(desk);
		const looks = at('/mcp/looks');
		const { access_token: token } = await newTokens(looks, client);
		const answer = await callByToken(desk, token, 'create_workspace', { name: 'No' }, { url: looks.url });

		assert.equal(answer.headers['www-authenticate'], undefined, answer.body);
		assert.equal(await desk.value("SELECT COUNT(*) FROM workspace WHERE name = 'No'"), '0');
	});

	test('a code for one endpoint gives no token for another', async () => {
		const client = await register(desk);
		const verifier = newVerifier();
		const { code } = await allow(desk, authorizeUrl(at('/mcp/readonly'), client, verifier));
		const answer = await httpRequest(`${desk.base}/auth/token`, {
			method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
			body: String(new URLSearchParams({
				grant_type: 'authorization_code', code, code_verifier: verifier, client_id: client.client_id,
				redirect_uri: client.redirect_uris[0], resource: desk.url,
			})),
		});

		refused(answer, 'invalid_target');
	});
});

describe('settings', () => {
	const wrong = {
		'endpoint = mcp/sales': /not a path like \/mcp\/sales/,
		'endpoint = /other/sales': /not a path/,
		'endpoint = /mcp/Sales': /not a path/,
		'endpoint = /mcp/a/b': /not a path/,
		'endpoint = /mcp/readonly': /there is \/mcp\/readonly already/,
		'endpoint = /mcp/key scopes=admin': /there is \/mcp\/key already/,
		'endpoint = /mcp/x toolset=tasks': /'toolset=tasks' is not one of/,
		'endpoint = /mcp/x toolsets=': /'toolsets=' is not one of/,
		'endpoint = /mcp/x toolsets=cakes': /no group 'cakes'/,
		'endpoint = /mcp/x scopes=read': /scopes is a list of/,
		'endpoint = /mcp/x workspaces=': /'workspaces=' is not one of/,
		'endpoint = /mcp/x workspaces=Garden': /workspaces/,
		'endpoint = /mcp/x workspaces=0': /workspaces/,
		'endpoint = /mcp/x workspaces=1,-2': /workspaces/,
	};

	for (const [line, sentence] of Object.entries(wrong)) {
		test(`refuses "${line}" rather than guess`, async () => {
			const installation = await startInstallation('lighttpd-cgi', '--no-database', '--set', line);

			try {
				const answer = await rpc(installation, 'tools/list');

				assert.equal(answer.status, 503);
				await waitUntil(() => sentence.test(installation.logText()), `the log says ${sentence}: ${installation.logText()}`);
			} finally {
				await installation.stop();
			}
		});
	}
});
