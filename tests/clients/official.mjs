/*
 * The official TypeScript clients, each as its documentation says to use it, behind one small face.
 */
import * as current from '@modelcontextprotocol/client';
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as FirstTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

import { recordingFetch } from './recorder.mjs';

const identity = { name: 'taskdesk-tests', version: '1.0.0' };

/* The face: what each client is asked to do, in the words of its own release. */
class Session {
	constructor(kind, client, record) {
		Object.assign(this, { kind, client, record });
	}

	get revision() {
		return this.kind.revision;
	}

	tools() {
		return this.client.listTools();
	}

	call(name, toolArguments = {}, options = {}) {
		return this.kind.call(this.client, { name, arguments: toolArguments }, options);
	}

	/* Calls a tool that is expected to succeed; its structured content. */
	async ask(name, toolArguments = {}, options = {}) {
		const result = await this.call(name, toolArguments, options);

		if (result.isError)
			throw new Error(`${name} failed: ${result.content[0].text}`);
		return result.structuredContent;
	}

	close() {
		return this.client.close();
	}
}

function currentClient(versionNegotiation) {
	return {
		makeClient: () => new current.Client(identity, { versionNegotiation }),
		Transport: current.StreamableHTTPClientTransport,
		call: (client, parameters, options) => client.callTool(parameters, options),
		page: (client, cursor) => client.listTools({ cursor }),
	};
}

export const kinds = [
	{ name: 'client 2, 2026-07-28', revision: '2026-07-28', ...currentClient({ mode: { pin: '2026-07-28' } }) },
	{ name: 'client 2, finding the revision by itself', revision: '2026-07-28', ...currentClient({ mode: 'auto' }) },
	{ name: 'client 2, legacy', revision: '2025-11-25', ...currentClient({ mode: 'legacy' }) },
	{
		name: 'sdk 1',
		revision: '2025-11-25',
		makeClient: () => new FirstClient(identity),
		Transport: FirstTransport,
		call: (client, parameters, options) => client.callTool(parameters, undefined, options),
		page: (client, cursor) => client.listTools({ cursor }),
	},
];

/* Connects to url with these headers, as a person writes them into a client's configuration. */
export async function connect(kind, url, headers, record = recordingFetch()) {
	const client = kind.makeClient();

	await client.connect(new kind.Transport(new URL(url), { requestInit: { headers }, fetch: record.fetch }));
	return new Session(kind, client, record);
}
