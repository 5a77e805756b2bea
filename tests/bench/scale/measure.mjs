/*
 * Asks two installations the same questions in turn, one with a great deal of work and one with none.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import http from 'node:http';
import { cpus, release } from 'node:os';

import { root, rpcRequest, startInstallation } from '../../support/installation.mjs';
import { questions, wide } from './questions.mjs';

const tasks = Number(process.argv[2] ?? 1000000);
const times = Number(process.argv[3] ?? 300);
const only = new RegExp(process.argv[4] ?? '');
const TARGET = 3;

/* What a thread has used so far; one that ends meanwhile is none of those that answer. */
function nanosecondsOf(pid, thread) {
	try {
		return Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
	} catch {
		return 0;
	}
}

/* Milliseconds that processors have spent on the threads of these processes. */
function spent(pids) {
	let nanoseconds = 0;

	for (const pid of pids)
		for (const thread of readdirSync(`/proc/${pid}/task`))
			nanoseconds += nanosecondsOf(pid, thread);
	return nanoseconds / 1e6;
}

function workersOf(installation) {
	return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).filter((pid) => {
		try {
			return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`--config\0${installation.config}`) &&
				readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('taskdesk.fcgi');
		} catch {
			return false;
		}
	});
}

/* One connection that stays open, as a client has; and what worker and database spend on each question. */
function connect(installation) {
	const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
	const pids = [installation.database_pid, ...workersOf(installation)];
	const ask = asker(installation, agent);

	return async (question, user) => {
		const before = spent(pids);
		const answer = await ask(question, user);

		return { ...answer, spent: spent(pids) - before };
	};
}

function asker(installation, agent) {
	return (question, user) => new Promise((resolve, reject) => {
		const { method, headers, body } = rpcRequest(installation, question.method, question.params, { user });
		const started = process.hrtime.bigint();
		const request = http.request(installation.url, { method, agent,
			headers: { ...headers, 'Content-Length': Buffer.byteLength(body) } }, (response) => {
			const parts = [];

			response.on('data', (part) => parts.push(part));
			response.on('end', () => resolve({ milliseconds: Number(process.hrtime.bigint() - started) / 1e6,
				text: Buffer.concat(parts).toString('utf8') }));
		});

		request.on('error', reject);
		request.end(body);
	});
}

/* People with a workspace of theirs and what is in sight there, by chance but the same each time. */
async function samples(installation, condition) {
	const rows = await installation.sql(`SELECT u.email, m.workspace_id, t.project_id, t.id, COALESCE(SUBSTRING_INDEX(t.tags, '\\n', -1), 'label-3'),
			SUBSTRING_INDEX(t.title, ' ', 1), SUBSTRING_INDEX(t.title, ' ', 2)
		FROM membership m JOIN user u ON u.id = m.user_id AND ${condition}
		JOIN task t ON t.id = (SELECT MAX(k.id) FROM task k LEFT JOIN project p ON p.id = k.project_id
			WHERE k.workspace_id = m.workspace_id AND k.id % 97 = m.user_id % 97 AND k.deleted_at IS NULL AND p.archived_at IS NULL)
		ORDER BY CRC32(CONCAT(m.user_id, 'x', m.workspace_id))
		LIMIT 500`);

	assert.ok(rows.length > 0, 'there is somebody to ask as');
	return rows.map(([user, workspace, project, task, tag, word, phrase]) =>
		({ user, workspace, project: project === 'NULL' ? undefined : project, task, tag, word, phrase, part: word.slice(1, 5) }));
}

/* One that was filled before and runs: what server.sh printed of it stands in the file that TASKDESK_SCALE_FACTS names. */
function runningInstallation(template) {
	const facts = readFileSync(process.env.TASKDESK_SCALE_FACTS, 'utf8').trim().split('\n');

	return Object.assign(Object.create(Object.getPrototypeOf(template)), Object.fromEntries(facts.map((line) =>
		[line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])), { stop() {} });
}

async function fillNew() {
	const large = await startInstallation('lighttpd-fcgi', '--workers', '1', '--set', 'log_level = error',
		'--database', `--innodb-buffer-pool-size=${Math.max(256, Math.ceil(tasks / 250))}M`,
		'--database', `--innodb-log-file-size=${Math.max(32, Math.ceil(tasks / 2000))}M`,
		'--database', '--innodb-flush-log-at-trx-commit=2');

	execFileSync(`${root}/tests/bench/scale/generate`, [large.database_socket, large.database_name, String(tasks)], { stdio: 'ignore' });
	return large;
}

async function bringUp() {
	const empty = await startInstallation('lighttpd-fcgi', '--workers', '1', '--set', 'log_level = error',
		'--database', '--innodb-buffer-pool-size=256M');

	await empty.administer('user', 'add', 'nobody@example.com', '--name', 'Nobody', '--no-password');
	await empty.ask('create_workspace', { name: 'Nothing' }, { user: 'nobody@example.com' });
	await empty.ask('create_project', { workspace: 'Nothing', name: 'Nothing yet' }, { user: 'nobody@example.com' });
	await empty.ask('create_tasks', { workspace: 'Nothing', tasks: [{ title: 'Nothing', project: 'Nothing yet' }] }, { user: 'nobody@example.com' });
	return { large: process.env.TASKDESK_SCALE_FACTS ? runningInstallation(empty) : await fillNew(), empty };
}

const nothing = { user: 'nobody@example.com', workspace: '1', project: '1', task: '1', tag: 'label-1', word: 'word', phrase: 'two words', part: 'part' };

function percentile(values, share) {
	return values.toSorted((one, other) => one - other)[Math.min(values.length - 1, Math.floor(values.length * share))];
}

async function measure(askLarge, askEmpty, question, people) {
	const fitting = people.filter((person) => !question.needs || person[question.needs]);
	const large = [], empty = [];

	for (let i = -10; i < times; i += 1) {
		const person = fitting[(i + 10) % fitting.length];
		const one = await askLarge(question.ask(person), person.user);
		const other = await askEmpty(question.ask(nothing), nothing.user);

		assert.ok(!/"isError":true|"error":\{/.test(one.text), `${question.name}: ${one.text.slice(0, 300)}`);
		assert.ok(!question.finds || one.text.includes(question.finds), `${question.name}: finds nothing: ${one.text.slice(0, 300)}`);
		assert.ok(!/"isError":true|"error":\{/.test(other.text), `${question.name}: ${other.text.slice(0, 300)}`);
		if (i >= 0) {
			large.push(one);
			empty.push(other);
		}
	}
	return { large, empty };
}

/* none, filled, ratio: of what processors spent, which neighbours do not change, and of the time it took. */
const columns = [['spent', 0.5], ['spent', 0.99], ['milliseconds', 0.5], ['milliseconds', 0.99]];

function show(name, { large, empty }, isTarget) {
	const figures = columns.map(([what, share]) => {
		const none = percentile(empty.map((answer) => answer[what]), share), filled = percentile(large.map((answer) => answer[what]), share);

		return { none, filled, ratio: filled / none };
	});
	const isOver = isTarget && figures[1].ratio > TARGET;

	console.log(name.padEnd(42) + figures.map(({ none, filled, ratio }) =>
		`${none.toFixed(2).padStart(8)}${filled.toFixed(2).padStart(8)}${ratio.toFixed(1).padStart(6)}`).join('  ') + (isOver ? '  over' : ''));
	return !isOver;
}

const { large, empty } = await bringUp();

try {
	const askLarge = connect(large), askEmpty = connect(empty);
	const [people, many, some] = [await samples(large, "u.email LIKE 'user%'"), await samples(large, "u.email = 'many@scale.example'"),
		await samples(large, "u.email = 'some@scale.example'")];
	const chosen = questions.filter(({ name }) => only.test(name)), chosenWide = wide.filter(({ name }) => only.test(name));
	let over = 0;

	console.log(`${await large.value('SELECT COUNT(*) FROM task')} tasks against none: ${cpus().length} processors, Linux ${release()}, ${times} times each`);
	console.log(`${''.padEnd(42)}${['processors, p50', 'processors, p99', 'elapsed, p50', 'elapsed, p99'].map((title) => title.padStart(22)).join('  ')}`);
	console.log(`${'milliseconds'.padEnd(42)}${columns.map(() => 'none'.padStart(8) + 'filled'.padStart(8) + 'ratio'.padStart(6)).join('  ')}`);
	for (const question of chosen)
		over += show(question.name, await measure(askLarge, askEmpty, question, people), true) ? 0 : 1;
	console.log(`\nSomebody in every tenth workspace`);
	for (const question of chosenWide)
		show(question.name, await measure(askLarge, askEmpty, question, some), false);
	console.log(`\nSomebody in every workspace`);
	for (const question of chosenWide)
		show(question.name, await measure(askLarge, askEmpty, question, many), false);
	console.log(over ? `\n${over} of ${chosen.length} take more than ${TARGET} times as much at p99` : `\nall within ${TARGET} times at p99`);
	process.exitCode = 0;
} finally {
	await large.stop();
	await empty.stop();
}
