/*
 * Settings and what is written about them.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';

import { binaries, folderOfTests } from '../support/installation.mjs';
import { quoted, textOf } from './files.mjs';

const example = execFileSync(`${binaries}/taskdeskctl`, ['config'], { encoding: 'utf8' });
const settings = [...example.matchAll(/^#(\w+) =/gm)].map(([, name]) => name);
const readme = textOf('README.md');

test('taskdesk.conf.example is what "taskdeskctl config" prints', () => {
	assert.equal(textOf('taskdesk.conf.example'), example);
});

test('every setting has a meaning above it, and a range or its values where it has some', () => {
	for (const entry of example.split('\n\n').slice(1))
		assert.match(entry.trimEnd(), /^(# .+\n)+#\w+ =( .*)?$/, entry);
	assert.ok(settings.length > 25);
	assert.equal(new Set(settings).size, settings.length);
});

test('every setting is a member of struct config', () => {
	const members = [...textOf('lib/config/config.h').matchAll(/^\t(?:const char \*|int64_t )(\w+);/gm)].map(([, name]) => name);

	assert.deepEqual([...settings].sort(), [...members].sort());
});

/* What is wrong with these lines as a configuration, by a command that reads it and gets no further than to the database; "" for nothing. */
function complaint(lines) {
	const folder = mkdtempSync(`${folderOfTests}/settings-`);
	const path = `${folder}/taskdesk.conf`;

	writeFileSync(path, `${lines}\ndatabase_socket = ${folder}/none\n`, { mode: 0o600 });
	try {
		const { status, stderr } = spawnSync(`${binaries}/taskdeskctl`, ['--config', path, 'user', 'list'], { encoding: 'utf8' });

		assert.equal(status, 1);
		return /the database cannot be reached/.test(stderr) ? '' : stderr;
	} finally {
		rmSync(folder, { recursive: true });
	}
}

test('the example, with every line taken into use, is a configuration that can be read', () => {
	const inUse = example.replaceAll(/^#(\w+ = .+)$/gm, '$1');

	assert.ok(inUse.match(/^\w+ = /gm).length > 20);
	assert.equal(complaint(inUse), '');
	assert.match(complaint(`${inUse}\nno_such_setting = 1`), /no_such_setting/);
});

test('settings can be copied from what is written about them', () => {
	const blocks = ['README.md', 'docs/oauth.md'].flatMap((file) => [...textOf(file).matchAll(/^```\n((?:#.*\n|\w+ = .*\n)+)```$/gm)].map(([, text]) => text));

	assert.ok(blocks.length >= 5, `${blocks.length} blocks`);
	for (const block of blocks)
		assert.equal(complaint(block), '', block);
});

test('what the README says of a setting is said of one that there is', () => {
	const named = quoted(readme).filter((word) => /^[a-z]+(_[a-z]+)+ = \S+$/.test(word)).map((word) => word.split(' ')[0]);

	assert.ok(named.length >= 1);
	for (const name of named)
		assert.ok(settings.includes(name), `README.md speaks of the setting ${name}`);
});

test('the README names the commands that there are', () => {
	const usage = spawnUsage();

	for (const [, noun, verb] of readme.matchAll(/^taskdeskctl (?:--config \S+ )?([a-z]+)(?: ([a-z]+)\b)?/gm))
		assert.match(usage, new RegExp(`^  ${noun}( ${verb ?? ''})?\\b`, 'm'), `${noun} ${verb ?? ''}`);
	for (const word of quoted(readme).filter((text) => text.startsWith('taskdeskctl ')))
		assert.ok(usage.includes(`  ${word.split(' ')[1]}`), word);
});

/* What taskdeskctl says when it is not told what to do. */
function spawnUsage() {
	try {
		execFileSync(`${binaries}/taskdeskctl`, [], { stdio: ['ignore', 'pipe', 'pipe'] });
	} catch (error) {
		return error.stderr.toString();
	}
	return '';
}
