/*
 * A client that only speaks over standard input and output, through the npm package mcp-remote, as people set it up
 * for programs that know no HTTP servers.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

import { startInstallation } from '../support/installation.mjs';

const bridge = fileURLToPath(new URL('../node_modules/mcp-remote/dist/proxy.js', import.meta.url));

describe('mcp-remote', () => {
	const settings = mkdtempSync(join(tmpdir(), 'taskdesk-bridge-'));
	const client = new Client({ name: 'taskdesk-tests', version: '1.0.0' });
	let installation;

	before(async () => {
		installation = await startInstallation('lighttpd-fcgi');
		await installation.administer('user', 'add', 'admin@example.com', '--name', 'Demo Admin', '--no-password');
		await client.connect(new StdioClientTransport({
			command: process.execPath,
			args: [bridge, installation.url, '--transport', 'http-only', '--header', `X-API-Key: ${installation.key}`,
				'--header', 'X-Mcp-User: admin@example.com'],
			env: { PATH: process.env.PATH, HOME: settings, MCP_REMOTE_CONFIG_DIR: settings },
			stderr: 'ignore',
		}));
	});

	after(async () => {
		await client.close();
		await installation?.stop();
		rmSync(settings, { recursive: true, force: true });
	});

	test('lists the tools', async () => {
		const { tools } = await client.listTools();

		assert.ok(tools.some((tool) => tool.name === 'create_workspace'));
	});

	test('brings the headers along', async () => {
		const { structuredContent } = await client.callTool({ name: 'whoami', arguments: {} });

		assert.equal(structuredContent.user.email, 'admin@example.com');
	});

	test('creates a workspace and a task in it', async () => {
		await client.callTool({ name: 'mcp_create_workspace', arguments: { name: 'Over the bridge' } });
		const made = await client.callTool({ name: 'create_task', arguments: { workspace: 'Over the bridge', title: 'Cross' } });

		assert.equal(made.structuredContent.results[0].task.created_by, 'admin@example.com');
	});
});
