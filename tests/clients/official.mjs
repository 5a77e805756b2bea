/*
 * The official TypeScript clients, each as its documentation says to use it, behind one small face.
 */
import * as current from '@modelcontextprotocol/client';
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as FirstTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

const identity = { name: 'taskdesk-tests', version: '1.0.0' };

/* The face: what each client is asked to do, in the words of its own release. */
class Session {
	constructor(kind, client, record) {
		Object.assign(this, { kind, client, record });
	}

	get isModern() {
		return this.kind.revision === '2026-07-28';
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

/* A client that can show a form answers each question by answers(params); without it, it cannot be asked. */
function currentClient(versionNegotiation) {
	return {
		makeClient(answers) {
			const capabilities = answers ? { elicitation: { form: {} } } : {};
			const client = new current.Client(identity, { versionNegotiation, capabilities });

			if (answers)
				client.setRequestHandler('elicitation/create', ({ params }) => answers(params));
			return client;
		},
		Transport: current.StreamableHTTPClientTransport,
		call: (client, parameters, options) => client.callTool(parameters, options),
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
	},
];

/* Connects to url with these headers, as a person writes them into a client's configuration. */
export async function connect(kind, url, headers, record, answers) {
	const client = kind.makeClient(answers);

	await client.connect(new kind.Transport(new URL(url), { requestInit: { headers }, fetch: record.fetch }));
	return new Session(kind, client, record);
}
