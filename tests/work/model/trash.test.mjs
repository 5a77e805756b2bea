/*
 * The trash: what was deleted stays in it for a set time, and leaves for good with all that hangs on it.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { freshWorkspace, startUsualTeam, waitUntil } from '../support.mjs';

async function withTeam(options, run) {
	const team = await startUsualTeam(...options);

	try {
		await run(team);
	} finally {
		await team.stop();
	}
}

/* A tree of tasks in the trash, some of it for so many days, and a task that waits for one of them. */
async function deleteTree(team, days) {
	const workspace = String((await freshWorkspace(team)).id);
	const made = await team.ada.ask('create_tasks', { workspace, tasks: [
		{ title: 'top', tags: ['t'], followers: ['me'] }, { title: 'below', parent: 'top' }, { title: 'kept' }, { title: 'waits', blocked_by: ['below', 'kept'] }, { title: 'recent' },
	] });
	const [top, below, kept, waits, recent] = made.results.map((item) => item.task);

	await team.ada.ask('add_comment', { task: below.id, text: 'to @ben@example.com' });
	const deleted = await team.ada.ask('delete_tasks', { tasks: [{ task: top.id }] });

	await team.ada.ask('delete_tasks', { tasks: [{ task: recent.id }] });
	await team.installation.sql(`UPDATE task SET deleted_at = deleted_at - INTERVAL ${days} DAY, updated_at = updated_at - INTERVAL ${days} DAY
		WHERE id IN (${top.id}, ${below.id})`);
	return { workspace, top, below, kept, waits, deleted };
}

/* Changes are what tidies up, now and then. */
const change = (team, workspace) => team.ada.ask('create_tasks', { workspace, tasks: [{ title: 'another change' }] });

test('what has been there longer than trash_days leaves for good', () => withTeam(['--set', 'trash_days = 30'], async (team) => {
	const { workspace, top, below, kept, waits, deleted } = await deleteTree(team, 31);
	const left = async (table, column, task) => Number(await team.installation.value(`SELECT COUNT(*) FROM ${table} WHERE ${column} = ${task.id}`));

	await waitUntil(async () => {
		await change(team, workspace);
		return await left('task', 'id', top) === 0;
	}, 'the old tasks are gone', 120);
	assert.equal(await left('task', 'id', below), 0);
	assert.equal(await left('comment', 'task_id', below), 0);
	assert.deepEqual(await team.ada.titles({ workspace, state: 'trash' }), ['recent']);
	assert.deepEqual((await team.ada.read(waits)).blocked_by, [String(kept.id)]);
	await team.ada.update(waits, { blocked_by: [`+${kept.id}`, `-${below.id}`] });
	await team.ada.refused('undo', { change_id: deleted.change_id }, 'conflict', /left the trash for good/);
	await team.ada.refused('get_task', { task: below.id }, 'not_found', /no task/);
	const { elements } = await team.ada.pages('list_activity', { workspace, limit: 100 }, 'activity');

	assert.ok(elements.some((row) => row.entity_id === top.id && row.action === 'delete'));
}));

test('what has been there for less stays, and for ever with 0', async () => {
	for (const [setting, days] of [['trash_days = 30', 29], ['trash_days = 0', 10000]])
		await withTeam(['--set', setting], async (team) => {
			const { workspace, deleted, top, below } = await deleteTree(team, days);

			for (let i = 0; i < 300; i++)
				await change(team, workspace);
			await team.ada.ask('undo', { change_id: deleted.change_id });
			assert.equal((await team.ada.read(below)).parent_id, top.id);
		});
});

test('a deleted comment leaves as tasks do, and no other one', () => withTeam(['--set', 'trash_days = 30'], async (team) => {
	const workspace = String((await freshWorkspace(team)).id);
	const task = String((await team.ada.task({ title: 'talked about' }, { workspace })).id);
	const say = (text) => team.ada.ask('add_comment', { task, text: `${text} @ben@example.com` });
	const [kept, recent, old] = [await say('kept'), await say('recent'), await say('old')];
	const deleted = new Map();

	for (const said of [recent, old])
		deleted.set(said, await team.ada.ask('undo', { change_id: said.change_id }));
	await team.installation.sql(`UPDATE comment SET deleted_at = deleted_at - INTERVAL 31 DAY WHERE id = ${old.comment_id}`);
	await team.installation.sql(`UPDATE comment SET created_at = created_at - INTERVAL 31 DAY WHERE id IN (${kept.comment_id}, ${recent.comment_id})`);

	const left = async ({ comment_id: id }) => (await team.installation.sql(`SELECT id FROM comment WHERE id = ${id}
		UNION ALL SELECT comment_id FROM comment_mention WHERE comment_id = ${id}`)).length;

	await waitUntil(async () => {
		await change(team, workspace);
		return await left(old) === 0;
	}, 'the old comment is gone', 120);
	assert.deepEqual([await left(kept), await left(recent)], [2, 2]);
	await team.ada.refused('undo', { change_id: deleted.get(old).change_id }, 'conflict', /left the trash for good/);
	await team.ada.ask('undo', { change_id: deleted.get(recent).change_id });
	assert.deepEqual((await team.ada.ask('get_task', { task })).comments.map(({ text }) => text.split(' ')[0]), ['kept', 'recent']);
}));
