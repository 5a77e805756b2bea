/*
 * The official conformance suite's scenarios for authorization servers. Its authorization request names no resource, which
 * the specification demands of clients (basic/authorization, "Resource Parameter Implementation") and this server of them;
 * so the person's browser adds it here.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';

import { httpRequest, root } from '../../support/installation.mjs';
import { allow, encoded, register, startDesk } from '../grants.mjs';

const suite = `${root}/tests/node_modules/@modelcontextprotocol/conformance/dist/index.js`;

async function freePort() {
	const server = createServer().listen(0, '127.0.0.1');

	await once(server, 'listening');

	const { port } = server.address();

	server.close();
	await once(server, 'close');
	return port;
}

for (const flavour of ['lighttpd-fcgi', 'apache-fcgid', 'apache-subdir']) {
	describe(`under ${flavour}`, () => {
		let desk, folder;

		before(async () => {
			desk = await startDesk({ flavour });
			folder = mkdtempSync(join(tmpdir(), 'taskdesk-authorization-'));
		});

		after(async () => {
			await desk?.stop();
			rmSync(folder, { recursive: true, force: true });
		});

		test('every check of the authorization scenarios succeeds', async () => {
			const port = await freePort();
			const client = await register(desk);
			const lines = [];
			const child = spawn(process.execPath, [suite, 'authorization', '--url', `${desk.base}/auth`, '--client-id', client.client_id, '--port', port,
				'--output-dir', folder]);
			const ended = once(child, 'exit');
			let asked;

			createInterface({ input: child.stdout }).on('line', (line) => {
				lines.push(line);
				if (line.startsWith(`${desk.base}/auth/authorize?`))
					asked = allow(desk, `${line}&resource=${encodeURIComponent(desk.url)}`).then((sent) => httpRequest(`http://127.0.0.1:${port}/callback?${encoded(sent)}`));
			});
			await ended;
			await asked;

			const checks = globSync(`${folder}/**/checks.json`).flatMap((file) => JSON.parse(readFileSync(file, 'utf8')));

			assert.deepEqual(checks.filter(({ status }) => status !== 'SUCCESS'), [], lines.join('\n'));
			assert.deepEqual(checks.map(({ id }) => id).sort(), ['authorization-code-grant', 'authorization-server-metadata', 'authorization-server-metadata-cimd']);
		});
	});
}
