/*
 * The whole way from a client to its code, under every web server that hosts us.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { waitUntil } from '../support/installation.mjs';
import { Hand, addClient, authorizeUrl, codeRow, startDesk } from './desk.mjs';

const WEB = 'https://client.example/callback';
const ADA = 'ada@example.com';

describe('signing in and allowing works', () => {
	for (const flavour of ['lighttpd-fcgi', 'lighttpd-cgi', 'apache-fcgid', 'apache-cgid', 'apache-subdir']) {
		test(`under ${flavour}`, async () => {
			const desk = await startDesk({ flavour });

			try {
				const url = authorizeUrl(desk, await addClient(desk, { redirectUris: [WEB] }), WEB, { prompt: 'login' });
				const hand = new Hand(desk);
				const answer = await hand.signIn(url, ADA);

				assert.equal(answer.status, 303);
				assert.ok(answer.headers.location.startsWith(`${desk.base}/auth/authorize?`), answer.headers.location);
				assert.match((await hand.send(answer.headers.location)).body, /<h1>Allow /);

				const allowed = await hand.submit(answer.headers.location, { action: 'allow', 'allow tasks:read': 'on' });
				const sent = new URL(allowed.headers.location).searchParams;

				assert.equal(sent.get('iss'), `${desk.base}/auth`);
				assert.equal((await codeRow(desk, sent.get('code'))).scopes, 'tasks:read');
				assert.match((await hand.send(`${desk.base}/auth/`)).body, /<h1>Your account/);
				assert.match(answer.headers['cache-control'], /no-store/);
			} finally {
				await desk.stop();
			}
		});
	}
});

describe('while the database is away', () => {
	test('a page says so, and works again afterwards', async () => {
		const desk = await startDesk();

		try {
			const hand = new Hand(desk);

			await hand.signIn(`${desk.base}/auth/`, ADA);
			await desk.endDatabase('SIGKILL');

			const answer = await hand.send(`${desk.base}/auth/`);

			assert.equal(answer.status, 503);
			assert.ok(Number(answer.headers['retry-after']) > 0);
			assert.equal(answer.headers['content-type'], 'text/html; charset=utf-8');
			assert.match(answer.body, /<h1>This does not work just now/);
			await desk.startDatabase();
			await waitUntil(async () => /<h1>Your account/.test((await hand.send(`${desk.base}/auth/`)).body), 'the page is back');
		} finally {
			await desk.stop();
		}
	});
});
