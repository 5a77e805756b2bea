/*
 * A stranger's https server on this machine, with a certificate of its own: what it answers is
 * said by the test, path by path, and what was asked of it is kept.
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import https from 'node:https';
import { promisify } from 'node:util';

import { folderOfTests } from '../support/installation.mjs';

const run = promisify(execFile);

/* A key and a certificate for localhost that vouches for itself: { key, certificate }, as file names. */
export async function makeCertificate(name = 'localhost') {
	const folder = `${folderOfTests}/certificates`;
	const files = { key: `${folder}/${name}-${process.pid}.key`, certificate: `${folder}/${name}-${process.pid}.pem` };

	mkdirSync(folder, { recursive: true });
	await run('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
		'-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name},IP:127.0.0.1`,
		'-keyout', files.key, '-out', files.certificate]);
	return files;
}

export class Stranger {
	/* Starts it; answers are functions (request, response) or documents by path. */
	static async start(files) {
		const stranger = new Stranger();

		stranger.answers = new Map();
		stranger.asked = [];
		stranger.connections = 0;
		stranger.server = https.createServer({ key: readFileSync(files.key), cert: readFileSync(files.certificate) },
			(request, response) => stranger.#answer(request, response));
		stranger.server.on('connection', () => {
			stranger.connections += 1;
		});
		stranger.server.listen(0, '127.0.0.1');
		await once(stranger.server, 'listening');
		stranger.base = `https://localhost:${stranger.server.address().port}`;
		return stranger;
	}

	#answer(request, response) {
		const answer = this.answers.get(request.url);

		this.asked.push(request.url);
		if (typeof answer === 'function')
			return answer(request, response);
		response.writeHead(answer ? 200 : 404, { 'Content-Type': 'application/json', ...answer?.headers });
		return response.end(answer ? JSON.stringify(answer.document) : '{}');
	}

	/* Puts a client's document at the path and says its URL, which is the client_id. */
	describe(path, changes = {}, headers = {}) {
		const url = `${this.base}${path}`;

		this.answers.set(path, {
			headers,
			document: { client_id: url, client_name: 'Wandering Planner', redirect_uris: ['http://127.0.0.1/callback'], ...changes },
		});
		return url;
	}

	timesAsked(path) {
		return this.asked.filter((asked) => asked === path).length;
	}

	async stop() {
		this.server.closeAllConnections();
		this.server.close();
		await once(this.server, 'close');
	}
}
