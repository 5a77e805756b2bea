/*
 * The memory of one process stays what it is, however many requests of every kind it has answered.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';

import { ask } from '../fcgi/fastcgi.mjs';
import { startWorkers } from '../fcgi/worker.mjs';
import { binaries, variant } from '../support/installation.mjs';
import { startWorld } from '../wire/world.mjs';
import { everyCall, everyWireCase } from './mix.mjs';

/* It takes some rounds until every statement has found its place in the heap. */
const WARM = 12_000, LAST = 20_000, MAY_GROW_KB = 256, MOST_KB = 4096;
const skip = variant === 'asan' && 'a sanitizer keeps what was freed';

/* What this process alone holds, in KB. Clean pages are those of its program and libraries, which its siblings share. */
function privateMemory(pid) {
	return Number(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8').match(/^Private_Dirty:\s+(\d+) kB$/m)[1]);
}

describe('the memory of a process', { skip }, () => {
	let world, group;

	before(async () => {
		world = await startWorld();
		group = await startWorkers({ executable: `${binaries}/taskdesk.fcgi`, after: ['--config', world.installation.config] });
	});

	after(async () => {
		try {
			await group?.stop();
		} finally {
			await world?.stop();
		}
	});

	/* All requests, one after the other; what the process holds then. */
	async function answerAll(requests) {
		for (const { params, body } of requests)
			assert.ok(await ask(group.socket, params, body), body);
		return privateMemory(group.workers[0].pid);
	}

	test(`is after ${LAST} requests what it was after ${WARM}`, async () => {
		const requests = [...everyCall(world, { keepsData: true }), ...everyWireCase(world)];
		const roundsFor = (count) => Math.ceil(count / requests.length);
		const held = [];

		while (held.length < roundsFor(LAST))
			held.push(await answerAll(requests));

		const warm = held[roundsFor(WARM) - 1];
		const last = held.at(-1);

		console.log(`# private memory: ${held.join(' ')} KB`);
		assert.ok(last - warm < MAY_GROW_KB, `it grew from ${warm} to ${last} KB`);
		assert.ok(last < MOST_KB, `it is ${last} KB`);
	});
});
