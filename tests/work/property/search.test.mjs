/*
 * Random queries over random texts, against what the words of the language mean. The seed is printed; PROPERTY_SEED=N runs
 * the same again.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { startUsualTeam } from '../support.mjs';
import { below, chance, pick, seed, some } from './chance.mjs';

const QUERIES = 250;
const COMMON = new Set(['for', 'the']);
const words = ['pine', 'pineapple', 'oak', 'oaks', 'Über', 'x', 'q4', 'v2', ...COMMON, 'don’t', 'e-mail', 'C++', '会議'];

const sentence = (most = 4) => some(words, most).join(' ');

let team;
const places = [], tasks = [], comments = [];

async function fill(name) {
	const { workspace } = await team.ada.ask('create_workspace', { name });
	const { project } = await team.ada.ask('create_project', { workspace: workspace.id, name: `Project ${name}` });

	places.push({ workspace: workspace.id, project: project.id });
	for (const place of [{ workspace: workspace.id }, { project: project.id }, { project: project.id }]) {
		const given = Array.from({ length: 20 }, () => ({ title: sentence(), completed: chance(0.25), ...(chance(0.5) ? { notes: sentence() } : {}),
			...(chance(0.5) ? { assignee: 'me' } : {}) }));
		const { results } = await team.ada.ask('create_tasks', { ...place, tasks: given });

		results.forEach(({ task }, index) => tasks.push({ ...given[index], id: task.id, workspace: workspace.id, project: place.project,
			texts: [given[index].title, given[index].notes ?? ''] }));
	}
}

before(async () => {
	team = await startUsualTeam();
	for (const name of ['One', 'Two', 'Three'])
		await fill(name);
	for (let i = 0; i < 60; i += 1) {
		const task = pick(tasks), text = sentence();

		await team.ada.ask('add_comment', { task: String(task.id), text });
		comments.push({ task, texts: [text] });
	}
});

after(() => team?.stop());

/* ---- what it means ---- */

const plain = (text) => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
const split = (text) => plain(text).split(/[^\p{L}\p{N}_]+/u).filter(Boolean);
const hasLetters = (text) => /^[\p{Script=Latin}\d_ ]+$/u.test(text);
const hasSigns = (text) => /^[\p{Script=Latin}\d_ \x20-\x7E]+$/u.test(text);

function hasExactly(texts, exact) {
	const all = split(texts.join(' ')), wanted = split(exact);

	return wanted.length > 0 && all.some((_, at) => wanted.every((word, i) => all[at + i] === word));
}

/*
 * Words of letters match beginnings, exact ones match words. What has signs, or no blanks between words, has to be there as it
 * is; between blanks also to the end of its last word, unless it is left out.
 */
function has(texts, { text, isExact, isUnwanted }) {
	if (hasLetters(text))
		return isExact ? hasExactly(texts, text) : split(texts.join(' ')).some((word) => word.startsWith(plain(text)));
	return texts.some((one) => plain(one).includes(plain(text))) && (isUnwanted || !hasSigns(text) || hasExactly(texts, text));
}

const filters = {
	'': () => true,
	'assignee:me': ({ assignee }) => assignee === 'me',
	'assignee:me is:open': ({ assignee, completed }) => assignee === 'me' && !completed,
	'is:done': ({ completed }) => completed,
	'project:P': ({ project }, place) => project === place.project,
	'workspace:W': ({ workspace }, place) => workspace === place.workspace,
	'workspace:W assignee:me': ({ workspace, assignee }, place) => workspace === place.workspace && assignee === 'me',
};

function randomTerm() {
	const isExact = chance(0.35);

	return { isExact, text: isExact ? sentence(2) : pick(words), isUnwanted: chance(0.3) };
}

/* Common words count when there are no others. */
function wantedOf(terms) {
	const wanted = terms.filter(({ isUnwanted }) => !isUnwanted);
	const telling = wanted.filter(({ isExact, text }) => isExact || !COMMON.has(text));

	return telling.length ? telling : wanted.slice(-1);
}

async function check() {
	const terms = Array.from({ length: 1 + below(3) }, randomTerm);
	const filter = pick(Object.keys(filters)), place = pick(places);
	const query = [...terms.map(({ text, isExact, isUnwanted }) => `${isUnwanted ? '-' : ''}${isExact ? `"${text}"` : text}`),
		filter.replace('P', place.project).replace('W', place.workspace)].join(' ');
	const wanted = wantedOf(terms), unwanted = terms.filter(({ isUnwanted }) => isUnwanted);
	const fits = ({ texts }) => wanted.every((term) => has(texts, term)) && !unwanted.some((term) => has(texts, term));
	const { elements } = await team.ada.pages('search', { query, limit: pick([1, 7, 50, 100]) }, 'results');
	const isComment = ({ text }) => text !== undefined;

	assert.deepEqual(elements.filter((row) => !isComment(row)).map(({ id }) => Number(id.slice('task:'.length))).sort(),
		tasks.filter((task) => filters[filter](task, place) && fits(task)).map(({ id }) => id).sort(), query);
	assert.deepEqual(elements.filter(isComment).map(({ text }) => text).sort(),
		comments.filter((comment) => wanted.length && filters[filter](comment.task, place) && fits(comment)).map(({ texts }) => texts[0]).sort(), query);
	return elements.length;
}

test('finds what the query says, all of it, and nothing else', async (context) => {
	let found = 0;

	context.diagnostic(`PROPERTY_SEED=${seed}`);
	for (let i = 0; i < QUERIES; i += 1)
		found += await check() ? 1 : 0;
	assert.ok(found > QUERIES / 3, `${found} queries find something`);
});
