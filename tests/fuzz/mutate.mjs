/*
 * Requests changed at random: by bytes, by JSON values, by variables. The same numbers give the same changes.
 */

/* A sequence of numbers (mulberry32): below(n) is a whole number from 0 to n - 1. */
export class Chance {
	constructor(seed) {
		this.state = seed >>> 0;
	}

	next() {
		this.state = (this.state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);

		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return (mixed ^ (mixed >>> 14)) >>> 0;
	}

	below(count) {
		return this.next() % count;
	}

	among(list) {
		return list[this.below(list.length)];
	}
}

/* What has broken readers of JSON and of headers before. */
const fragments = ['"', '\\', '{', '}', '[', ']', ',', ':', 'null', 'true', '-', '0', '1e999', '-0', '9223372036854775808', '1.5', '01',
	'\\u0000', '\\ud800', '\\udc00', '\\', "'", '/*', '//', '\r\n', '\n', '\t', ' ', '%n%s', '=?base64?', '?=', ';', '"id":', '"_meta":{}',
	'[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[', '\u00e9', '\u{1f600}', '\u2028', '\ufeff',
	...[[0], [0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0x1b, 0x5b, 0x33, 0x31, 0x6d], [0x7f]]]
	.map((fragment) => Buffer.from(fragment));

const values = [null, true, false, 0, -1, 1.5, 1e21, Number.MAX_SAFE_INTEGER, '', 'x', '\u0000', '\u{1f600}', 'a'.repeat(300), [], {}, [[]],
	[null], { a: 1 }, ['x', 'y'], 'me', '1', '2026-02-30', 'tomorrow', '-', '+', '%', '_', '../..', "' OR 1=1"];

const byteChanges = [
	function flip(bytes, chance) {
		const copy = Buffer.from(bytes);

		if (copy.length)
			copy[chance.below(copy.length)] ^= 1 << chance.below(8);
		return copy;
	},
	function cut(bytes, chance) {
		return bytes.subarray(0, chance.below(bytes.length + 1));
	},
	function remove(bytes, chance) {
		const start = chance.below(bytes.length + 1);

		return Buffer.concat([bytes.subarray(0, start), bytes.subarray(start + 1 + chance.below(8))]);
	},
	function insert(bytes, chance) {
		const start = chance.below(bytes.length + 1);

		return Buffer.concat([bytes.subarray(0, start), chance.among(fragments), bytes.subarray(start)]);
	},
	function repeat(bytes, chance) {
		const start = chance.below(bytes.length + 1);
		const part = bytes.subarray(start, start + 1 + chance.below(20));

		return Buffer.concat([bytes.subarray(0, start), ...Array.from({ length: 1 + chance.below(40) }, () => part), bytes.subarray(start)]);
	},
];

export const changeBytes = (bytes, chance) => chance.among(byteChanges)(bytes, chance);

/* Every place of a value in a value: [[container, key]]. */
function placesIn(value) {
	if (value === null || typeof value !== 'object')
		return [];
	return Object.keys(value).flatMap((key) => [[value, key], ...placesIn(value[key])]);
}

/* One value within the JSON replaced, taken out, put under another name, or copied from elsewhere. */
export function changeJson(bytes, chance) {
	let message;

	try {
		message = JSON.parse(bytes.toString('utf8'));
	} catch {
		return changeBytes(bytes, chance);
	}
	const places = placesIn(message);

	if (!places.length)
		return Buffer.from(JSON.stringify(chance.among(values)));
	const [container, key] = chance.among(places);
	const kind = chance.below(5);

	if (kind < 2)
		container[key] = chance.among(values);
	else if (kind === 2)
		delete container[key];
	else if (kind === 3)
		container[`${key}${chance.among(['', 's', ' ', '\u0000', '_id', '.x'])}`] = container[key];
	else
		container[key] = structuredClone(chance.among(places).reduce((owner, name) => owner[name]));
	return Buffer.from(JSON.stringify(message));
}

function changeVariable(variables, chance) {
	const at = chance.below(variables.length);
	const [name, value] = variables[at];
	const changed = [...variables];

	switch (chance.below(4)) {
	case 0: changed.splice(at, 1); break;
	case 1: changed.push([name, value]); break;
	case 2: changed.push([name, changeBytes(value, chance)]); break;
	default: changed[at] = [name, changeBytes(value, chance)];
	}
	return changed;
}

/* The body of another request under these headers, or beside it as a batch. */
function mix(body, other, chance) {
	return chance.below(2) ? other : Buffer.concat([Buffer.from('['), body, Buffer.from(','), other, Buffer.from(']')]);
}

/* Changes a request of the list at one to four places: { variables, body }. */
export function changedRequest(requests, chance) {
	let { variables, body } = chance.among(requests);

	for (let left = 1 + chance.below(4); left; left--) {
		const kind = chance.below(10);

		if (kind < 3)
			body = changeBytes(body, chance);
		else if (kind < 7)
			body = changeJson(body, chance);
		else if (kind < 9)
			variables = changeVariable(variables, chance);
		else
			body = mix(body, chance.among(requests).body, chance);
	}
	/* Mostly the length is right, since nothing else is looked at where it is not. */
	if (chance.below(12))
		variables = variables.map(([name, value]) => (name === 'CONTENT_LENGTH' ? [name, Buffer.from(String(body.length))] : [name, value]));
	return { variables, body };
}
