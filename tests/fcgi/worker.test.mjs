/*
 * The FastCGI door by itself: one process that answers one request after the other, and how it leaves.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { appendFileSync, copyFileSync, readFileSync, readlinkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, afterEach, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

import { startInstallation, waitUntil } from '../support/installation.mjs';
import { ask, call, callBody, Conversation, mcpParams } from './fastcgi.mjs';
import { newFolder, program, startWorkers, testBuild } from './worker.mjs';

const ADA = 'ada@example.com';
const GRACE = 'grace@example.com';

let installation;

before(async () => {
	installation = await startInstallation('database', '--set', 'request_limit_bytes = 65536');
	for (const [email, name] of [[ADA, 'Ada'], [GRACE, 'Grace']])
		await installation.administer('user', 'add', email, '--name', name, '--no-password');
});

after(() => installation?.stop());

/* Workers for each test of a group, stopped after it. */
function workersForEachTest(options = {}) {
	const group = {};

	beforeEach(async () => {
		Object.assign(group, await startWorkers({ after: ['--config', installation.config], ...options }));
		group.worker = group.workers[0];
	});
	afterEach(() => group.stop());
	return group;
}

const as = (user) => ({ key: installation.key, user });

function isAnswered(answer) {
	assert.equal(answer?.status, 200, answer?.body);
	assert.ok(!answer.json.result.isError, answer.body);
	return answer.json.result.structuredContent;
}

describe('two users on one process', () => {
	const group = workersForEachTest();

	test('are tried with a program that overwrites the memory of each request', async () => {
		const { stdout } = await promisify(execFile)(`${testBuild}/tests/unit/arena`,
			{ env: { ...process.env, CMOCKA_MESSAGE_OUTPUT: 'TAP' } });

		assert.match(stdout, /^ok \d+ - leaves_nothing_of_what_was_taken_after_a_reset$/m);
	});

	test('never see each other\'s data', async () => {
		for (const [user, secret] of [[ADA, 'ADAS'], [GRACE, 'GRACES']]) {
			isAnswered(await call(group.socket, as(user), 'create_workspace', { name: `${secret} workspace` }));
			isAnswered(await call(group.socket, as(user), 'create_tasks', { workspace: `${secret} workspace`,
				tasks: Array.from({ length: 20 }, (_, i) => ({ title: `${secret} task ${i}`, notes: `${secret} notes ${'x'.repeat(2000)}` })) }));
		}

		const questions = [
			['whoami', {}],
			['list_workspaces', {}],
			['list_tasks', { limit: 100 }],
			['list_tasks', { workspace: 'ADAS workspace' }],
			['list_tasks', { workspace: 'GRACES workspace' }],
			['get_task', { task: '1' }],
			['get_task', { task: '21' }],
			['create_tasks', { workspace: 'nowhere', tasks: [{ title: 'x' }] }],
		];

		for (let round = 0; round < 15; round++)
			for (const question of questions)
				for (const [user, own, foreign] of [[ADA, /ADAS|Ada|ada@/, /GRACES (task|notes)|Grace|grace@/],
					[GRACE, /GRACES|Grace|grace@/, /ADAS (task|notes)|Ada|ada@/]]) {
					const { status, body } = await call(group.socket, as(user), ...question);

					assert.equal(status, 200);
					assert.doesNotMatch(body, foreign);
					if (question[0] === 'whoami' || question[1].limit)
						assert.match(body, own);
				}
	});

	test('are told from a caller without a name, and from one with a wrong key', async () => {
		for (let round = 0; round < 20; round++) {
			assert.equal(isAnswered(await call(group.socket, as(ADA), 'whoami')).user.email, ADA);
			assert.equal(isAnswered(await call(group.socket, as(undefined), 'whoami')).user.id, 1);
			assert.equal((await call(group.socket, { key: 'wrong', user: ADA }, 'whoami')).status, 403);
			assert.equal(isAnswered(await call(group.socket, as(GRACE), 'whoami')).user.email, GRACE);
			assert.equal((await call(group.socket, { user: GRACE }, 'whoami')).status, 403);
		}
	});
});

describe('a body', () => {
	const group = workersForEachTest();
	const body = callBody('whoami');
	const bytes = Buffer.byteLength(body);

	async function stillAnswers() {
		isAnswered(await call(group.socket, as(ADA), 'whoami'));
		assert.ok(group.worker.isAlive());
	}

	test('that ends before its CONTENT_LENGTH is refused', async () => {
		const answer = await ask(group.socket, mcpParams({ ...as(ADA), length: bytes }), body.slice(0, -10));

		assert.deepEqual([answer.status, answer.json.error], [400, 'body_cut_short']);
		await stillAnswers();
	});

	test('whose sender hangs up does not hurt the next request', async () => {
		for (const part of ['', body.slice(0, 20)]) {
			const conversation = await Conversation.open(group.socket);

			conversation.begin(mcpParams({ ...as(ADA), length: bytes }));
			conversation.body(part);
			await conversation.hangUp();
			await stillAnswers();
		}
	});

	test('whose sender hangs up before the answer changes nothing else', async () => {
		for (let i = 0; i < 5; i++) {
			const conversation = await Conversation.open(group.socket);

			conversation.begin(mcpParams({ ...as(ADA), length: bytes }));
			conversation.body(body);
			conversation.endBody();
			await conversation.hangUp();
		}
		await stillAnswers();
	});

	test('without CONTENT_LENGTH is read to its end', async () => {
		isAnswered(await ask(group.socket, mcpParams(as(ADA)), body));
	});

	test('in many small pieces is read whole', async () => {
		const conversation = await Conversation.open(group.socket);

		conversation.begin(mcpParams({ ...as(ADA), length: bytes }));
		for (const letter of body) {
			conversation.body(letter);
			await pause(1);
		}
		conversation.endBody();
		isAnswered(await conversation.answer());
	});

	test('that is too long is refused, with and without CONTENT_LENGTH', async () => {
		const long = callBody('whoami', { padding: 'x'.repeat(300_000) });

		for (const length of [Buffer.byteLength(long), undefined]) {
			const answer = await ask(group.socket, mcpParams({ ...as(ADA), length }), long);

			assert.deepEqual([answer.status, answer.json.error], [413, 'body_too_large']);
		}
		await stillAnswers();
	});

	test('with a CONTENT_LENGTH that is no number is refused', async () => {
		for (const length of ['-1', '12abc', '99999999999999999999']) {
			const answer = await ask(group.socket, mcpParams({ ...as(ADA), length }), body);

			assert.deepEqual([answer.status, answer.json.error], [400, 'bad_content_length'], length);
		}
		await stillAnswers();
	});
});

describe('a variable that says who calls', () => {
	const group = workersForEachTest();

	for (const [name, value] of [['HTTP_X_MCP_USER', GRACE], ['HTTP_X_API_KEY', 'another'], ['HTTP_AUTHORIZATION', 'Bearer x']])
		test(`is refused when it comes twice: ${name}`, async () => {
			const body = callBody('whoami');
			const twice = [[name, value], [name, value]];
			const answer = await ask(group.socket, mcpParams({ ...as(ADA), length: Buffer.byteLength(body), extra: twice }), body);

			assert.deepEqual([answer.status, answer.json.error], [400, 'repeated_header']);
		});

	test('is refused when one header holds two values', async () => {
		const answer = await call(group.socket, as(`${ADA}, ${GRACE}`), 'whoami');

		assert.deepEqual([answer.status, answer.json.error], [400, 'repeated_header']);
	});
});

describe('behind a rewrite', () => {
	const group = workersForEachTest();
	const rewritten = [['SCRIPT_NAME', '/app/taskdesk.fcgi'], ['PATH_INFO', '/mcp'], ['PATH_TRANSLATED', 'redirect:/taskdesk.fcgi/mcp'],
		['REDIRECT_URL', '/app/mcp'], ['REDIRECT_STATUS', '200'], ['REQUEST_URI', '/app/mcp?x=1'], ['QUERY_STRING', 'x=1']];

	/* Apache's variables in place of lighttpd's of the same name. */
	function askRewritten(who, extra) {
		const body = callBody('whoami');
		const replaced = [...rewritten, ...extra];
		const params = mcpParams({ ...who, length: Buffer.byteLength(body) }).filter(([name]) => !replaced.some(([other]) => other === name));

		return ask(group.socket, [...params, ...replaced], body);
	}

	test('the path is the one behind the program', async () => {
		isAnswered(await askRewritten(as(ADA), []));
	});

	test('the bearer token may come as REDIRECT_HTTP_AUTHORIZATION', async () => {
		const { key } = as();

		isAnswered(await askRewritten({}, [['REDIRECT_HTTP_AUTHORIZATION', `Bearer ${key}`]]));
		isAnswered(await askRewritten({}, [['HTTP_AUTHORIZATION', ''], ['REDIRECT_HTTP_AUTHORIZATION', `Bearer ${key}`]]));
		assert.equal((await askRewritten({}, [['REDIRECT_HTTP_AUTHORIZATION', 'Bearer wrong']])).status, 403);
	});

	test('HTTP_AUTHORIZATION counts where both are there', async () => {
		const right = `Bearer ${as().key}`;

		isAnswered(await askRewritten({}, [['HTTP_AUTHORIZATION', right], ['REDIRECT_HTTP_AUTHORIZATION', 'Bearer old']]));
		assert.equal((await askRewritten({}, [['HTTP_AUTHORIZATION', 'Bearer old'], ['REDIRECT_HTTP_AUTHORIZATION', right]])).status, 403);
	});

	test('no other REDIRECT_ variable says who calls', async () => {
		const { user } = isAnswered(await askRewritten(as(), [['REDIRECT_HTTP_X_MCP_USER', ADA], ['REDIRECT_HTTP_X_API_KEY', 'wrong']]));

		assert.equal(user.id, 1);
	});
});

describe('a request that needs too much memory', () => {
	const folder = newFolder();
	const config = join(folder, 'taskdesk.conf');

	before(() => {
		copyFileSync(installation.config, config);
		appendFileSync(config, 'request_memory_bytes = 1048576\nrequest_limit_bytes = 2097152\n');
	});
	after(() => rmSync(folder, { recursive: true, force: true }));

	const group = workersForEachTest({ after: ['--config', config] });
	const greedy = () => call(group.socket, as(ADA), 'whoami', { padding: 'x'.repeat(900_000) });

	test('is refused, and the next one is answered', async () => {
		const answer = await greedy();

		assert.deepEqual([answer.status, answer.json.error], [503, 'unavailable']);
		assert.match(answer.json.message, /memory/);
		assert.match(group.worker.log(), /outcome=out_of_memory .*status=503/);
		isAnswered(await call(group.socket, as(ADA), 'whoami'));
	});

	test('leaves nothing behind, however often it comes', async () => {
		const memory = [];

		for (let i = 0; i < 40; i++) {
			assert.equal((await greedy()).status, 503);
			isAnswered(await call(group.socket, as(ADA), 'whoami'));
			memory.push(group.worker.memory());
		}
		assert.ok(Math.max(...memory.slice(20)) < Math.max(...memory.slice(0, 20)) + 1024, `memory in KB: ${memory}`);
	});
});

describe('a signal', () => {
	for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR1'])
		describe(name, () => {
			const group = workersForEachTest();

			test('ends an idle process at once and in peace', async () => {
				isAnswered(await call(group.socket, as(ADA), 'whoami'));
				group.worker.signal(name);
				assert.deepEqual(await group.worker.ended(4), { status: 0, signal: null });
			});
		});

	describe('while a request is under way', () => {
		const group = workersForEachTest();

		for (const name of ['SIGTERM', 'SIGUSR1'])
			test(`lets the body come to its end and the answer go out whole: ${name}`, async () => {
				const body = callBody('whoami');
				const conversation = await Conversation.open(group.socket);

				conversation.begin(mcpParams({ ...as(ADA), length: Buffer.byteLength(body) }));
				conversation.body(body.slice(0, 20));
				await group.worker.accepts();
				group.worker.signal(name);
				await pause(200);
				assert.ok(group.worker.isAlive());
				conversation.body(body.slice(20));
				conversation.endBody();
				isAnswered(await conversation.answer());
				assert.deepEqual(await group.worker.ended(4), { status: 0, signal: null });
			});
	});
});

describe('several processes on one socket', () => {
	const group = workersForEachTest({ count: 8 });

	test('share the work, and none of them leaves for having been slower', async () => {
		const notFound = [['REQUEST_METHOD', 'GET'], ['PATH_INFO', '/nothing']];

		for (let i = 0; i < 1000; i++)
			assert.equal((await ask(group.socket, notFound, '')).status, 404);
		assert.deepEqual(group.workers.filter((worker) => worker.exit), []);

		const answers = await Promise.all(Array.from({ length: 24 }, () => call(group.socket, as(ADA), 'whoami')));

		answers.forEach(isAnswered);
		assert.ok(group.workers.filter((worker) => worker.log().includes('request=')).length > 1);
	});
});

describe('a new version', () => {
	const folder = newFolder();
	const executable = join(folder, 'taskdesk.fcgi');
	const config = join(folder, 'taskdesk.conf');

	before(() => {
		copyFileSync(program, executable);
		copyFileSync(installation.config, config);
	});

	after(() => rmSync(folder, { recursive: true, force: true }));

	const group = workersForEachTest({ executable, after: ['--config', config] });

	function replaceProgram() {
		copyFileSync(program, `${executable}.new`);
		renameSync(`${executable}.new`, executable);
	}

	const runs = () => readlinkSync(`/proc/${group.worker.pid}/exe`);

	test('of the program takes over between two requests, without losing one', async () => {
		isAnswered(await call(group.socket, as(ADA), 'whoami'));
		replaceProgram();
		assert.match(runs(), /\(deleted\)$/);
		for (let i = 0; i < 5; i++) {
			const answers = await Promise.all([1, 2, 3].map(() => call(group.socket, as(ADA), 'whoami')));

			answers.forEach(isAnswered);
		}
		assert.equal(runs(), executable);
	});

	test('of the program ends a process that nobody asks', async () => {
		isAnswered(await call(group.socket, as(ADA), 'whoami'));
		await group.worker.rests();
		replaceProgram();
		assert.deepEqual(await group.worker.ended(20), { status: 0, signal: null });
	});

	test('of the program answers the next request, however long nobody asked', async () => {
		isAnswered(await call(group.socket, as(ADA), 'whoami'));
		await group.worker.rests();
		replaceProgram();
		isAnswered(await call(group.socket, as(ADA), 'whoami'));
		assert.equal(runs(), executable);
	});

	test('that is not there yet waits for the process to have answered what is asked', async () => {
		isAnswered(await call(group.socket, as(ADA), 'whoami'));
		renameSync(executable, `${executable}.away`);
		for (let i = 0; i < 5; i++)
			isAnswered(await call(group.socket, as(ADA), 'whoami'));
		assert.deepEqual(await group.worker.ended(20), { status: 0, signal: null });
		renameSync(`${executable}.away`, executable);
	});

	test('of the configuration counts for the next request', async () => {
		isAnswered(await call(group.socket, as('stranger@example.com'), 'whoami'));
		appendFileSync(config, 'unknown_user = reject\n');
		assert.equal((await call(group.socket, as('stranger@example.com'), 'whoami')).json.error, 'unknown_user');
	});
});

describe('the configuration', () => {
	const folder = newFolder();
	const executable = join(folder, 'taskdesk.fcgi');
	const beside = join(folder, 'taskdesk.conf');

	before(() => copyFileSync(program, executable));
	beforeEach(() => rmSync(beside, { force: true }));
	after(() => rmSync(folder, { recursive: true, force: true }));

	const group = workersForEachTest({ executable, after: [] });

	const withSetEnv = (file) => {
		const body = callBody('whoami');

		return ask(group.socket, mcpParams({ ...as(ADA), length: Buffer.byteLength(body), extra: [['TASKDESK_CONFIG', file]] }), body);
	};

	function isUnavailable(answer) {
		assert.equal(answer.status, 503, answer.body);
		assert.ok(Number(answer.headers['retry-after']) > 0);
	}

	test('is found beside the executable, with nothing but PATH in the environment', async () => {
		copyFileSync(installation.config, beside);
		isAnswered(await call(group.socket, as(ADA), 'whoami'));
	});

	test('is found where the first request says', async () => {
		isAnswered(await withSetEnv(installation.config));
		isAnswered(await call(group.socket, as(ADA), 'whoami'));
	});

	test('may come after the first request', async () => {
		isUnavailable(await call(group.socket, as(ADA), 'whoami'));
		copyFileSync(installation.config, beside);
		await waitUntil(async () => (await call(group.socket, as(ADA), 'whoami')).status === 200, 'the file counts');
	});

	test('may be named after the first request', async () => {
		isUnavailable(await call(group.socket, as(ADA), 'whoami'));
		isAnswered(await withSetEnv(installation.config));
		isAnswered(await call(group.socket, as(ADA), 'whoami'));
	});

	test('that is broken gives 503 and its reason in the log, until it is right', async () => {
		writeFileSync(beside, 'database_sokcet = /nowhere\n');
		const answer = await call(group.socket, as(ADA), 'whoami');

		isUnavailable(answer);
		assert.doesNotMatch(answer.body, /sokcet/);
		assert.match(group.worker.log(), /database_sokcet.*database_socket/);
		copyFileSync(installation.config, beside);
		isAnswered(await call(group.socket, as(ADA), 'whoami'));
	});

	test('that nobody may read gives 503 and its reason in the log', async () => {
		isUnavailable(await withSetEnv(join(folder, 'missing.conf')));
		assert.match(group.worker.log(), /missing\.conf/);
	});
});
