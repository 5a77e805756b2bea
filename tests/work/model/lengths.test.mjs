/*
 * Texts and lists as long as they may be survive whole, whatever characters they are of: a character may take four bytes.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { freshWorkspace, startUsualTeam } from '../support.mjs';

/* The widest in UTF-8, and two units of a JavaScript string. */
const WIDE = '😀';

const LONGEST_NOTES = 50000;
const LONGEST_MARKDOWN = 20000;
const LONGEST_DESCRIPTION = 5000;
const LONGEST_TITLE = 500;
const LONGEST_NAME = 200;
const LONGEST_TAG = 60;
const LONGEST_ELEMENT = 2000;
const LONGEST_VALUE = 1000;
const MOST_LINES = 100;
const MOST_FIELDS = 30;
const MOST_SECTIONS = 50;

let team, ada, workspace, project;

before(async () => {
	team = await startUsualTeam('--set', 'result_limit_characters = 1000000');
	ada = team.ada;
	workspace = String((await freshWorkspace(team)).id);
	project = String((await ada.ask('create_project', { workspace, name: 'Long', custom_fields: fields('text') })).project.id);
});

after(() => team?.stop());

const wide = (count) => WIDE.repeat(count);
const numbered = (count, width) => Array.from({ length: count }, (_, i) => `${i} ${wide(width - String(i).length - 1)}`);
const fields = (type) => Array.from({ length: MOST_FIELDS }, (_, i) => `F${i}:${type}`);

describe('of characters of four bytes', () => {
	test('notes and a title survive', async () => {
		const made = await ada.task({ title: wide(LONGEST_TITLE), notes: wide(LONGEST_NOTES) }, { project });
		const read = await ada.read(made);

		assert.equal(read.title, wide(LONGEST_TITLE));
		assert.equal(read.notes, wide(LONGEST_NOTES));
	});

	test('notes survive an edit and its undoing', async () => {
		const made = await ada.task({ title: 'edited', notes: wide(LONGEST_NOTES) }, { project });
		const { change_id: change } = await ada.ask('update_tasks', { tasks: [{ task: String(made.id), notes: `a${wide(LONGEST_NOTES - 1)}` }] });

		await ada.ask('undo', { change_id: change });
		assert.equal((await ada.read(made)).notes, wide(LONGEST_NOTES));
	});

	test('a comment survives', async () => {
		const made = await ada.task({ title: 'commented' }, { project });

		await ada.ask('add_comment', { task: String(made.id), text: wide(LONGEST_MARKDOWN) });
		assert.equal((await ada.ask('get_task', { task: String(made.id) })).comments[0].text, wide(LONGEST_MARKDOWN));
	});

	test('descriptions and a status survive', async () => {
		const made = await ada.ask('create_project', { workspace, name: wide(LONGEST_NAME), description: wide(LONGEST_MARKDOWN) });
		const told = await ada.ask('update_project', { project: String(made.project.id), status: 'at_risk', status_text: wide(LONGEST_MARKDOWN) });

		assert.equal(told.project.description, wide(LONGEST_MARKDOWN));
		assert.equal(told.project.status_text, wide(LONGEST_MARKDOWN));
		assert.equal((await ada.ask('update_workspace', { workspace, description: wide(LONGEST_DESCRIPTION) })).workspace.description, wide(LONGEST_DESCRIPTION));
	});
});

describe('as many and as long as they may be', () => {
	/* Separators, and what a line is kept with, count too. */
	const lists = {
		tags: numbered(MOST_LINES, LONGEST_TAG),
		links: Array.from({ length: MOST_LINES }, (_, i) => `https://example.com/${String(i).padStart(3, '0')} ${wide(134)}`),
		custom_fields: Array.from({ length: 15 }, (_, i) => `F${i}=${wide(LONGEST_VALUE - String(i).length - 2)}`),
	};

	for (const [name, list] of Object.entries(lists))
		test(`${name} survive`, async () => {
			const made = await ada.task({ title: `with ${name}`, [name]: list }, { project });

			assert.deepEqual((await ada.read(made))[name].toSorted(), list.toSorted());
		});

	test('sections and choices survive', async () => {
		const sections = numbered(MOST_SECTIONS, LONGEST_NAME);
		const choices = Array.from({ length: MOST_FIELDS }, (_, i) => `G${i}:choice:a|${wide(LONGEST_ELEMENT - 13)}`);
		const { project: made } = await ada.ask('create_project', { workspace, name: 'Shaped', sections, custom_fields: choices });

		assert.deepEqual(made.sections, sections);
		assert.deepEqual(made.custom_fields, choices);
	});

	test('a link is as long with its sign as without', async () => {
		const link = `https://example.com/${'x'.repeat(LONGEST_ELEMENT - 20)}`;
		const made = await ada.task({ title: 'signed', links: [`+${link}`] }, { project });

		assert.deepEqual((await ada.read(made)).links, [link]);
		await ada.update(made, { links: [`-${link}`] });
		assert.equal((await ada.read(made)).links, undefined);
	});

	test('fifty tasks may have full lists at once', async () => {
		const links = Array.from({ length: MOST_LINES }, (_, i) => `https://example.com/${String(i).padStart(139, '0')}`);
		const made = await ada.ask('create_tasks', { project, tasks: Array.from({ length: 50 }, (_, i) => ({ title: `full ${i}`, links })) });

		assert.equal(made.succeeded, 50);
	});
});

describe('one character more', () => {
	const cases = {
		'in the notes': [{ notes: 'x'.repeat(LONGEST_NOTES + 1) }, /'tasks\[0\]\.notes' has 50001 characters; at most 50000/],
		'in a link': [{ links: [`https://example.com/${'x'.repeat(LONGEST_ELEMENT - 19)}`] }, /cannot be a link/],
		'in an element': [{ links: [`+https://example.com/${'x'.repeat(LONGEST_ELEMENT - 19)}`] }, /'tasks\[0\]\.links\[0\]' has 2002 characters/],
		'in all links together': [{ links: Array.from({ length: 9 }, (_, i) => `https://example.com/${i}${'x'.repeat(LONGEST_ELEMENT - 21)}`) },
			/the links of a task have 16000 characters together at most/],
		'in all field values together': [{ custom_fields: Array.from({ length: 17 }, (_, i) => `F${i}=${wide(950)}`) },
			/the field values of a task have 16000 characters together at most/],
	};

	for (const [where, [properties, sentence]] of Object.entries(cases))
		test(`${where} is refused with a sentence`, () =>
			ada.refused('create_tasks', { project, tasks: [{ title: 'too long', ...properties }] }, 'invalid', sentence));
});
