/*
 * Headless Chromium, and web sites with names of their own for it to meet.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { chromium } from 'playwright-core';

import { folderOfTests, slowness } from '../support/installation.mjs';

const run = promisify(execFile);

/* Where pictures of pages are put, to be looked at. */
export const pictures = join(folderOfTests, 'pictures');

async function certificate() {
	const folder = mkdtempSync(join(tmpdir(), 'taskdesk-site-'));
	const key = join(folder, 'key.pem');
	const cert = join(folder, 'cert.pem');

	try {
		await run('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
			'-subj', '/CN=example', '-keyout', key, '-out', cert]);
		return { key: readFileSync(key), cert: readFileSync(cert) };
	} finally {
		rmSync(folder, { recursive: true });
	}
}

function listening(server) {
	return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));
}

/*
 * Serves any number of sites: pages[host + path] is a function of the URL that returns HTML, or
 * { location }. What was asked for is kept in visited, as URLs.
 */
export async function startSites() {
	const pages = {};
	const visited = [];

	function answer(scheme, request, response) {
		const url = new URL(request.url, `${scheme}://${request.headers.host}`);
		const page = pages[url.hostname + url.pathname];
		const made = page ? page(url, request) : undefined;

		if (url.pathname !== '/favicon.ico')
			visited.push(url);
		if (made?.location)
			response.writeHead(302, { Location: made.location }).end();
		else
			response.writeHead(made === undefined ? 404 : 200, { 'Content-Type': 'text/html; charset=utf-8' }).end(made ?? 'nothing');
	}

	const plain = http.createServer((request, response) => answer('http', request, response));
	const secure = https.createServer(await certificate(), (request, response) => answer('https', request, response));
	const [port, securePort] = [await listening(plain), await listening(secure)];

	return {
		pages, visited, port, securePort,
		stop() {
			for (const server of [plain, secure]) {
				server.close();
				server.closeAllConnections();
			}
		},
	};
}

/* Every https name leads to the sites; nothing else is reached but this machine. */
export function startBrowser(sites) {
	return chromium.launch({
		executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
		chromiumSandbox: process.getuid() !== 0,
		args: [`--host-resolver-rules=MAP *:443 127.0.0.1:${sites.securePort}, MAP *:80 127.0.0.1:${sites.port}`],
	});
}

/* A browser of its own for one person. */
export async function openContext(browser, options = {}) {
	const context = await browser.newContext({ ignoreHTTPSErrors: true, ...options });

	context.setDefaultTimeout(20000 * slowness);
	return context;
}

export async function picture(page, name) {
	mkdirSync(pictures, { recursive: true });
	await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
}
