/*
 * What an installation offers: groups of tools, readers only, no registration, shorter results.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { startTeam } from '../support.mjs';

/* Runs the tests against an installation with these settings. */
async function withSettings(settings, run) {
	const team = await startTeam(...settings.flatMap((setting) => ['--set', setting]));

	try {
		await run(team);
	} finally {
		await team.stop();
	}
}

const names = async (person) => (await person.get('tools/list')).tools.map((tool) => tool.name);

describe('settings', () => {
	test('toolsets offers the named groups and whoami, and knows no other tool', () =>
		withSettings(['toolsets = tasks, search'], async (team) => {
			assert.deepEqual(await names(team.system),
				['whoami', 'list_tasks', 'get_task', 'create_tasks', 'update_tasks', 'delete_tasks', 'search', 'fetch']);
			const { error } = (await team.system.rpc('tools/call', { name: 'create_workspace', arguments: { name: 'x' } })).json;

			assert.equal(error.code, -32602);
			await team.system.ask('list_tasks');
		}));

	test('read_only offers readers to every key, and changes nothing', () =>
		withSettings(['read_only = on'], async (team) => {
			const { tools } = await team.system.get('tools/list');

			assert.ok(tools.length >= 9 && tools.every((tool) => tool.annotations.readOnlyHint));
			for (const name of ['create_workspace', 'create_tasks', 'undo', 'register'])
				assert.equal((await team.system.rpc('tools/call', { name, arguments: {} })).json.error.code, -32602, name);
			await team.system.ask('list_tasks');
			assert.equal(await team.installation.value('SELECT COUNT(*) FROM activity'), '0');
		}));

	test('registration = off leaves accounts to the administrator', () =>
		withSettings(['registration = off'], async (team) => {
			await team.system.refused('register', { email: 'n@example.com', name: 'N', password: 'a long pass phrase' }, 'denied', /administrator here \(taskdeskctl user add\)/);
		}));

	test('result_limit_characters cuts results there', () =>
		withSettings(['result_limit_characters = 3000'], async (team) => {
			const { workspace } = await team.system.ask('create_workspace', { name: 'W' });

			await team.system.ask('create_tasks', { workspace: workspace.id, tasks: Array.from({ length: 50 }, (_, i) => ({ title: `task ${i}` })) });
			const result = await team.system.call('list_tasks', { workspace: workspace.id });

			assert.ok(JSON.stringify(result.structuredContent).length <= 3000);
			assert.match(result.content[1].text, /Cut at 3000 characters/);
			assert.equal((await team.system.pages('list_tasks', { workspace: workspace.id }, 'tasks')).elements.length, 50);
			assert.ok((await team.system.ask('fetch', { id: `workspace:${workspace.id}` })).text.length < 3200);
		}));
});
