/*
 * One FastCGI process answers hundreds of requests under valgrind: it reads nothing that is not there and loses no memory.
 */
import assert from 'node:assert/strict';
import { readlinkSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';

import { ask, Conversation } from '../fcgi/fastcgi.mjs';
import { program, startWorkers } from '../fcgi/worker.mjs';
import { variant } from '../support/installation.mjs';
import { startWorld } from '../wire/world.mjs';
import { everyCall, everyWireCase } from './mix.mjs';

const valgrind = ['valgrind', '--quiet', '--error-exitcode=99', '--leak-check=full', '--errors-for-leak-kinds=definite,indirect,possible',
	'--num-callers=30', '--child-silent-after-fork=yes'];
const skip = variant === 'asan' && 'valgrind cannot run what has a sanitizer in it, which looks for the same';

describe('a process under valgrind', { skip }, () => {
	let world, group, worker;

	before(async () => {
		world = await startWorld();
		group = await startWorkers({ before: valgrind, after: ['--config', world.installation.config] });
		[worker] = group.workers;
	});

	/* Its status at the end tells what valgrind found; its log holds the report. */
	after(async () => {
		try {
			await group?.stop();
		} finally {
			await world?.stop();
		}
	});

	const send = ({ params, body }) => ask(group.socket, params, body);

	/* valgrind reports at once, so the request to blame is the last one. */
	function isClean(what) {
		assert.ok(worker.isAlive(), `${what}: the process ended\n${worker.log()}`);
		assert.match(readlinkSync(`/proc/${worker.pid}/exe`), /memcheck/, `${what}: valgrind is no longer there`);
		assert.doesNotMatch(worker.log(), /^==\d+==/m, what);
	}

	test('is the build that overwrites the memory of each request', () => {
		assert.match(program, /debug/);
	});

	test('answers every call, twice', async () => {
		for (let round = 0; round < 2; round++)
			for (const request of everyCall(world)) {
				const answer = await send(request);

				assert.ok(answer && answer.status > 0 && answer.status !== 500, `${request.body} got ${answer?.body}`);
				isClean(request.body);
			}
	});

	test('answers every wire case as the CGI program does, all of them on one process', async () => {
		for (const wire of everyWireCase(world)) {
			const answer = await send(wire);

			assert.match(String(answer?.status), new RegExp(`^(${wire.status})$`), `${wire.claim}: ${answer?.body}`);
			isClean(wire.claim);
		}
	});

	test('bears clients that hang up, before, in and after the body', async () => {
		for (const { params, body } of everyCall(world).slice(0, 8))
			for (const part of [0, 10, body.length]) {
				const conversation = await Conversation.open(group.socket);

				conversation.begin(params);
				conversation.body(body.slice(0, part));
				if (part === body.length)
					conversation.endBody();
				await conversation.hangUp();
			}
		await send(everyCall(world)[0]);
		isClean('clients that hang up');
	});

	test('bears a database that ends its connections', async () => {
		for (const request of everyCall(world).slice(0, 30)) {
			const ids = await world.installation.sql("SELECT id FROM information_schema.processlist WHERE user = 'taskdesk'");

			for (const [id] of ids)
				await world.installation.sql(`KILL ${id}`);
			assert.ok((await send(request)).status > 0);
			isClean(request.body);
		}
	});

	test('bears a database that is down', async () => {
		await world.installation.endDatabase('SIGTERM');
		for (const request of everyCall(world).slice(0, 10))
			assert.equal((await send(request)).status, 503);
		await world.installation.startDatabase();
		assert.equal((await send(everyCall(world)[0])).status, 200);
		isClean('a database that is down');
	});

	test('ends in peace, with nothing lost', async () => {
		worker.signal('SIGTERM');
		assert.deepEqual(await worker.ended(60), { status: 0, signal: null }, worker.log());
		assert.doesNotMatch(worker.log(), /^==\d+==/m);
	});
});
