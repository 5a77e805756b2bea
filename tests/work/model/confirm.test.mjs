/*
 * Deleting many things asks the person first, where the client can ask (2026-07-28, basic/patterns/mrtr).
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

import { freshWorkspace, startUsualTeam, textOf } from '../support.mjs';

let team;
const clients = [];

before(async () => {
	team = await startUsualTeam();
});

after(async () => {
	await Promise.all(clients.map((client) => client.close()));
	await team?.stop();
});

/* A client of Ada's that answers questions so; null: it cannot be asked. Its questions are kept. */
async function connect(answer, versionNegotiation = { mode: { pin: '2026-07-28' } }) {
	const client = new Client({ name: 'taskdesk-tests', version: '1.0.0' }, { versionNegotiation, capabilities: answer ? { elicitation: {} } : {} });
	const questions = [];

	if (answer)
		client.setRequestHandler('elicitation/create', async ({ params }) => {
			questions.push(params);
			return answer;
		});
	await client.connect(new StreamableHTTPClientTransport(new URL(team.installation.url),
		{ requestInit: { headers: { 'X-API-Key': team.installation.key, 'X-Mcp-User': team.ada.email } } }));
	clients.push(client);
	return { questions, remove: (toolArguments) => client.callTool({ name: 'delete_tasks', arguments: toolArguments }) };
}

const yes = { action: 'accept', content: { confirm: true } };
const refusals = [{ action: 'accept', content: { confirm: false } }, { action: 'accept', content: { confirm: 'false' } }, { action: 'accept', content: { confirm: 'true' } }, { action: 'decline' }, { action: 'cancel' }];

async function tasksOf(count, parents = 0) {
	const workspace = String((await freshWorkspace(team)).id);
	const { results } = await team.ada.ask('create_tasks', { workspace, tasks: Array.from({ length: count }, (_, i) => ({
		title: `${workspace} ${i}`, ...(i && i <= parents ? { parent: `${workspace} 0` } : {}) })) });

	return { workspace, tasks: results.map((item) => ({ task: String(item.task.id) })) };
}

test('more than ten tasks are deleted when the person says yes', async () => {
	const { workspace, tasks } = await tasksOf(11);
	const { questions, remove } = await connect(yes);
	const result = await remove({ tasks });

	assert.equal(questions.length, 1);
	assert.match(questions[0].message, /Move 11 tasks, subtasks included, to the trash\?/);
	assert.equal(questions[0].requestedSchema.properties.confirm.type, 'boolean');
	assert.equal(result.structuredContent.succeeded, 11);
	assert.deepEqual(await team.ada.titles({ workspace }), []);
});

test('none is deleted when the person says anything else', async () => {
	for (const answer of refusals) {
		const { workspace, tasks } = await tasksOf(12);
		const { questions, remove } = await connect(answer);
		const result = await remove({ tasks });

		assert.equal(questions.length, 1);
		assert.equal(result.isError, true);
		assert.match(textOf(result), /conflict: the person did not confirm, so nothing was done/);
		assert.equal((await team.ada.titles({ workspace })).length, 12);
	}
});

test('one task with many subtasks counts as many', async () => {
	const { tasks } = await tasksOf(13, 12);
	const { questions, remove } = await connect(yes);

	await remove({ tasks: tasks.slice(0, 1) });
	assert.match(questions[0].message, /Move 13 tasks/);
});

test('ten tasks, and a dry run of many, ask nothing', async () => {
	const [few, many] = [await tasksOf(10), await tasksOf(20)];
	const { questions, remove } = await connect({ action: 'decline' });

	assert.equal((await remove({ tasks: few.tasks })).structuredContent.succeeded, 10);
	assert.equal((await remove({ tasks: many.tasks, dry_run: true })).structuredContent.succeeded, 20);
	assert.deepEqual(questions, []);
});

test('a client that cannot be asked just does it', async () => {
	for (const versionNegotiation of [{ mode: { pin: '2026-07-28' } }, { mode: 'legacy' }]) {
		const { workspace, tasks } = await tasksOf(12);
		const { remove } = await connect(null, versionNegotiation);

		assert.equal((await remove({ tasks })).structuredContent.succeeded, 12);
		assert.deepEqual(await team.ada.titles({ workspace }), []);
	}
});
