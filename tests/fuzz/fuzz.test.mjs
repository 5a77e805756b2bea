/*
 * Thousands of changed wire cases against one FastCGI worker: it lives, and every answer is well-formed and fits.
 * Longer: TASKDESK_FUZZ_COUNT=100000; otherwise: TASKDESK_FUZZ_SEED=2; one of them again: TASKDESK_FUZZ_ONLY=1234.
 */
import assert from 'node:assert/strict';
import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { Conversation } from '../fcgi/fastcgi.mjs';
import { startWorkers } from '../fcgi/worker.mjs';
import { slowness, variant } from '../support/installation.mjs';
import { answerComplaints, readAnswer } from '../wire/answer.mjs';
import { gatewayRequest, readCases } from '../wire/cases.mjs';
import { startWorld, withOauth } from '../wire/world.mjs';
import { Chance, changedRequest } from './mutate.mjs';

const seed = Number(process.env.TASKDESK_FUZZ_SEED ?? 1);
const count = Number(process.env.TASKDESK_FUZZ_COUNT ?? 8000 / slowness);
const only = process.env.TASKDESK_FUZZ_ONLY;
const LONGEST_BODY = 20000;
const MOST_REPORTED = 5;

/* The cases that are changed: those of each configuration for a worker of its own. */
const kinds = {
	'the endpoint': { settings: [], share: 0.75 },
	'OAuth and the pages': { settings: withOauth, share: 0.25 },
};

let world;

/* Passwords are slow on purpose, and big bodies say no more than small ones. */
function requestsFor(settings) {
	return readCases().filter(({ request }) => request.program === 'product' && request.settings.join() === settings.join() &&
		!/"(register|login)"/.test(request.body)).map((wire) => gatewayRequest(wire, world.values)).filter(({ body }) => body.length < LONGEST_BODY);
}

before(async () => {
	world = await startWorld();
	for (const kind of Object.values(kinds)) {
		kind.group = await startWorkers({ after: ['--config', world.configuration(kind.settings)] });
		[kind.worker] = kind.group.workers;
		kind.requests = requestsFor(kind.settings);
	}
});

after(async () => {
	for (const { group } of Object.values(kinds))
		await group?.stop();
	await world?.stop();
});

async function send({ group }, { variables, body }) {
	const conversation = await Conversation.open(group.socket);

	conversation.begin(variables);
	conversation.body(body);
	conversation.endBody();
	return conversation.output();
}

const variable = (variables, name) => variables.find(([other]) => other === name)?.[1].toString('latin1').split('\0')[0];

/* Whether another reader takes the body for JSON. */
function isJson(body) {
	try {
		JSON.parse(body.toString('utf8'));
		return isUtf8(body);
	} catch {
		return false;
	}
}

/* What only this server refuses: bounds, and texts that are no Unicode. */
const ownLimits = /nested deeper|more than \d+ values|lone surrogate/;

function jsonComplaints({ body }, { json }) {
	const refused = json?.error?.code === -32700;

	if (refused && isJson(body) && !ownLimits.test(json.error.message))
		return [`good JSON was refused: ${json.error.message}`];
	return json?.result && !isJson(body) ? ['what is no JSON was answered'] : [];
}

function complaintsOf(request, bytes) {
	if (!bytes)
		return ['there was no whole answer'];
	const answer = readAnswer(bytes);

	return [...answerComplaints(answer, variable(request.variables, 'REQUEST_METHOD') || 'GET', ''), ...jsonComplaints(request, answer)];
}

function shown({ variables, body }) {
	return `${variables.map(([name, value]) => `${name}=${JSON.stringify(value.toString('latin1'))}`).join(' ')} ${JSON.stringify(body.toString('latin1')).slice(0, 2000)}`;
}

/* Sends the requests of these numbers; what is wrong with the answers, as sentences. */
async function tryAll(kind, numbers) {
	const wrong = [];

	for (const number of numbers) {
		const request = changedRequest(kind.requests, new Chance(seed * 1000003 + number));
		const bytes = await send(kind, request);
		const complaints = complaintsOf(request, bytes);

		if (complaints.length)
			wrong.push(`request ${number} of seed ${seed}: ${complaints.join('; ')}\n  ${shown(request)}\n  ${bytes?.toString('utf8').slice(0, 500)}`);
		if (wrong.length === MOST_REPORTED || !kind.worker.isAlive())
			break;
	}
	return wrong;
}

for (const [name, kind] of Object.entries(kinds)) {
	const share = Math.round(count * kind.share);

	test(`${share} changed requests to ${name} get answers that are well-formed and fit`, async () => {
		const numbers = only ? [Number(only)] : Array.from({ length: share }, (_, i) => i);
		const { worker } = kind;
		const early = await tryAll(kind, numbers.slice(0, numbers.length / 2));
		const memory = worker.memory();
		const wrong = [...early, ...await tryAll(kind, numbers.slice(numbers.length / 2))];

		assert.ok(worker.isAlive(), `the worker has ended; ${wrong.at(-1)}; ${worker.log().slice(-3000)}`);
		assert.deepEqual(wrong, []);
		/* The sanitizer keeps what was freed for a while. */
		if (variant !== 'asan')
			assert.ok(worker.memory() - memory < 4096, `memory has grown from ${memory} to ${worker.memory()} KB`);
	});

	test(`the log of ${name} holds whole lines of text, no control characters and no key`, () => {
		const log = kind.worker.log();

		assert.deepEqual(world.secretsIn(log), []);
		assert.match(log, /^(\d{4}-\d\d-\d\dT[\d:.]+Z (error|info) [a-z_]+ request=\S+ [^\x00-\x1f\x7f]*\n)+$/);
		assert.ok(isUtf8(readFileSync(kind.worker.logFile)), 'the log is UTF-8');
	});

	test(`nothing went wrong inside of ${name}`, () => {
		assert.doesNotMatch(kind.worker.log(), / status=500 | errno=\d+ |Sanitizer|runtime error/);
	});
}
