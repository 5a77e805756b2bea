/*
 * Asks two installations the same questions in turn, one with a great deal of work and one with none.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import http from 'node:http';
import { cpus, release } from 'node:os';

import { root, rpcRequest, startInstallation } from '../../support/installation.mjs';
import { questions, wide } from './questions.mjs';

const tasks = Number(process.argv[2] ?? 1000000);
const times = Number(process.argv[3] ?? 300);
const TARGET = 3;

/* One connection that stays open, as a client has. */
function connect(installation) {
	const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

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

/* People with a workspace of theirs and what is in it, by chance but the same each time. */
async function samples(installation, condition) {
	const rows = await installation.sql(`SELECT u.email, m.workspace_id, t.project_id, t.id, COALESCE(SUBSTRING_INDEX(t.tags, '\\n', -1), 'label-3'),
			SUBSTRING_INDEX(t.title, ' ', 1), SUBSTRING_INDEX(t.title, ' ', 2)
		FROM (SELECT workspace_id, user_id FROM membership ORDER BY CRC32(CONCAT(user_id, 'x', workspace_id)) LIMIT 4000) m
		JOIN user u ON u.id = m.user_id AND ${condition}
		JOIN task t ON t.id = (SELECT MAX(id) FROM task WHERE workspace_id = m.workspace_id AND id % 97 = m.user_id % 97 AND deleted_at IS NULL)
		LIMIT 500`);

	assert.ok(rows.length > 0, 'there is somebody to ask as');
	return rows.map(([user, workspace, project, task, tag, word, phrase]) =>
		({ user, workspace, project: project === 'NULL' ? undefined : project, task, tag, word, phrase, part: word.slice(1, 5) }));
}

async function bringUp() {
	const large = await startInstallation('lighttpd-fcgi', '--workers', '1', '--set', 'log_level = error',
		'--database', '--innodb-buffer-pool-size=4G', '--database', '--innodb-log-file-size=512M',
		'--database', '--innodb-flush-log-at-trx-commit=2');
	const empty = await startInstallation('lighttpd-fcgi', '--workers', '1', '--set', 'log_level = error',
		'--database', '--innodb-buffer-pool-size=256M');

	execFileSync(`${root}/tests/bench/scale/generate`, [large.database_socket, large.database_name, String(tasks)], { stdio: 'ignore' });
	await empty.administer('user', 'add', 'nobody@example.com', '--name', 'Nobody', '--no-password');
	await empty.ask('create_workspace', { name: 'Nothing' }, { user: 'nobody@example.com' });
	await empty.ask('create_project', { workspace: 'Nothing', name: 'Nothing yet' }, { user: 'nobody@example.com' });
	await empty.ask('create_tasks', { workspace: 'Nothing', tasks: [{ title: 'Nothing', project: 'Nothing yet' }] }, { user: 'nobody@example.com' });
	return { large, empty };
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
		assert.ok(!/"isError":true|"error":\{/.test(other.text), `${question.name}: ${other.text.slice(0, 300)}`);
		if (i >= 0) {
			large.push(one.milliseconds);
			empty.push(other.milliseconds);
		}
	}
	return { large, empty };
}

function show(name, { large, empty }, isTarget) {
	const ratio = (share) => percentile(large, share) / percentile(empty, share);
	const cells = [0.5, 0.99].map((share) =>
		`${percentile(empty, share).toFixed(2).padStart(8)} ${percentile(large, share).toFixed(2).padStart(8)} ${ratio(share).toFixed(2).padStart(6)}`);

	console.log(`${name.padEnd(46)} ${cells.join('   ')}${isTarget ? (ratio(0.99) <= TARGET ? '' : '   over') : ''}`);
	return ratio(0.99) <= TARGET;
}

const { large, empty } = await bringUp();

try {
	const askLarge = connect(large), askEmpty = connect(empty);
	const [people, many, some] = [await samples(large, "u.email LIKE 'user%'"), await samples(large, "u.email = 'many@scale.example'"),
		await samples(large, "u.email = 'some@scale.example'")];
	let over = 0;

	console.log(`${tasks} tasks against none: ${cpus().length} processors, Linux ${release()}, ${times} times each; milliseconds`);
	console.log(`${''.padEnd(46)} ${'p50 none'.padStart(8)} ${'filled'.padStart(8)} ${'ratio'.padStart(6)}   ${'p99 none'.padStart(8)} ${'filled'.padStart(8)} ${'ratio'.padStart(6)}`);
	for (const question of questions)
		over += show(question.name, await measure(askLarge, askEmpty, question, people), true) ? 0 : 1;
	console.log(`\nSomebody in every tenth workspace`);
	for (const question of wide)
		show(question.name, await measure(askLarge, askEmpty, question, some), false);
	console.log(`\nSomebody in every workspace`);
	for (const question of wide)
		show(question.name, await measure(askLarge, askEmpty, question, many), false);
	console.log(over ? `\n${over} of ${questions.length} take more than ${TARGET} times as long` : `\nall within ${TARGET} times`);
} finally {
	await large.stop();
	await empty.stop();
	process.exit();
}
