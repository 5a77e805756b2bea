/*
 * The product as its users meet it: each official client, over each way to host it, from connecting to deleting.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, afterEach, before, describe, test } from 'node:test';

import { httpRequest, startInstallation } from '../support/installation.mjs';
import { connect, kinds } from './official.mjs';
import { recordingFetch } from './recorder.mjs';

const flavours = ['lighttpd-fcgi', 'lighttpd-cgi', 'apache-fcgid', 'apache-cgid', 'apache-subdir'];
const PAGE_SIZE = 4;
const ADMIN = 'admin@example.com';
const OTHER = 'grace@example.com';

const toolNames = ['whoami', 'register', 'list_workspaces', 'create_workspace', 'list_tasks', 'get_task', 'create_tasks',
	'update_tasks', 'delete_tasks'];

/* A name nobody used before, since all clients of a flavour share its database. */
function fresh(words) {
	return `${words} ${randomBytes(6).toString('hex')}`;
}

function textOf(result) {
	return result.content.map((block) => block.text).join('\n');
}

function endToEnd(installation, kind) {
	const sessions = [];
	let admin;

	async function session(headers, url = installation.url) {
		const opened = await connect(kind, url, headers);

		sessions.push(opened);
		return opened;
	}

	const as = (user) => session({ 'X-API-Key': installation.key, ...(user ? { 'X-Mcp-User': user } : {}) });

	async function workspaceWith(titles) {
		const { workspace } = await admin.ask('create_workspace', { name: fresh('Plan') });
		const made = await admin.ask('create_tasks', { workspace: String(workspace.id), tasks: titles.map((title) => ({ title })) });

		return { workspace, tasks: made.results.map((item) => item.task) };
	}

	before(async () => {
		admin = await as(ADMIN);
	});

	afterEach(() => {
		for (const { record } of sessions)
			assert.deepEqual(record.problems.splice(0), []);
	});

	after(() => Promise.all(sessions.map((opened) => opened.close())));

	test('connects and learns who serves', () => {
		assert.equal(admin.client.getServerVersion().name, 'taskdesk');
		assert.match(admin.client.getInstructions(), /workspaces/);
		assert.ok(admin.client.getServerCapabilities().tools);
	});

	test('speaks the revision it should', () => {
		const { request, messages } = admin.record.exchanges[0];

		if (kind.revision === '2026-07-28') {
			assert.equal(request.method, 'server/discover');
			assert.equal(admin.client.getNegotiatedProtocolVersion(), kind.revision);
		} else {
			assert.equal(request.method, 'initialize');
			assert.equal(messages[0].result.protocolVersion, kind.revision);
		}
	});

	test('lists every tool with what a model needs, in one order', async () => {
		const tools = [];
		let cursor;

		do {
			const { messages } = await oneListing(admin, cursor);

			assert.ok(messages[0].result.tools.length <= PAGE_SIZE);
			tools.push(...messages[0].result.tools);
			cursor = messages[0].result.nextCursor;
		} while (cursor);
		assert.deepEqual(tools.map((tool) => tool.name).filter((name) => toolNames.includes(name)), toolNames);
		for (const tool of tools) {
			assert.ok(tool.title && tool.description, tool.name);
			assert.equal(tool.inputSchema.type, 'object', tool.name);
			assert.equal(tool.outputSchema.type, 'object', tool.name);
			assert.equal(typeof tool.annotations.readOnlyHint, 'boolean', tool.name);
		}
	});

	test('refuses a cursor that is none', async () => {
		await assert.rejects(kind.page(admin.client, 'bm9uc2Vuc2U'), { code: -32602 });
	});

	test('says who acts', async () => {
		const me = await admin.ask('whoami');

		assert.equal(me.user.email, ADMIN);
		assert.equal(me.is_system_user, false);
		assert.equal(me.credential_name, 'bootstrap');
	});

	test('acts as the system user where nobody is named', async () => {
		const system = await as(null);
		const me = await system.ask('whoami');

		assert.equal(me.user.id, 1);
		assert.equal(me.is_system_user, true);
	});

	test('creates a workspace that its maker owns and finds again', async () => {
		const { workspace } = await admin.ask('create_workspace', { name: fresh('Launch'), description: 'Ünïcode ✓ 漢字' });
		const found = await findWorkspace(admin, workspace.id);

		assert.equal(workspace.role, 'owner');
		assert.equal(workspace.created_by, ADMIN);
		assert.deepEqual(found, workspace);
		assert.equal(found.description, 'Ünïcode ✓ 漢字');
	});

	test('creates, shows, changes and deletes tasks', async () => {
		const { workspace } = await admin.ask('create_workspace', { name: fresh('Garden') });
		const made = await admin.ask('create_tasks', {
			workspace: workspace.name,
			tasks: [
				{ title: 'Dig', notes: '## How\nwith a *spade*', assignee: 'me', priority: 'high', due: '2030-12-01' },
				{ title: 'Plant “roses” & tulips' },
			],
		});
		const [dig, plant] = made.results.map((item) => item.task);

		assert.deepEqual([made.succeeded, made.failed], [2, 0]);
		assert.deepEqual([dig.assignee, dig.priority, dig.due, dig.version], [ADMIN, 'high', '2030-12-01', 1]);

		const shown = await admin.ask('get_task', { task: String(dig.id) });

		assert.deepEqual(shown.task, dig);

		const changed = await admin.ask('update_tasks', {
			tasks: [{ task: String(dig.id), if_version: 1, completed: true, title: 'Dig deep' }],
		});

		assert.deepEqual([changed.results[0].task.title, changed.results[0].task.completed, changed.results[0].task.version],
			['Dig deep', true, 2]);
		assert.deepEqual(await titles(admin, workspace), ['Plant “roses” & tulips']);
		assert.deepEqual(await titles(admin, workspace, { state: 'any' }), ['Dig deep', 'Plant “roses” & tulips']);

		await admin.ask('delete_tasks', { tasks: [{ task: String(plant.id) }] });
		assert.deepEqual(await titles(admin, workspace), []);
		assert.match(textOf(await admin.call('get_task', { task: String(plant.id) })), /not_found/);
	});

	test('answers to the original names, and to the singular ones', async () => {
		const { workspace } = await admin.ask('mcp_create_workspace', { name: fresh('Old name') });
		const made = await admin.ask('mcp_create_task', { workspace_id: workspace.id, title: 'One' });
		const task = String(made.results[0].task.id);

		await admin.ask('update_task', { task_id: task, title: 'Uno' });
		assert.equal((await admin.ask('mcp_get_task', { task_id: task })).task.title, 'Uno');
		await admin.ask('delete_task', { task_id: task });
		assert.deepEqual(await titles(admin, workspace), []);
	});

	test('shows long lists in pages', async () => {
		const wanted = Array.from({ length: 7 }, (_, i) => `Step ${i}`);
		const { workspace } = await workspaceWith(wanted);
		const seen = [];
		let cursor;

		do {
			const page = await admin.ask('list_tasks', { workspace: String(workspace.id), limit: 3, ...(cursor ? { cursor } : {}) });

			assert.ok(page.tasks.length <= 3);
			seen.push(...page.tasks.map((task) => task.title));
			cursor = page.next_cursor;
		} while (cursor);
		assert.deepEqual(seen.sort(), wanted);
	});

	test('tells how far it is when a token was sent', async () => {
		const { workspace } = await admin.ask('create_workspace', { name: fresh('Progress') });
		const heard = [];

		await admin.ask('create_tasks', { workspace: String(workspace.id), tasks: [{ title: 'a' }, { title: 'b' }, { title: 'c' }] },
			{ onprogress: ({ progress, total }) => heard.push([progress, total]) });
		assert.deepEqual(heard, [[1, 3], [2, 3], [3, 3]]);
		assert.equal(admin.record.exchanges.at(-1).headers.get('content-type'), 'text/event-stream');
	});

	test('sends no events when no token was sent', async () => {
		await admin.ask('whoami');
		assert.equal(admin.record.exchanges.at(-1).headers.get('content-type'), 'application/json');
	});

	test('answers the same call once under an idempotency key, and says that it is a repeat', async () => {
		const { workspace } = await admin.ask('create_workspace', { name: fresh('Once') });
		const call = [
			'create_tasks',
			{ workspace: String(workspace.id), tasks: [{ title: 'Only one' }], idempotency_key: fresh('key') },
		];
		const firstResult = await admin.call(...call);
		const again = await admin.call(...call);

		assert.deepEqual(again.structuredContent, firstResult.structuredContent);
		assert.equal(firstResult._meta?.['taskdesk/replayed'], undefined);
		assert.equal(again._meta['taskdesk/replayed'], true);
		assert.deepEqual(await titles(admin, workspace), ['Only one']);
	});

	test('shows what would happen in a dry run, and does nothing', async () => {
		const { workspace, tasks } = await workspaceWith(['Stays']);
		const would = await admin.ask('delete_tasks', { tasks: [{ task: String(tasks[0].id) }], dry_run: true });

		assert.equal(would.dry_run, true);
		assert.equal(would.change_id, undefined);
		assert.deepEqual(await titles(admin, workspace), ['Stays']);
	});

	test('lets one bad item fail alone, and all of them where that is asked for', async () => {
		const { workspace } = await admin.ask('create_workspace', { name: fresh('Items') });
		const items = { workspace: String(workspace.id), tasks: [{ title: 'good' }, { title: 'bad', assignee: 'nobody@example.com' }] };
		const made = await admin.ask('create_tasks', items);

		assert.deepEqual(made.results.map((item) => item.status), ['created', 'failed']);
		assert.equal(made.results[1].error.code, 'not_found');
		assert.deepEqual(await titles(admin, workspace), ['good']);

		const refused = await admin.call('create_tasks', { ...items, atomic: true });

		assert.equal(refused.isError, true);
		assert.match(textOf(refused), /item 1/);
		assert.deepEqual(await titles(admin, workspace), ['good']);
	});

	test('tells a model what was wrong and what to send instead', async () => {
		const { tasks } = await workspaceWith(['Seen']);
		const task = String(tasks[0].id);
		const wrong = [
			['get_task', { task: '999999999' }, /not_found: .*999999999/],
			['get_task', {}, /invalid: .*task/],
			['get_task', { task, colour: 'red' }, /invalid: .*colour/],
			['list_tasks', { stat: 'open' }, /state/],
			['create_workspace', { name: '' }, /invalid: .*name/],
			['update_tasks', { tasks: [{ task, if_version: 7, title: 'x' }], atomic: true }, /conflict: .*version 1/],
		];

		for (const [name, toolArguments, sentence] of wrong) {
			const result = await admin.call(name, toolArguments);

			assert.equal(result.isError, true, name);
			assert.match(textOf(result), sentence);
			assert.ok(result._meta['taskdesk/error'].code, name);
		}
	});

	test('refuses a tool that is not there, naming the nearest', async () => {
		await assert.rejects(admin.call('list_task_s'), (error) => error.code === -32602 && /list_tasks/.test(error.message));
	});

	test('registers a user, who then acts and sees only what is theirs', async () => {
		const { workspace, tasks } = await workspaceWith(['Private']);
		const email = `${randomBytes(6).toString('hex')}@example.com`;
		const { user } = await admin.ask('register', { email: email.toUpperCase(), name: 'Ada', password: 'a long pass phrase' });
		const ada = await as(email);

		assert.equal(user.email, email);
		assert.equal((await ada.ask('whoami')).user.id, user.id);
		assert.deepEqual((await ada.ask('list_workspaces')).workspaces, []);
		for (const [name, toolArguments] of [
			['list_tasks', { workspace: String(workspace.id) }],
			['list_tasks', { workspace: workspace.name }],
			['get_task', { task: String(tasks[0].id) }],
			['update_tasks', { tasks: [{ task: String(tasks[0].id), title: 'Mine' }] }],
			['delete_tasks', { tasks: [{ task: String(tasks[0].id) }] }],
			['create_tasks', { workspace: String(workspace.id), tasks: [{ title: 'Intruder' }] }],
		]) {
			const result = await ada.call(name, toolArguments);

			assert.equal(result.isError, true, name);
			assert.doesNotMatch(JSON.stringify(result), /Private/, name);
		}
		assert.deepEqual(await titles(admin, workspace), ['Private']);
	});

	test('shows a member what was shared, and who did what', async () => {
		const { workspace } = await admin.ask('create_workspace', { name: fresh('Shared'), members: [OTHER] });
		const grace = await as(OTHER);
		const made = await grace.ask('create_tasks', { workspace: workspace.name, tasks: [{ title: 'From Grace', assignee: ADMIN }] });
		const task = String(made.results[0].task.id);
		const changed = await admin.ask('update_tasks', { tasks: [{ task, priority: 'urgent' }] });

		assert.equal((await findWorkspace(grace, workspace.id)).role, 'member');
		assert.deepEqual([changed.results[0].task.created_by, changed.results[0].task.updated_by], [OTHER, ADMIN]);
	});

	test('stands the system user in for somebody unknown, and says so', async () => {
		const stranger = await as('stranger@example.com');
		const result = await stranger.call('whoami');

		assert.equal(result._meta['taskdesk/unknownUser'], 'stranger@example.com');
		assert.equal(result.structuredContent.unknown_user, 'stranger@example.com');
		assert.equal(result.structuredContent.is_system_user, true);
		assert.equal((await stranger.call('list_workspaces', { limit: 1 }))._meta['taskdesk/unknownUser'], 'stranger@example.com');
	});

	if (kind.revision !== '2026-07-28')
		test('answers a ping', async () => {
			await admin.client.ping();
			assert.equal(admin.record.exchanges.at(-1).request.method, 'ping');
		});

	test('takes the key as a bearer token', async () => {
		const bearer = await session({ Authorization: `Bearer ${installation.key}`, 'X-Mcp-User': ADMIN });

		assert.equal((await bearer.ask('whoami')).user.email, ADMIN);
	});

	test('refuses a wrong key and a missing one alike, so that connecting fails', async () => {
		const refusals = [];

		for (const headers of [{ 'X-API-Key': 'x'.repeat(43) }, {}]) {
			const record = recordingFetch();

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
		const original = await session(headers, url);
		const { workspace } = await original.ask('mcp_create_workspace', { name: fresh('As written') });

		assert.equal(workspace.created_by, ADMIN);
	});
}

/* One tools/list as it went over the wire; some clients gather all pages, or keep them. */
async function oneListing(session, cursor) {
	const seen = session.record.exchanges.length;

	if (cursor)
		await session.kind.page(session.client, cursor);
	else
		await session.client.listTools(undefined, { cacheMode: 'refresh' });
	return session.record.exchanges.slice(seen).find(({ request }) => request?.method === 'tools/list');
}

async function titles(session, workspace, filter = {}) {
	const { tasks } = await session.ask('list_tasks', { workspace: String(workspace.id), ...filter });

	return tasks.map((task) => task.title).sort();
}

async function findWorkspace(session, id) {
	let cursor;

	do {
		const page = await session.ask('list_workspaces', { limit: 100, ...(cursor ? { cursor } : {}) });
		const found = page.workspaces.find((workspace) => workspace.id === id);

		if (found)
			return found;
		cursor = page.next_cursor;
	} while (cursor);
	return undefined;
}

/* Apache keeps the length from programs of mod_cgid since 2.4.59, whatever they say. */
function chunked(flavour) {
	return flavour === 'apache-cgid' && 'mod_cgid sends chunks';
}

for (const flavour of flavours) {
	describe(flavour, () => {
		const installation = {};

		before(async () => {
			Object.setPrototypeOf(installation, await startInstallation(flavour, '--set', `page_size = ${PAGE_SIZE}`));
			for (const [email, name] of [[ADMIN, 'Demo Admin'], [OTHER, 'Grace Hopper']])
				await installation.administer('user', 'add', email, '--name', name, '--no-password', '--if-missing');
		});

		after(() => installation.stop?.());

		for (const kind of kinds)
			describe(kind.name, () => endToEnd(installation, kind));

		test('answers over HTTP/1.1 with the length of what it sends', { skip: chunked(flavour) }, async () => {
			const { status, headers, body } = await httpRequest(`${installation.base}/health`);

			assert.equal(status, 200);
			assert.equal(Number(headers['content-length']), Buffer.byteLength(body));
		});

		test('keeps the key and passwords out of its log', () => {
			const log = installation.logText();

			assert.match(log, /tool=whoami/);
			assert.ok(!log.includes(installation.key));
			assert.ok(!log.includes('a long pass phrase'));
			assert.ok(!log.includes(installation.database_password));
		});
	});
}
