/*
 * The npm package mcp-remote, which signs in for programs that know no HTTP servers, and /mcp/key through it: a configured
 * key is used where nothing about OAuth can be found.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

import { httpRequest } from '../../support/installation.mjs';
import { ADA, allow, encoded, startDesk } from '../grants.mjs';

const bridge = fileURLToPath(new URL('../../node_modules/mcp-remote/dist/proxy.js', import.meta.url));

let desk, settings;

before(async () => {
	desk = await startDesk();
	settings = mkdtempSync(join(tmpdir(), 'taskdesk-bridge-'));
});

after(async () => {
	await desk?.stop();
	rmSync(settings, { recursive: true, force: true });
});

/* Starts the bridge; told(line) hears what it says to the person. There is no browser that it could open. */
async function connect(url, words, told) {
	const client = new Client({ name: 'taskdesk-tests', version: '1.0.0' });
	const transport = new StdioClientTransport({
		command: process.execPath, args: [bridge, url, '--transport', 'http-only', '--allow-http', ...words],
		env: { PATH: '/nonexistent', HOME: settings, MCP_REMOTE_CONFIG_DIR: settings }, stderr: 'pipe',
	});

	createInterface({ input: transport.stderr }).on('line', told);
	await client.connect(transport);
	return client;
}

describe('mcp-remote', () => {
	test('registers, sends the person to sign in, and brings calls through', async () => {
		const lines = [];
		let wayBack;
		const client = await connect(desk.url, [], (line) => {
			lines.push(line);

			const url = line.match(/^(?:.*\s)?(http:\/\/\S+\/auth\/authorize\?\S+)/)?.[1];

			if (url && !wayBack)
				wayBack = allow(desk, url).then((sent) => httpRequest(`${new URL(url).searchParams.get('redirect_uri')}?${encoded(sent)}`));
		});

		try {
			const answer = await wayBack;

			assert.equal(answer?.status, 200, lines.join('\n'));
			assert.equal((await client.callTool({ name: 'whoami', arguments: {} })).structuredContent.user.email, ADA);
		} finally {
			await client.close();
		}
		assert.equal(await desk.value("SELECT COUNT(*) FROM oauth_client WHERE kind = 'dynamic' AND last_used_at IS NOT NULL"), '1');
	});

	test('keeps to a configured key at /mcp/key, and asks nobody', async () => {
		const lines = [];
		const client = await connect(`${desk.url}/key`, ['--header', `X-API-Key: ${desk.key}`], (line) => lines.push(line));

		try {
			const { structuredContent } = await client.callTool({ name: 'whoami', arguments: {} });

			assert.equal(structuredContent.credential, 'bootstrap_key');
			assert.ok(!lines.some((line) => line.includes('/auth/authorize')), lines.join('\n'));
		} finally {
			await client.close();
		}
	});
});
