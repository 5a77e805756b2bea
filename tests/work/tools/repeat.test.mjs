/*
 * Calls sent again, calls at the same time, and edits of what somebody else has changed meanwhile.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { after, before, describe, test } from 'node:test';

import { rpcRequest } from '../../support/installation.mjs';
import { freshWorkspace, startUsualTeam, waitUntil } from '../support.mjs';

const AT_ONCE = 6;

let team;

before(async () => {
	team = await startUsualTeam('--workers', '3');
});

after(() => team?.stop());

const count = async (sql) => Number(await team.installation.value(sql));
const activities = () => count("SELECT COUNT(DISTINCT change_id) FROM activity");

/*
 * For each writing tool: arguments for one call on things of its own, and other arguments for the same tool.
 */
const writers = {
	register: async () => ({ email: `${randomUUID()}@example.com`, name: 'New', password: 'a long pass phrase' }),
	create_workspace: async () => ({ name: 'Again and again' }),
	update_workspace: async () => ({ workspace: String((await freshWorkspace(team)).id), name: 'Renamed' }),
	create_project: async () => ({ workspace: String((await freshWorkspace(team)).id), name: 'Once' }),
	update_project: async () => {
		const { project } = await team.ada.ask('create_project', { workspace: String((await freshWorkspace(team)).id), name: 'P' });

		return { project: String(project.id), status: 'on_track', status_text: 'Fine' };
	},
	create_tasks: async () => ({ workspace: String((await freshWorkspace(team)).id), tasks: [{ title: 'One' }, { title: 'Two' }] }),
	update_tasks: async () => ({ tasks: [{ task: String((await newTask()).id), recurrence: 'daily', due: 'today', completed: true }] }),
	delete_tasks: async () => ({ tasks: [{ task: String((await newTask()).id) }] }),
	add_comment: async () => ({ task: String((await newTask()).id), text: 'Said once' }),
	undo: async () => {
		const made = await team.ada.ask('update_tasks', { tasks: [{ task: String((await newTask()).id), title: 'Changed' }] });

		return { change_id: made.change_id };
	},
};

const others = {
	register: { email: 'other@example.com' },
	create_workspace: { name: 'Other' },
	update_workspace: { name: 'Other' },
	create_project: { name: 'Other' },
	update_project: { status: 'off_track' },
	create_tasks: { tasks: [{ title: 'Other' }] },
	update_tasks: { atomic: true },
	delete_tasks: { atomic: true },
	add_comment: { text: 'Other' },
	undo: { change_id: 'other' },
};

async function newTask() {
	return team.ada.task({ title: 'Mine' }, { workspace: String((await freshWorkspace(team)).id) });
}

/* Sends the request and hangs up without waiting for the answer. */
function hangUpAfter(person, name, toolArguments) {
	const { method, headers, body } = rpcRequest({ key: person.key }, 'tools/call', { name, arguments: toolArguments },
		{ user: person.email });

	return new Promise((resolve) => {
		const request = http.request(team.installation.url, { method, agent: false,
			headers: { ...headers, 'Content-Length': Buffer.byteLength(body) } });

		request.on('error', resolve);
		request.on('close', resolve);
		request.end(body, () => request.destroy());
	});
}

for (const [name, make] of Object.entries(writers)) {
	describe(name, () => {
		test('sent again under the same key answers the same and does nothing more', async () => {
			const toolArguments = { ...await make(), idempotency_key: randomUUID() };
			const first = await team.ada.call(name, toolArguments);
			const before = await activities();
			const again = await team.ada.call(name, Object.fromEntries(Object.entries(toolArguments).reverse()));

			assert.ok(!first.isError, first.content[0].text);
			assert.deepEqual(again.structuredContent, first.structuredContent);
			assert.equal(again._meta['taskdesk/replayed'], true);
			assert.equal(first._meta?.['taskdesk/replayed'], undefined);
			assert.equal(await activities(), before);
		});

		test('with other arguments under the same key is refused', async () => {
			const toolArguments = { ...await make(), idempotency_key: randomUUID() };

			await team.ada.ask(name, toolArguments);
			await team.ada.refused(name, { ...toolArguments, ...others[name] }, 'conflict', /used before for a different call/);
		});

		test('sent by several at once under the same key is done once', async () => {
			const toolArguments = { ...await make(), idempotency_key: randomUUID() };
			const before = await activities();
			const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => team.ada.ask(name, toolArguments)));

			for (const answer of answers)
				assert.deepEqual(answer, answers[0]);
			assert.equal(await activities(), before + 1);
		});

		test('answers again what was lost on the way', async () => {
			const toolArguments = { ...await make(), idempotency_key: randomUUID() };
			const kept = `SELECT COUNT(*) FROM idempotency WHERE idempotency_key = '${toolArguments.idempotency_key}'`;

			await hangUpAfter(team.ada, name, toolArguments);
			await waitUntil(async () => await count(kept) === 1, 'the call whose client hung up is done');
			const again = await team.ada.call(name, toolArguments);

			assert.equal(again._meta['taskdesk/replayed'], true);
			assert.ok(again.structuredContent.change_id);
		});
	});
}

describe('idempotency keys', () => {
	test('belong to their user: another one is not answered', async () => {
		const toolArguments = { name: 'Whose', idempotency_key: randomUUID() };
		const [hers, his] = [await team.ada.ask('create_workspace', toolArguments), await team.ben.ask('create_workspace', toolArguments)];

		assert.notEqual(hers.workspace.id, his.workspace.id);
	});

	test('hold for one tool: the same arguments to another are refused', async () => {
		const key = { task: String((await newTask()).id), idempotency_key: randomUUID() };

		await team.ada.ask('add_comment', { ...key, text: 'x' });
		await team.ada.refused('update_project', { project: 'x', idempotency_key: key.idempotency_key }, 'conflict', /different call/);
	});

	test('are others with blanks at the end', async () => {
		const key = randomUUID(), made = [];

		for (const idempotency_key of [key, `${key} `, `${key}  `])
			made.push((await team.ada.ask('create_workspace', { name: 'Blank', idempotency_key })).workspace.id);
		assert.equal(new Set(made).size, 3);
	});

	test('are not used up by a refused call', async () => {
		const workspace = await freshWorkspace(team);
		const toolArguments = { workspace: String(workspace.id), tasks: [{ title: 'Later', assignee: 'late@example.com' }],
			idempotency_key: randomUUID() };

		await team.ada.refused('create_tasks', toolArguments, 'not_found');
		await team.join('late@example.com', 'Late');
		await team.ada.ask('update_workspace', { workspace: String(workspace.id), members: [{ user: 'late@example.com', role: 'member' }] });
		assert.equal((await team.ada.ask('create_tasks', toolArguments)).succeeded, 1);
	});

	test('are not used up by a dry run', async () => {
		const workspace = await freshWorkspace(team);
		const toolArguments = { workspace: String(workspace.id), tasks: [{ title: 'Try' }], idempotency_key: randomUUID() };

		assert.equal((await team.ada.ask('create_tasks', { ...toolArguments, dry_run: true })).change_id, undefined);
		assert.ok((await team.ada.ask('create_tasks', toolArguments)).change_id);
	});

	test('are kept for at least a day and forgotten after two', async () => {
		const toolArguments = { name: 'Kept', idempotency_key: randomUUID() };
		const first = await team.ada.ask('create_workspace', toolArguments);
		const age = (hours) => team.installation.sql(`UPDATE idempotency SET created_at = UTC_TIMESTAMP(3) - INTERVAL ${hours} HOUR
			WHERE idempotency_key = '${toolArguments.idempotency_key}'`);

		await age(25);
		assert.deepEqual(await team.ada.ask('create_workspace', toolArguments), first);
		await age(49);
		await waitUntil(async () => {
			await team.ada.ask('create_workspace', { name: 'Others', idempotency_key: randomUUID() });
			return await count(`SELECT COUNT(*) FROM idempotency WHERE idempotency_key = '${toolArguments.idempotency_key}'`) === 0;
		}, 'the old key is forgotten', 60);
	});
});

describe('if_version', () => {
	test('refuses a task that was changed meanwhile, and says what was changed by whom', async () => {
		const task = await newTask();

		await team.ben.update(task, { title: 'Ben was here', priority: 'high' });
		await team.ben.ask('add_comment', { task: task.id, text: 'chatter' });
		await team.gus.ask('add_comment', { task: task.id, text: 'chatter' });
		const { error } = (await team.ada.call('update_tasks', { tasks: [{ task: task.id, if_version: 1, title: 'Ada' }] }))
			.structuredContent.results[0];

		assert.equal(error.code, 'conflict');
		assert.match(error.message, /version 2, not 1/);
		assert.match(error.message, /ben@example.com set priority to 'high', title to 'Ben was here'/);
		assert.match(error.remedy, /get_task/);
		assert.equal((await team.ada.update(task, { if_version: 2, title: 'Ada' })).task.title, 'Ada');
	});

	test('refuses to delete a task that was changed meanwhile', async () => {
		const task = await newTask();

		await team.ben.update(task, { notes: 'Important' });
		await team.ada.refused('delete_tasks', { tasks: [{ task: task.id, if_version: 1 }] }, 'conflict', /ben@example.com set notes/);
	});

	test('refuses a project and a workspace that were changed meanwhile, saying the same', async () => {
		const workspace = await freshWorkspace(team);
		const { project } = await team.ada.ask('create_project', { workspace: workspace.id, name: 'Changing' });

		await team.ben.ask('update_project', { project: project.id, description: 'New words' });
		await team.ada.refused('update_project', { project: project.id, if_version: 1, name: 'x' }, 'conflict',
			/version 2, not 1.*ben@example.com set description to 'New words'/);
		await team.ada.ask('update_workspace', { workspace: workspace.id, name: 'Elsewhere' });
		await team.ada.refused('update_workspace', { workspace: workspace.id, if_version: 1, name: 'x' }, 'conflict',
			/ada@example.com set name to 'Elsewhere'/);
	});

	test('lets exactly one of several at once win', async () => {
		const task = await newTask();
		const results = await Promise.all(Array.from({ length: AT_ONCE }, (_, i) =>
			team.ada.call('update_tasks', { tasks: [{ task: task.id, if_version: 1, title: `Winner ${i}` }] })));
		const won = results.filter((result) => !result.isError);

		assert.equal(won.length, 1);
		assert.equal((await team.ada.read(task)).title, won[0].structuredContent.results[0].task.title);
	});
});

describe('at the same time', () => {
	test('edits without if_version all happen, one after the other', async () => {
		const task = await newTask();

		await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => team.ada.update(task, { tags: [`+tag${i}`] })));
		const { tags, version } = await team.ada.read(task);

		assert.deepEqual(tags, Array.from({ length: AT_ONCE }, (_, i) => `tag${i}`));
		assert.equal(version, AT_ONCE + 1);
	});

	test('deleting twice is done once', async () => {
		const task = await newTask();
		const results = await Promise.all(Array.from({ length: AT_ONCE }, () => team.ada.call('delete_tasks', { tasks: [{ task: task.id }] })));

		assert.equal(results.filter((result) => !result.isError).length, 1);
	});

	test('tasks that would come to wait for each other do not', async () => {
		const one = await newTask();
		const second = await team.ada.task({ title: 'Second' }, { workspace: String(one.workspace_id) });
		const results = await Promise.all([
			team.ada.call('update_tasks', { tasks: [{ task: one.id, blocked_by: [String(second.id)] }] }),
			team.ada.call('update_tasks', { tasks: [{ task: second.id, blocked_by: [String(one.id)] }] }),
		]);

		assert.equal(results.filter((result) => result.isError).length, 1);
	});

	test('two owners do not leave a workspace without one', async () => {
		const workspace = await freshWorkspace(team);

		await team.ada.ask('update_workspace', { workspace: workspace.id, members: [{ user: 'ben@example.com', role: 'owner' }] });
		await Promise.all([team.ada, team.ben].map((owner) =>
			owner.call('update_workspace', { workspace: workspace.id, members: [{ user: 'me', role: 'member' }] })));
		assert.equal(await count(`SELECT COUNT(*) FROM membership WHERE workspace_id = ${workspace.id} AND role = 'owner'`), 1);
	});
});
