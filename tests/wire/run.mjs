/*
 * Sends every wire case to the CGI program, with a real MariaDB behind it, and prints what departs from the answer it
 * deserves, as TAP.
 * usage: node tests/wire/run.mjs [FILE…]      files by their names in cases/, without .wire
 */
import { answerComplaints } from './answer.mjs';
import { filled, gatewayRequest, readCases } from './cases.mjs';
import { difference, parsePattern } from './pattern.mjs';
import { readCatalogue, schemaComplaints, successfulCall } from './schemas.mjs';
import { startWorld } from './world.mjs';

const AT_ONCE = 3;

const matches = (text, pattern) => new RegExp(pattern, 'su').test(text);

function headerComplaints(answer, expected, fill) {
	const complaints = [];

	for (const [name, wanted] of expected.headers) {
		const value = answer.headers[name.toLowerCase()];
		const fits = wanted.startsWith('~') ? matches(value ?? '', fill(wanted.slice(1))) : value === fill(wanted);

		if (!fits)
			complaints.push(`${name} is ${value === undefined ? 'missing' : `'${value}'`} instead of '${fill(wanted)}'`);
	}
	for (const name of expected.absent)
		if (name in answer.headers)
			complaints.push(`there is a header ${name}: ${answer.headers[name]}`);
	return complaints;
}

function textComplaints(answer, expected, fill) {
	return [
		...expected.log.filter((pattern) => !matches(answer.log, fill(pattern))).map((pattern) => `the log has no ${pattern}: ${answer.log}`),
		...expected.notLogged.filter((pattern) => matches(answer.log, fill(pattern))).map((pattern) => `the log has ${pattern}`),
		...expected.text.filter((pattern) => !matches(answer.body, fill(pattern))).map((pattern) => `the body does not match ${pattern}`),
	];
}

function bodyComplaints(answer, expected, fill) {
	if (!expected.body)
		return answer.body && !expected.text.length ? [`the body is not empty: ${answer.body.slice(0, 300)}`] : [];
	const found = difference(answer.json, parsePattern(fill(expected.body)));

	return found ? [found] : [];
}

/* Everything that is wrong with the answer to this case. */
function complaints(world, wire, answer) {
	const fill = (text) => filled(text, { ...world.values, ...wire.values });
	const expected = wire.answer;
	const found = answer.exit === 0 ? [] : [`the program ended with ${answer.exit}: ${answer.log}`];

	if (!matches(String(answer.status), `^(${expected.status})$`))
		found.push(`the status is ${answer.status} instead of ${expected.status}`);
	found.push(...headerComplaints(answer, expected, fill), ...textComplaints(answer, expected, fill),
		...bodyComplaints(answer, expected, fill), ...answerComplaints(answer, wire.request.method, answer.log));
	for (const name of world.secretsIn(answer.head + answer.body + answer.log))
		found.push(`the key ${name} can be seen in the answer or the log`);
	return found;
}

/* The message that a case sends; undefined where it is none. */
function sentMessage(world, wire) {
	try {
		return JSON.parse(gatewayRequest(wire, world.values).body.toString('utf8'));
	} catch {
		return undefined;
	}
}

let count = 0;

function report(claim, found) {
	count += 1;
	console.log(`${found.length ? 'not ok' : 'ok'} ${count} - ${claim}`);
	for (const line of found)
		console.log(`# ${line.replaceAll('\n', ' ')}`);
	if (found.length)
		process.exitCode = 1;
}

function reportCase(world, catalogue, wire, answer, called) {
	const found = complaints(world, wire, answer);
	const call = successfulCall(sentMessage(world, wire), answer);

	if (call) {
		found.push(...schemaComplaints(catalogue, call));
		called.add(call.name);
	}
	if (found.length)
		found.push(`it answered ${answer.head.replaceAll('\r\n', ' | ')} | ${answer.body.slice(0, 1000)}`);
	report(`${wire.file}: ${wire.claim}`, found);
}

/* The answers to all cases, a few at a time, in the order of the cases. */
async function answersTo(world, cases) {
	const answers = [];
	let next = 0;

	await Promise.all(Array.from({ length: AT_ONCE }, async () => {
		while (next < cases.length) {
			const mine = next++;

			answers[mine] = await world.send(cases[mine]);
		}
	}));
	return answers;
}

const files = process.argv.slice(2);
const cases = readCases(files);
const world = await startWorld();
const catalogue = await readCatalogue(world);
const answers = await answersTo(world, cases);
const called = new Set();

for (const [i, wire] of cases.entries())
	reportCase(world, catalogue, wire, answers[i], called);
if (!files.length)
	report('every tool has a case in which it succeeds',
		[...catalogue.keys()].filter((name) => !called.has(name)).map((name) => `${name} has none`));
console.log(`1..${count}`);
await world.stop();
