/*
 * What taskdeskctl refuses, and that it says so when what it prints is lost.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { startInstallation } from '../support/installation.mjs';

let desk;

before(async () => {
	desk = await startInstallation('database');
});

after(() => desk?.stop());

/* Runs it; the output goes to the file, or nowhere. */
function control(words, output = '/dev/null') {
	return new Promise((resolve, reject) => {
		const file = openSync(output, 'w');
		const child = spawn(desk.control, ['--config', desk.config, ...words], { stdio: ['ignore', file, 'pipe'] });
		let stderr = '';

		closeSync(file);
		child.stderr.setEncoding('utf8').on('data', (part) => {
			stderr += part;
		});
		child.on('error', reject).on('close', (status) => resolve({ status, stderr }));
	});
}

const long = (length) => 'x'.repeat(length);

for (const [words, status, sentence] of [
	[['key', 'create', long(101), '--scopes', 'read'], 1, /cannot be the name of a key: one line of 1 to 100 characters/],
	[['key', 'create', 'two\nlines', '--scopes', 'read'], 1, /cannot be the name of a key/],
	[['key', 'create', '', '--scopes', 'read'], 1, /cannot be the name of a key/],
	[['key', 'create', 'name', '--scopes', '--act-as'], 2, /no option --scopes here, or its value is missing/],
	[['client', 'add'], 2, /needs a name/],
	[['client', 'add', long(201), '--redirect', 'https://app.example.com/back'], 1, /cannot be the name of a client/],
	[['client', 'add', 'Many', ...Array.from({ length: 21 }, (_, i) => ['--redirect', `https://app.example.com/${i}`]).flat()], 1, /20 redirect addresses at most/],
	[['user', 'add', 'carl@example.com', '--name', '--no-password'], 2, /--name/],
	[['user', 'bind', 'ada@example.com', '--issuer', 'https://id.example.com', '--subject', long(256)], 2, /at most 255 characters/],
	[['version', 'now'], 2, /nothing behind version/],
	[['config', 'x'], 2, /nothing behind config/],
])
	test(`refuses ${words.join(' ').slice(0, 40)}`, async () => {
		const answer = await control(words);

		assert.equal(answer.status, status, answer.stderr);
		assert.match(answer.stderr, sentence);
	});

test('says that a key is lost when it could not be written', async () => {
	for (const words of [['key', 'create', 'lost', '--scopes', 'read'], ['client', 'add', 'Lost', '--redirect', 'https://app.example.com/back'], ['version']]) {
		const answer = await control(words, '/dev/full');

		assert.equal(answer.status, 1, words.join(' '));
		assert.match(answer.stderr, /what it had to print is lost: No space left on device/);
	}
});
