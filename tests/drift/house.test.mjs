/*
 * The style of the house, as far as it can be counted.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path';
import { test } from 'node:test';

import { root, variant } from '../support/installation.mjs';
import { filesBelow, productSources, textOf } from './files.mjs';

const LONGEST_FILE = 700;
const LONGEST_FUNCTION = 60;
const LONGEST_LINE = 160;

const written = filesBelow('').filter((path) => !/\.(png|ico)$|package-lock\.json$/.test(path));

/* The functions of a C file: { name, lines }. */
function functionsOf(path) {
	const lines = textOf(path).split('\n');
	const functions = [];

	for (const [start, line] of lines.entries())
		if (line === '{') {
			const end = lines.indexOf('}', start);

			functions.push({ name: lines[start - 1], lines: end - start + 1 });
		}
	return functions;
}

/* A line's length, a tab being eight wide. */
const widthOf = (line) => line.replaceAll('\t', '        ').length;

test(`no file of the product has more than ${LONGEST_FILE} lines`, () => {
	for (const path of productSources)
		assert.ok(textOf(path).split('\n').length <= LONGEST_FILE, `${path} is long enough to be two files`);
});

test(`no function of the product has more than ${LONGEST_FUNCTION} lines`, () => {
	for (const path of productSources)
		for (const { name, lines } of functionsOf(path))
			assert.ok(lines <= LONGEST_FUNCTION, `${path}: ${name} has ${lines} lines`);
});

test(`no line of the product is wider than ${LONGEST_LINE}, texts apart`, () => {
	for (const path of productSources)
		for (const [i, line] of textOf(path).split('\n').entries())
			assert.ok(widthOf(line) <= LONGEST_LINE || line.includes('"'), `${path}:${i + 1} is ${widthOf(line)} wide`);
});

test('every header begins with what it is for, and is guarded by its own name', () => {
	for (const path of productSources.filter((name) => name.endsWith('.h'))) {
		const guard = `TASKDESK_${path.replace(/^lib\//, '').replaceAll(/[/.]/g, '_').toUpperCase()}`;

		assert.match(textOf(path), /^\/\*\n \* \S/, path);
		assert.match(textOf(path), new RegExp(`^#ifndef ${guard}\n#define ${guard}\n`, 'm'), path);
	}
});

/* A header's only file, or one of several: field_read.c belongs to field.h. */
const belongsTo = (path, header) => dirname(path.replace(/^lib\//, '')) === dirname(header);

test('a file includes the header that it belongs to first, or says what it is for', () => {
	for (const path of productSources.filter((name) => name.endsWith('.c'))) {
		const [, header] = textOf(path).match(/^#include "([^"]+)"/m) ?? [];

		assert.ok((header && belongsTo(path, header)) || /^\/\*\n \* /.test(textOf(path)), path);
	}
});

test('nothing is left for later, and nothing of one machine or tool is written down', () => {
	const unwanted = /\b(TODO|FIXME|XXX|HACK)\b|\/home\/[a-z]+\/|(^|[\s"'=(])\/(root|work|workspace)\/|\/tmp\/[\w-]+\//;

	for (const path of written.filter((name) => !name.startsWith('tests/drift/')))
		for (const [i, line] of textOf(path).replaceAll('/home/you/', '').split('\n').entries())
			assert.doesNotMatch(line, unwanted, `${path}:${i + 1}`);
	assert.doesNotMatch(textOf('tests/package-lock.json'), /"resolved"/);
});

test('functions that cannot be used safely are not used', () => {
	const banned = /\b(gets|strcpy|strcat|sprintf|vsprintf|strtok|atoi|atol|atof|system|popen|mktemp|tmpnam|alloca|asctime|ctime|gmtime|localtime)\(/;

	for (const path of productSources)
		for (const [i, line] of textOf(path).split('\n').entries())
			assert.doesNotMatch(line, banned, `${path}:${i + 1}`);
});

test('only main ends the program', () => {
	for (const path of productSources.filter((name) => name.startsWith('lib/')))
		assert.doesNotMatch(textOf(path), /\b_?exit\(/, path);
});

/* FastCGI would show the next user what one has left in such a variable. */
test('no variable of the library outlives a request', { skip: variant === 'asan' && 'the sanitizer adds its own' }, () => {
	const symbols = execFileSync('objdump', ['--syms', `${root}/build/${variant}/libtaskdesk.a`], { encoding: 'utf8', maxBuffer: 1 << 26 });
	const writable = symbols.split('\n').filter((line) => / O (\.bss|\.data|\.tbss|\.tdata|\*COM\*)(\.(?!rel\.ro)[\w.]+)?\t/.test(line));

	assert.match(symbols, / O \.data\.rel\.ro/, 'objdump shows variables');
	assert.deepEqual(writable, []);
});
