/*
 * Patterns of JSON: JSON itself, in which
 *
 *     ...              in an object allows further members, in an array further elements, before or behind; alone anything
 *     integer string boolean object array number anything
 *                      bare words, stand for any value of that kind
 *     "~^The key"      is a regular expression that a string has to match
 */
const MARK = '\ue000';
const REST = `${MARK}rest`;
const kinds = {
	integer: Number.isInteger,
	number: (value) => typeof value === 'number',
	string: (value) => typeof value === 'string',
	boolean: (value) => typeof value === 'boolean',
	object: (value) => value !== null && typeof value === 'object' && !Array.isArray(value),
	array: Array.isArray,
	anything: () => true,
};

const rest = (bracket) => (bracket === '{' ? `"${REST}":0` : `"${REST}"`);

/* The text as JSON, its extensions as strings with a mark. */
function asJson(text) {
	const opened = [];
	const replaced = text.replace(/"(?:[^"\\]|\\.)*"|[[\]{}]|\.\.\.|\b[a-z]+\b/g, (token) => {
		if (token === '{' || token === '[')
			opened.push(token);
		else if (token === '}' || token === ']')
			opened.pop();
		else if (token === '...')
			return opened.length ? rest(opened.at(-1)) : `"${MARK}anything"`;
		else if (token in kinds)
			return `"${MARK}${token}"`;
		return token;
	});

	return replaced.replaceAll(MARK, '\\ue000');
}

export function parsePattern(text) {
	try {
		return JSON.parse(asJson(text));
	} catch (error) {
		throw new Error(`not a pattern (${error.message}): ${text}`);
	}
}

const shown = (value) => JSON.stringify(value)?.slice(0, 300) ?? 'nothing';

function textDifference(value, pattern, path) {
	if (pattern.startsWith(MARK))
		return kinds[pattern.slice(1)](value) ? null : `${path}: ${shown(value)} is no ${pattern.slice(1)}`;
	if (pattern.startsWith('~'))
		return typeof value === 'string' && new RegExp(pattern.slice(1), 'su').test(value) ? null :
			`${path}: ${shown(value)} does not match ${pattern.slice(1)}`;
	return value === pattern ? null : `${path}: ${shown(value)} instead of ${shown(pattern)}`;
}

function objectDifference(value, pattern, path) {
	const open = REST in pattern;
	const names = Object.keys(pattern).filter((name) => name !== REST);

	if (!kinds.object(value))
		return `${path}: ${shown(value)} is no object`;
	for (const name of names) {
		const found = name in value ? difference(value[name], pattern[name], `${path}.${name}`) : `${path}.${name} is missing`;

		if (found)
			return found;
	}
	const extra = Object.keys(value).find((name) => !names.includes(name));

	return open || extra === undefined ? null : `${path}.${extra} is not expected: ${shown(value[extra])}`;
}

/* Without "..." element by element; with it each pattern has an element that matches, in the same order. */
function arrayDifference(value, pattern, path) {
	const wanted = pattern.filter((element) => element !== REST);
	const open = wanted.length < pattern.length;
	let at = 0;

	if (!Array.isArray(value))
		return `${path}: ${shown(value)} is no array`;
	if (!open && value.length !== wanted.length)
		return `${path} has ${value.length} elements instead of ${wanted.length}: ${shown(value)}`;
	for (const [i, element] of wanted.entries()) {
		while (open && at < value.length && difference(value[at], element, ''))
			at += 1;
		if (at >= value.length)
			return `${path} has nothing like ${shown(element)}: ${shown(value)}`;
		const found = difference(value[at], element, `${path}[${i}]`);

		if (found)
			return found;
		at += 1;
	}
	return null;
}

/* In what the value departs from the pattern, as a sentence; null where it fits. */
export function difference(value, pattern, path = 'body') {
	if (typeof pattern === 'string')
		return textDifference(value, pattern, path);
	if (Array.isArray(pattern))
		return arrayDifference(value, pattern, path);
	if (kinds.object(pattern))
		return objectDifference(value, pattern, path);
	return value === pattern ? null : `${path}: ${shown(value)} instead of ${shown(pattern)}`;
}
