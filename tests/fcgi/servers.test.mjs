/*
 * What web servers make of requests that are not ordinary, and what reaches the client: on every way to host.
 */
import assert from 'node:assert/strict';
import { appendFileSync, copyFileSync, existsSync, readdirSync, readlinkSync, renameSync, rmSync } from 'node:fs';
import http from 'node:http';
import { after, before, describe, test } from 'node:test';

import { endProcess, httpRequest, isAlive, rpc, rpcRequest, startInstallation, waitUntil } from '../support/installation.mjs';

const flavours = ['lighttpd-fcgi', 'lighttpd-cgi', 'apache-fcgid', 'apache-cgid', 'apache-subdir'];
const BODY_LIMIT = 65536;

function isWhole(answer, status, code) {
	assert.equal(answer.status, status, answer.body);
	assert.equal(answer.json?.error, code, answer.body);
}

/* The request with its body in chunks and no Content-Length. */
function inChunks(installation, { headers, body }) {
	return new Promise((resolve, reject) => {
		const { 'Content-Length': _, ...others } = headers;
		const request = http.request(installation.url, { method: 'POST', agent: false,
			headers: { ...others, 'Transfer-Encoding': 'chunked' } }, (response) => {
			let text = '';

			response.on('data', (part) => { text += part; });
			response.on('end', () => resolve({ status: response.statusCode, json: JSON.parse(text) }));
			response.on('error', reject);
		});

		request.on('error', reject);
		request.write(body.slice(0, 10));
		setTimeout(() => request.end(body.slice(10)), 50);
	});
}

/* The path of the program that a process runs; "" for one that ended or is none of ours. */
function programOf(pid) {
	try {
		return isAlive(pid) ? readlinkSync(`/proc/${pid}/exe`) : '';
	} catch {
		return '';
	}
}

/* The processes that serve this installation. */
function workerPids(installation) {
	const pids = readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name)).map(Number);

	return pids.filter((pid) => programOf(pid).startsWith(`${installation.home}/taskdesk.fcgi`));
}

function runsReplaced(pid) {
	return programOf(pid).endsWith(' (deleted)');
}

for (const flavour of flavours) {
	describe(flavour, () => {
		const isApache = flavour.startsWith('apache');
		let installation;

		before(async () => {
			installation = await startInstallation(flavour, '--set', `request_limit_bytes = ${BODY_LIMIT}`);
			await installation.administer('user', 'add', 'ada@example.com', '--name', 'Ada', '--no-password');
		});

		after(() => installation?.stop());

		test('delivers a refusal whole although the body was left unread', async () => {
			for (const bytes of [100, 60_000, 120_000])
				isWhole(await httpRequest(installation.url, {
					method: 'POST',
					headers: { 'Content-Type': 'application/json', 'X-API-Key': 'wrong' },
					body: 'x'.repeat(bytes),
				}), 403, 'invalid_api_key');
		});

		test('delivers the refusal of a body that is too long', async () => {
			const request = rpcRequest(installation, 'tools/call', { name: 'whoami', arguments: { padding: 'x'.repeat(BODY_LIMIT) } });

			isWhole(await httpRequest(installation.url, request), 413, 'body_too_large');
		});

		test('delivers the refusals of media types and methods', async () => {
			const request = rpcRequest(installation, 'tools/list', {});
			const { 'Content-Type': _, Accept: __, ...headers } = request.headers;

			isWhole(await httpRequest(installation.url, { ...request, headers: { ...headers, 'Content-Type': 'text/plain' } }),
				415, 'unsupported_media_type');
			isWhole(await httpRequest(installation.url, { ...request, headers: { ...headers, Accept: 'text/html' } }),
				406, 'not_acceptable');
			isWhole(await httpRequest(installation.url, { ...request, method: 'PUT' }), 405, 'method_not_allowed');
		});

		test('takes a body in chunks, without Content-Length', async () => {
			const answer = await inChunks(installation, rpcRequest(installation, 'tools/call', { name: 'whoami', arguments: {} },
				{ user: 'ada@example.com' }));

			assert.equal(answer.status, 200);
			assert.equal(answer.json.result.structuredContent.user.email, 'ada@example.com');
		});

		test('refuses two values of a header that says who calls', async () => {
			const two = { headers: { 'X-Mcp-User': ['ada@example.com', 'system@taskdesk.invalid'] } };

			isWhole(await rpc(installation, 'tools/list', {}, two), 400, 'repeated_header');
			assert.notEqual((await rpc(installation, 'tools/list', {}, { headers: { 'X-API-Key': [installation.key, 'other'] } })).status,
				200);
		});

		test('is not misled by a header that only looks alike', async () => {
			const answer = await rpc(installation, 'tools/call', { name: 'whoami', arguments: {} },
				{ user: 'ada@example.com', headers: { X_Mcp_User: 'system@taskdesk.invalid' } });

			/* lighttpd passes both under one name; Apache drops the one with underscores. */
			if (isApache)
				assert.equal(answer.json.result.structuredContent.user.email, 'ada@example.com');
			else
				isWhole(answer, 400, 'repeated_header');
		});

		test('answers HEAD without a body', async () => {
			const { status, body } = await httpRequest(`${installation.base}/health`, { method: 'HEAD' });

			assert.deepEqual([status, body], [200, '']);
		});

		if (flavour === 'apache-fcgid' || flavour === 'apache-cgid')
			test('finds its configuration where SetEnv in the .htaccess says', async () => {
				const elsewhere = `${installation.folder}/elsewhere.conf`;
				const beside = `${installation.home}/taskdesk.conf`;

				copyFileSync(installation.config, elsewhere);
				appendFileSync(elsewhere, 'unknown_user = reject\n');
				appendFileSync(`${installation.home}/.htaccess`, `\nSetEnv TASKDESK_CONFIG ${elsewhere}\n`);
				if (existsSync(beside))
					rmSync(beside);
				await waitUntil(async () => {
					const answer = await rpc(installation, 'tools/list', {}, { user: 'stranger@example.com' });

					return answer.json?.error === 'unknown_user';
				}, 'the new configuration counts');
			});

		if (!flavour.endsWith('cgi') && flavour !== 'apache-cgid' || flavour === 'lighttpd-fcgi')
			describe('its processes', () => {
				test('are replaced when one is killed', async () => {
					await installation.ask('whoami');

					for (const pid of workerPids(installation))
						await endProcess(pid, 'SIGKILL');
					await waitUntil(async () => (await rpc(installation, 'tools/list')).status === 200, 'it answers again');
					assert.ok(workerPids(installation).length > 0);
				});

				test('give way to a new program, without a failed request', async () => {
					const executable = `${installation.home}/taskdesk.fcgi`;

					await installation.ask('whoami');
					copyFileSync(executable, `${executable}.new`);
					renameSync(`${executable}.new`, executable);
					assert.ok(workerPids(installation).some(runsReplaced));
					await waitUntil(async () => {
						const answers = await Promise.all([1, 2, 3].map(() => rpc(installation, 'tools/list')));

						assert.deepEqual(answers.map(({ status }) => status), [200, 200, 200]);
						return !workerPids(installation).some(runsReplaced);
					}, 'every process runs the new program');
				});

				if (flavour === 'lighttpd-fcgi')
					test('take over a changed configuration, without a failed request', async () => {
						const stranger = { user: 'stranger@example.com' };

						appendFileSync(installation.config, 'unknown_user = reject\n');
						await waitUntil(async () => {
							const answers = await Promise.all([1, 2, 3].map(() => rpc(installation, 'tools/list', {}, stranger)));

							for (const answer of answers)
								assert.ok(answer.status === 200 || answer.json?.error === 'unknown_user', answer.body);
							return answers.every(({ status }) => status === 403);
						}, 'all processes know the new setting');
					});
			});
	});
}
