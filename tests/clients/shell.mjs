/*
 * A fetch that starts the CGI binary as a person does from a shell: the request in environment variables, the body on
 * standard input, the answer on standard output (RFC 3875).
 */
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

import { binaries } from '../support/installation.mjs';

function variables(url, { method = 'GET', headers, body }) {
	const given = { PATH: process.env.PATH, REQUEST_METHOD: method, PATH_INFO: url.pathname, QUERY_STRING: url.search.slice(1) };

	for (const [name, value] of new Headers(headers))
		given[name === 'content-type' ? 'CONTENT_TYPE' : `HTTP_${name.toUpperCase().replaceAll('-', '_')}`] = value;
	if (body !== undefined)
		given.CONTENT_LENGTH = String(Buffer.byteLength(body));
	return given;
}

function readResponse(output) {
	const end = output.indexOf('\r\n\r\n');
	const headers = new Headers(output.subarray(0, end).toString('latin1').split('\r\n').map((line) => {
		const colon = line.indexOf(':');

		return [line.slice(0, colon), line.slice(colon + 1).trim()];
	}));
	const status = Number.parseInt(headers.get('status'), 10);
	const body = output.subarray(end + 4);

	headers.delete('status');
	return new Response(status === 202 || body.length === 0 ? null : body, { status, headers });
}

/* Asks the program of this installation; what it says on standard error goes to the installation's log. */
export function shellFetch(installation) {
	return async function fetchFromShell(input, init = {}) {
		const environment = variables(new URL(input), init);
		const child = spawn(`${binaries}/taskdesk.cgi`, ['--config', installation.config], { env: environment });
		const parts = [];

		child.stderr.pipe(createWriteStream(installation.log, { flags: 'a' }));
		child.stdout.on('data', (part) => parts.push(part));
		child.stdin.on('error', () => {});
		child.stdin.end(init.body ?? '');
		const [status, signal] = await once(child, 'close');

		if (status !== 0)
			throw new Error(`taskdesk.cgi ended with ${signal ?? status}`);
		return readResponse(Buffer.concat(parts));
	};
}
