/*
 * Every test is run: what nobody names is a test that nobody misses.
 */
import assert from 'node:assert/strict';
import { basename, dirname, extname, matchesGlob } from 'node:path';
import { test } from 'node:test';

import { filesBelow, textOf } from './files.mjs';

const suites = textOf('tests/suites').split('\n').filter((line) => line && !line.startsWith('#'))
	.map((line) => line.match(/^(\S+)\s+(.*)$/).slice(1));
const files = filesBelow('tests');

/* Files of these kinds are read by tools under their own names. */
const known = /^tests\/(suites|run|package(-lock)?\.json|\.npmrc)$|\/build\.mk$/;

/* The files that the commands of tests/suites run, globs among them. */
const run = new Set(suites.flatMap(([, command]) => command.split(' ').filter((word) => word.startsWith('tests/'))
	.flatMap((word) => files.filter((path) => matchesGlob(path, word)))));

/* What a used file names is used: imported, sourced, started, built or read. */
function usedFrom(start) {
	const used = new Set(start);

	for (const path of used) {
		const text = textOf(path);

		for (const other of files)
			if (!used.has(other) && names(text, other))
				used.add(other);
	}
	return used;
}

/* By its name, by a pattern for its folder, or by a name that is put together: `${name}-baseline.json`. */
function names(text, path) {
	const name = basename(path);
	const composed = [...text.matchAll(/\$\{\w+\}(-[\w.-]+)/g)].map(([, rest]) => rest);

	return text.includes(name) || text.includes(`${basename(dirname(path))}/*${extname(path)}`) ||
		composed.some((rest) => name.endsWith(rest));
}

test('a suite has one name, and runs files that there are', () => {
	const called = suites.map(([name]) => name);

	assert.equal(new Set(called).size, called.length);
	for (const [name, command] of suites)
		for (const word of command.split(' ').filter((part) => part.startsWith('tests/')))
			assert.ok(files.some((path) => matchesGlob(path, word)), `${name} runs ${word}, which is not there`);
});

test('every file of tests is run by a suite itself', () => {
	const within = usedFrom(run);

	for (const path of files.filter((name) => name.endsWith('.test.mjs')))
		assert.ok(run.has(path) || [...within].some((other) => /\/run$/.test(other) && textOf(other).includes(basename(path))),
			`${path} is in no suite of tests/suites`);
});

test('every unit test stands where the suite of unit tests looks', () => {
	assert.match(textOf('tests/support/unit.sh'), /for source in tests\/unit\/\*\.c/);
	for (const path of files.filter((name) => name.endsWith('.c') && textOf(name).includes('<cmocka.h>') && !name.endsWith('.h')))
		assert.match(path, /^tests\/unit\/[a-z0-9_]+\.c$/);
});

test('every unit test function is in the table that runs it', () => {
	for (const path of files.filter((name) => /^tests\/unit\/.*\.c$/.test(name))) {
		const text = textOf(path);

		for (const [, name] of text.matchAll(/^static void (\w+)\(void \*\*state\)$/gm))
			assert.ok([...text.matchAll(new RegExp(`\\b${name}\\b`, 'g'))].length > 1, `${path}: nobody runs ${name}`);
	}
});

test('every file under tests is used by something that runs', () => {
	const used = usedFrom([...run, 'tests/run', 'Makefile', ...files.filter((path) => known.test(path))].filter((path) => path !== 'tests/suites'));

	for (const path of files.filter((name) => !known.test(name)))
		assert.ok(used.has(path), `nothing that runs names ${path}`);
});

test('continuous integration runs all of it', () => {
	assert.match(textOf('.ci/run'), /^exec make test$/m);
});
