/* What there is beside tools: resources, prompts, completion, and a question before many tasks are deleted. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ADMIN, titles } from './installations.mjs';

const wordsOf = ({ messages }) => messages.map(({ content }) => content.text ?? content.resource.text).join('\n');

export function offers(team) {
	const { kind } = team;

	test('reads a workspace, a task and today as documents', async () => {
		const { workspace, tasks } = await team.workspaceWith(['Read me']);
		const { client } = team.admin;
		const today = (await client.listResources()).resources.find(({ name }) => name === 'today');
		const templates = (await client.listResourceTemplates()).resourceTemplates;
		const uriOf = (name, id) => templates.find((template) => template.name === name).uriTemplate.replace('{id}', id);

		for (const [uri, words] of [
			[today.uri, /today/i],
			[uriOf('workspace', workspace.id), new RegExp(workspace.name)],
			[uriOf('task', tasks[0].id), /Read me/],
		]) {
			const { contents } = await client.readResource({ uri });

			assert.deepEqual([contents.length, contents[0].uri, contents[0].mimeType], [1, uri, 'text/markdown']);
			assert.match(contents[0].text, words);
		}
	});

	test('refuses a resource that is not there in the words of the revision', async () => {
		const { client, isModern, record } = team.admin;
		const uri = 'taskdesk://task/999999999';

		await assert.rejects(client.readResource({ uri }), /not found/);

		/* As it was sent, since one client makes one number of both. */
		const { error } = JSON.parse(record.exchanges.at(-1).body);

		assert.deepEqual([error.code, error.data.uri], [isModern ? -32602 : -32002, uri]);
	});

	test('fills prompts with real data', async () => {
		const { tasks } = await team.workspaceWith(['Prompted']);
		const { client } = team.admin;
		const { prompts } = await client.listPrompts();

		assert.ok(prompts.every(({ name, title, description }) => name && title && description));
		assert.match(wordsOf(await client.getPrompt({ name: 'break_down_task', arguments: { task: String(tasks[0].id) } })), /Prompted/);
		assert.match(wordsOf(await client.getPrompt({ name: 'triage_overdue' })), /overdue/);
		await assert.rejects(client.getPrompt({ name: 'break_down_task', arguments: {} }), { code: -32602 });
		await assert.rejects(client.getPrompt({ name: 'no_such_prompt' }), { code: -32602 });
	});

	test('completes the name of a workspace', async () => {
		const { workspace } = await team.workspaceWith(['Anything']);
		const { completion } = await team.admin.client.complete({
			ref: { type: 'ref/prompt', name: 'plan_project' },
			argument: { name: 'workspace', value: workspace.name.slice(0, -2) },
		});

		assert.deepEqual(completion.values, [workspace.name]);
	});

	/* Only the current revision lets a server ask without a session. */
	if (kind.revision === '2026-07-28')
		test('asks a person before many tasks are deleted', async () => {
			const wanted = Array.from({ length: 11 }, (_, i) => `Old ${i}`);
			const { workspace, tasks } = await team.workspaceWith(wanted);
			const deleting = ['delete_tasks', { tasks: tasks.map(({ id }) => ({ task: String(id) })) }];
			const questions = [];
			let action = 'decline';
			const careful = await team.as(ADMIN, {
				answers({ message }) {
					questions.push(message);
					return action === 'accept' ? { action, content: { confirm: true } } : { action };
				},
			});

			assert.equal((await careful.call(...deleting)).isError, true);
			assert.equal((await titles(team.admin, workspace)).length, 11);
			action = 'accept';
			assert.equal((await careful.ask(...deleting)).succeeded, 11);
			assert.deepEqual(await titles(team.admin, workspace), []);
			assert.equal(questions.length, 2);
			assert.match(questions[0], /11 tasks/);
		});
}
