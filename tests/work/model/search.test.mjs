/*
 * Search: words in titles, notes and comments, filters, and errors that point at their place.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { freshWorkspace, startUsualTeam } from '../support.mjs';

let team;
let workspace;

before(async () => {
	team = await startUsualTeam();
	workspace = await freshWorkspace(team, 'Search');
	const { project } = await team.ada.ask('create_project', { workspace: workspace.id, name: 'Big Plans', sections: ['Doing now'] });
	const made = await team.ada.ask('create_tasks', { project: project.id, tasks: [
		{ title: 'Write website copy', notes: 'The quick brown fox', tags: ['urgent', 'red'], assignee: 'ben@example.com', due: '2030-01-10', section: 'Doing now' },
		{ title: 'Fix login bug in Q4-2026 release', priority: 'high', followers: ['gus@example.com'], blocked_by: ['Write website copy'] },
		{ title: 'Call the plumber', completed: true },
		{ title: 'How to build a website', tags: ['red'], due: '2030-02-01', start: '2030-01-15' },
		{ title: 'Über café naïve', notes: "don't e-mail ada@example.com about C++ or 100 %" },
		{ title: 'To do' }, { title: '漢字のタスク' }, { title: 'plan for 2026' }, { title: 'Unrelated' },
	] });

	await team.ben.ask('add_comment', { task: made.results[2].task.id, text: 'He brought a zebra' });
	await team.ben.ask('add_comment', { task: made.results[5].task.id, text: 'Also for the website, Q4 only' });
	await team.gus.ask('add_comment', { task: made.results[8].task.id, text: 'Better ask @ada@example.com' });
	await team.ada.ask('create_tasks', { workspace: workspace.id, tasks: [{ title: 'Website elsewhere' }] });
});

after(() => team?.stop());

const letters = {
	'Write website copy': 'A', 'Fix login bug in Q4-2026 release': 'B', 'Call the plumber': 'C', 'How to build a website': 'D', 'Über café naïve': 'E',
	'To do': 'F', 漢字のタスク: 'G', 'plan for 2026': 'H', Unrelated: 'U', 'Website elsewhere': 'W',
};

/* What a query finds: a letter for a task, "comment" for a comment. */
async function found(query, person = team.ada) {
	const { results } = await person.ask('search', { query });

	return results.map((row) => letters[row.title] ?? row.title.replace(/^Comment .*/, 'comment')).sort().join(' ');
}

describe('words', () => {
	const cases = [
		['website', 'A D W comment'], ['WEBSITE copy', 'A'], ['web', 'A D W comment'], ['web*', 'A D W comment'], ['site', ''],
		['"website copy"', 'A'], ['"copy website"', ''], ['"web"', ''], ['"the quick"', 'A'], ['brown fox', 'A'],
		['website -copy', 'D W comment'], ['website -"how to"', 'A W comment'], ['-website', 'B C E F G H U'], ['how to build website', 'D'], ['what is the website', 'A D W comment'],
		['Q4-2026', 'B'], ['"Q4 2026"', 'B'], ['q4', 'B comment'], ['2026', 'B H'], ['2026 q4', 'B'], ['"2026 release"', 'B'], ['2026 -q4', 'H'],
		['to do', 'E F'], ['"to do"', 'F'], ['the', 'A C comment'], ['cafe naive', 'E'], ['über', 'E'], ["don't", 'E'], ['e-mail', 'E'], ['ada@example.com', 'E comment'], ['C++', 'E'],
		['"100 %"', 'E'], ['%', 'E'], ['漢字', 'G'], ['タスク', 'G'], ['zebra', 'comment'], ['zebra brought', 'comment'], ['zebra nothing', ''], ['website q4', 'comment'],
	];

	for (const [query, expected] of cases)
		test(query, async () => {
			assert.equal(await found(`${query} workspace:${workspace.id}`), expected);
		});

	test('wherever exact ones are beside others, in each workspace', async () => {
		const places = [await freshWorkspace(team, 'Heath'), await freshWorkspace(team, 'Moor'), await freshWorkspace(team, 'Fen')];

		for (const place of places)
			await team.ada.ask('create_tasks', { workspace: place.id, tasks: ['pine needle juniper', 'juniper needle pine', 'juniper sloe', 'juniper'].map((title) => ({ title })) });
		for (const [query, expected] of [['"pine needle" juniper', 'pine needle juniper'], ['juniper "pine needle"', 'pine needle juniper'],
			['juniper -"pine needle" -sloe', 'juniper|juniper needle pine'], ['juniper -sloe -"pine needle" -"needle pine"', 'juniper']]) {
			const { results } = await team.ada.ask('search', { query });

			assert.equal(results.map((row) => row.title).sort().join('|'), expected.split('|').flatMap((title) => [title, title, title]).join('|'), query);
		}
	});

	test('of any script, with signs, and as sentences have them', async () => {
		const place = await freshWorkspace(team, 'Scripts');
		const titles = ['会議の準備をする', 'ประชุมทีม', 'Привет мир', '한국어 번역을 확인', 'שלום עולם', 'Ship 🚀 v2', 'Learn C++ and C#', 'Go to X', 'Größe'];
		const { results } = await team.ada.ask('create_tasks', { workspace: place.id, tasks: titles.map((title) => ({ title })) });

		await team.ada.ask('add_comment', { task: results[7].task.id, text: '明日の会議は三時から' });
		for (const [query, expected] of [
			['会議', '会議の準備をする|明日の会議は三時から'], ['準備', '会議の準備をする'], ['「会議」', '会議の準備をする|明日の会議は三時から'], ['三時', '明日の会議は三時から'],
			['会議 -準備', '明日の会議は三時から'], ['"会議は"', '明日の会議は三時から'], ['ทีม', 'ประชุมทีม'], ['мир', 'Привет мир'], ['при', 'Привет мир'], ['번역', '한국어 번역을 확인'],
			['שלום', 'שלום עולם'], ['🚀', 'Ship 🚀 v2'], ['v2', 'Ship 🚀 v2'], ['x', 'Go to X'], ['C++', 'Learn C++ and C#'], ['C# -C++', ''], ['v2 -C++', 'Ship 🚀 v2'],
			['learn -"C--"', 'Learn C++ and C#'], ['ship, please?', ''], ['(ship), v2.', 'Ship 🚀 v2'], ['“ship”', 'Ship 🚀 v2'], ['grösse', 'Größe'], ['größe!', 'Größe'], ['to', 'Go to X'], ['?', ''],
		]) {
			const { results: rows } = await team.ada.ask('search', { query: `${query} workspace:${place.id}` });

			assert.equal(rows.map((row) => row.text ?? row.title).sort().join('|'), expected, query);
		}
	});

	/* In each process that answers. */
	test('a word that is left out as well finds nothing, and the next search what it did before', async () => {
		for (let i = 0; i < 12; i += 1)
			assert.equal(await found(`fox -fox workspace:${workspace.id}`), '');
		for (let i = 0; i < 12; i += 1)
			assert.equal(await found(`website -copy workspace:${workspace.id}`), 'D W comment');
	});
});

describe('filters', () => {
	const cases = [
		['assignee:ben@example.com', 'A'], ['assignee:me', ''], ['creator:me is:unassigned due>=2030-01-01', 'D'], ['follower:gus@example.com', 'B'],
		['tag:red', 'A D'], ['tag:red -tag:urgent', 'D'], ['tag:#RED', 'A D'], ['project:"Big Plans" website', 'A D comment'], ['section:"doing now" project:"Big Plans"', 'A'],
		['website -overdue', 'A D W comment'], ['-is:overdue is:done', 'C'], ['-Overdue IS:Done', 'C'], ['is:done\u3000plumber', 'C'], ['plumber\u00a0is:open', ''], ['-unassigned', 'A'], ['-is:unassigned website', 'A'], ['is:unassigned website', 'D W comment'],
		['mentions:me', 'U'], ['mentions:me better', 'comment'], ['mentions:me unrelated', 'U'], ['mentions:me -website', 'U'], ['mentions:ben@example.com', ''], ['mentions:me is:done', ''],
		['priority:high', 'B'], ['due:2030-01-10', 'A'], ['due<2030-02-01', 'A'], ['due<=2030-02-01', 'A D'], ['due>2030-01-10', 'D'], ['due>=2030-01-10 due<2030-02-01', 'A'],
		['start:2030-01-15', 'D'], ['created:today is:done', 'C'], ['completed:today', 'C'], ['updated<today', ''], ['is:open website', 'A D W comment'],
		['is:done', 'C'], ['-done website', 'A D W comment'], ['-is:open', 'C'], ['is:blocked', 'B'], ['-blocked tag:red', 'A D'], ['-is:blocked priority:high', ''],
		['is:done zebra', 'comment'], ['is:open zebra', ''], ['has:notes', 'A E'], ['has:due -has:start', 'A'], ['has:comments is:done', 'C'], ['-has:project', 'W'],
		['website tag:red -copy assignee:none', 'D'], ['ASSIGNEE:ben@example.com', 'A'],
	];

	for (const [query, expected] of cases)
		test(query, async () => {
			assert.equal(await found(`${query} workspace:"${workspace.name}"`), expected);
		});

	test('read days in the words that tasks take', async () => {
		await team.ada.task({ title: 'Unrelated soon', due: 'tomorrow' }, { workspace: workspace.id });
		assert.equal(await found(`due:tomorrow workspace:${workspace.id}`), 'Unrelated soon');
		assert.equal(await found(`due<today workspace:${workspace.id}`), '');
	});
});

describe('times', () => {
	let place, berliner;

	const cases = [
		['due<"2031-05-07 12:00"', 'morning past'], ['due<2031-05-07T09:00', 'past'], ['due<=2031-05-07T09:00', 'morning past'], ['due>2031-05-07T09:00', 'evening'], ['due>=2031-05-07T09:00', 'evening morning'],
		['due:2031-05-07T09:00', 'morning'], ['due:2031-05-07T09:01', ''], ['due:2031-05-07T07:00Z', 'morning'], ['due:2031-05-07', 'evening morning'], ['due<2031-05-08', 'evening morning past'],
		['due>2031-05-06 due<"2031-05-07 12:00"', 'morning'], ['created>"tomorrow 00:00"', ''], ['created<"tomorrow 00:00"', 'evening morning past'],
		['is:overdue', 'past'], ['-overdue', 'evening morning'], ['-is:overdue due>2031-05-07T12:00', 'evening'],
	];

	before(async () => {
		berliner = await team.join('berliner@example.com', 'Berliner', 'Europe/Berlin');
		place = (await berliner.ask('create_workspace', { name: 'Times' })).workspace;
		await berliner.ask('create_tasks', { workspace: place.id, tasks: [
			{ title: 'morning', due: '2031-05-07T09:00' }, { title: 'evening', due: '2031-05-07T18:00' }, { title: 'past', due: '2020-01-01' }] });
	});

	for (const [query, expected] of cases)
		test(query, async () => {
			const { results } = await berliner.ask('search', { query: `${query} workspace:${place.id}` });

			assert.equal(results.map((row) => row.title).sort().join(' '), expected);
		});

	test('are refused where a task has none', () => team.ada.refused('search', { query: 'start<2031-05-07T09:00' }, 'invalid', /character 1 .*leave the time out/));
});

describe('results', () => {
	test('have the shape that connectors want, newest change first, comments behind', async () => {
		const { results } = await team.ada.ask('search', { query: `website workspace:${workspace.id}` });

		for (const row of results)
			assert.ok(/^task:\d+$/.test(row.id) && row.title && row.url);
		assert.match(results.at(-1).title, /Comment by ben@example.com on task \d+/);
		assert.match(results.at(-1).text, /Also for the website/);
		const document = await team.ada.ask('fetch', { id: results.at(-1).id });

		assert.match(document.text, /# To do[^]*Also for the website/);
	});

	test('go on behind a cursor', async () => {
		const { elements, pages } = await team.ada.pages('search', { query: `is:open workspace:${workspace.id}`, limit: 3 }, 'results');

		assert.equal(new Set(elements.map((row) => row.id)).size, elements.length);
		assert.equal(pages, Math.ceil(elements.length / 3));
	});
});

/* More of a kind than a page, or a list of ids, could hold. */
const MANY = 60;

const count = (length, make) => Array.from({ length }, (_, index) => make(index + 1));

describe('of many, all are found:', () => {
	let place, mine;

	const query = (text) => `${text} workspace:${place.id}`;
	const comments = async (text, limit = 20) => (await team.ada.pages('search', { query: query(text), limit }, 'results')).elements
		.filter((row) => row.title.startsWith('Comment')).map((row) => row.text);

	before(async () => {
		place = await freshWorkspace(team, 'Crowd');
		const { results } = await team.ada.ask('create_tasks', { workspace: place.id, tasks: [
			{ title: 'Mine', assignee: 'ada@example.com' }, { title: 'Talked about' }, { title: 'Done', completed: true, assignee: 'ada@example.com' }] });

		mine = results[0].task;
		await team.ada.ask('add_comment', { task: mine.id, text: 'gravel for me' });
		await team.ada.ask('add_comment', { task: results[2].task.id, text: 'gravel that came' });
		for (const text of count(MANY, (n) => `gravel ${n} ${n % 2 ? 'odd' : 'even'}`))
			await team.ada.ask('add_comment', { task: results[1].task.id, text });
	});

	test('comments, each once, newest first', async () => {
		const newestFirst = [...count(MANY, (n) => `gravel ${n} ${n % 2 ? 'odd' : 'even'}`).reverse(), 'gravel that came', 'gravel for me'];

		for (const limit of [1, 7, 20, 100])
			assert.deepEqual(await comments('gravel', limit), newestFirst, `limit ${limit}`);
	});

	test('comments behind many tasks, though more are said meanwhile', async () => {
		await team.ada.ask('create_tasks', { workspace: place.id, tasks: count(45, (n) => ({ title: `gravel pit ${n}` })) });
		const rows = [];

		for (let cursor; ;) {
			const { results, next_cursor } = await team.ada.ask('search', { query: query('gravel'), limit: 10, cursor });

			rows.push(...results);
			if (!next_cursor)
				break;
			await team.ada.ask('add_comment', { task: mine.id, text: 'gravel meanwhile' });
			cursor = next_cursor;
		}
		assert.equal(new Set(rows.filter((row) => row.title.startsWith('gravel pit')).map((row) => row.id)).size, 45);
		assert.equal(new Set(rows.filter((row) => row.text).map((row) => row.text)).size, MANY + 2);
		assert.equal(rows.length, 45 + MANY + 2);
	});

	test('comments on the tasks that pass, however many newer ones do not', async () => {
		for (const [filter, expected] of [['assignee:me', ['gravel that came', 'gravel for me']], ['assignee:me is:open', ['gravel for me']],
			['is:done', ['gravel that came']]])
			assert.deepEqual((await comments(`gravel ${filter}`)).filter((text) => text !== 'gravel meanwhile'), expected, filter);
	});

	test('comments without what is left out', async () => {
		assert.deepEqual(await comments('gravel -odd -even -meanwhile'), ['gravel that came', 'gravel for me']);
		assert.deepEqual(await comments('gravel -"for me" -odd -even -meanwhile'), ['gravel that came']);
	});

	test('tasks that mention somebody, and tasks that wait for another', async () => {
		const { results } = await team.ada.ask('create_tasks', { workspace: place.id, tasks: count(50, (n) => ({ title: `Waits ${n}`, blocked_by: [String(mine.id)] })) });
		const rest = await team.ada.ask('create_tasks', { workspace: place.id, tasks: count(MANY - 50, (n) => ({ title: `Waits too ${n}`, blocked_by: [String(mine.id)] })) });
		const all = [...results, ...rest.results].map(({ task }) => task.id);

		for (const task of all)
			await team.ada.ask('add_comment', { task, text: 'What does @gus@example.com think? @ben@example.com too.' });
		await team.ada.ask('add_comment', { task: all[3], text: '@ben@example.com?' });
		const waiting = await team.ada.pages('list_tasks', { blocked_by: mine.id, limit: 25 }, 'tasks');
		const mentioned = await team.ada.pages('search', { query: query('mentions:ben@example.com'), limit: 25 }, 'results');

		assert.deepEqual(waiting.elements.map((task) => task.id), all);
		assert.equal(mentioned.elements.length, MANY);
		assert.deepEqual(new Set(mentioned.elements.map((row) => row.id)), new Set(all.map((id) => `task:${id}`)));
	});
});

describe('errors point at their place', () => {
	const cases = [
		['tag:', /character 1 \('tag:'\): there is nothing to look for/], ['website asignee:me', /character 9 .*no such filter; did you mean 'assignee'/],
		['due<sometime', /character 1 .*'sometime' is not a day/], ['due<', /nothing to look for/], ['website "never closed', /character 9 .*never closed/],
		['is:happy', /character 1 .*open, done, overdue/], ['priority:huge', /none, low, medium, high or urgent/], ['-assignee:me', /character 1 .*'-' goes before words/],
		['tag>red', /takes ':' only/], ['über due<never', /character 6 /], ['assignee:me assignee:ben', /character 13 .*twice/], ['section:x', /send project too/],
		['has:everything', /cannot have 'everything'/], ['-', /nothing to look for/], ['"" x', /nothing to look for/],
		[Array.from({ length: 9 }, (_, i) => `tag:t${i}`).join(' '), /character 57 .*too many tags/],
	];

	for (const [query, sentence] of cases)
		test(query.slice(0, 40), () => team.ada.refused('search', { query }, 'invalid', sentence));

	test('and say what the language has', async () => {
		const { remedy } = await team.ada.refused('search', { query: 'foo:bar' }, 'invalid');

		for (const word of ['assignee:', 'has:', 'due', '-without', 'is:open'])
			assert.ok(remedy.includes(word), word);
	});

	test('unknown names in filters are answered like everywhere', async () => {
		await team.ada.refused('search', { query: 'project:"Big Plan"' }, 'not_found', /did you mean 'Big Plans'/);
		await team.ada.refused('search', { query: 'assignee:nobody@example.com' }, 'not_found', /nobody@example.com/);
	});
});
