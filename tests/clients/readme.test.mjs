/*
 * What the README says to type and to write into a client's configuration works as it stands there.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';

import { binaries, folderOfTests, root, startInstallation } from '../support/installation.mjs';
import { connect, kinds } from './official.mjs';
import { recordingFetch } from './recorder.mjs';

const blocks = [...readFileSync(`${root}/README.md`, 'utf8').matchAll(/^```\w*\n(.*?)^```$/gms)].map(([, text]) => text);
const configuration = JSON.parse(blocks.find((text) => text.includes('"mcpServers"')));
const shellLine = blocks.find((text) => text.includes('taskdesk.cgi --config'));

describe('the README', () => {
	let installation;

	before(async () => {
		installation = await startInstallation('lighttpd-fcgi');
		await installation.administer('user', 'add', 'admin@example.com', '--name', 'Demo Admin', '--no-password');
	});

	after(() => installation?.stop());

	test('has a line for the shell that answers', async () => {
		const checkout = mkdtempSync(join(folderOfTests, 'readme-'));

		mkdirSync(join(checkout, 'build/plain'), { recursive: true });
		symlinkSync(binaries, join(checkout, 'build/plain/bin'));
		symlinkSync(installation.folder, join(checkout, 'var'));
		try {
			const { stdout } = await promisify(execFile)('bash', ['-c', shellLine], { cwd: checkout });
			const { result } = JSON.parse(stdout.slice(stdout.indexOf('\r\n\r\n')));

			assert.match(stdout, /^Status: 200 OK\r\n/);
			assert.equal(result.structuredContent.user.id, 1);
		} finally {
			rmSync(checkout, { recursive: true });
		}
	});

	for (const kind of kinds)
		test(`has a configuration that connects: ${kind.name}`, async () => {
			const [{ type, url, headers }] = Object.values(configuration.mcpServers);

			assert.deepEqual([type, url], ['http', 'http://localhost:8000/mcp']);
			assert.deepEqual(Object.keys(headers), ['X-API-Key', 'X-Mcp-User']);

			const here = installation.url.replace('127.0.0.1', 'localhost');
			const record = recordingFetch({ transport: fetch, toolComplaints: () => [] });
			const session = await connect(kind, here, { ...headers, 'X-API-Key': installation.key }, record);

			assert.equal((await session.ask('whoami')).user.email, headers['X-Mcp-User']);
			assert.deepEqual(record.problems, []);
			await session.close();
		});
});
