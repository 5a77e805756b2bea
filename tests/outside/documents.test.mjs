/*
 * Clients whose client_id is the URL of a document: fetched, kept, refused, pinned. The strangers' servers are real
 * ones on this machine, so the program here is one for which 127.0.0.1 is a public address; the last tests take the
 * product itself, for which it is not.
 */
import assert from 'node:assert/strict';
import { copyFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { Hand, authorizeUrl, startDesk } from '../browser/desk.mjs';
import { Application, isUnauthorized, metadata, open } from '../clients/application.mjs';
import { kinds } from '../clients/official.mjs';
import { ADA, allow } from '../oauth/grants.mjs';
import { httpRequest, root, startInstallation, variant, waitUntil } from '../support/installation.mjs';
import { Stranger, makeCertificate } from './stranger.mjs';

const REDIRECT = 'http://127.0.0.1:4711/callback';
const program = `${root}/build/${variant}/tests/outside/taskdesk.fcgi`;

let certificate, desk, stranger;

before(async () => {
	certificate = await makeCertificate();
	[desk, stranger] = await Promise.all([startDesk({ program }), Stranger.start(certificate)]);
	copyFileSync(certificate.certificate, `${desk.home}/authorities.pem`);
});

after(async () => {
	await Promise.all([desk?.stop(), stranger?.stop()]);
});

/* Forgets who asked for how much, so that tests do not count together. */
async function visit(clientId, { at = desk, redirectUri = REDIRECT } = {}) {
	await at.sql('DELETE FROM guess');
	return new Hand(at).send(authorizeUrl(at, clientId, redirectUri));
}

async function refused(clientId, words) {
	const answer = await visit(clientId);

	assert.equal(answer.status, 400, answer.body);
	assert.equal(answer.headers.location, undefined);
	assert.match(answer.body, words);
}

async function age(url, seconds) {
	await desk.sql(`UPDATE client_document SET fresh_until = fresh_until - INTERVAL ${seconds} SECOND,
		fetched_at = fetched_at - INTERVAL ${seconds} SECOND WHERE url = '${url}'`);
}

test('says that clients may describe themselves', async () => {
	const { json } = await httpRequest(`${desk.base}/.well-known/oauth-authorization-server/auth`);

	assert.equal(json.client_id_metadata_document_supported, true);
});

test('shows people a client that describes itself', async () => {
	const url = stranger.describe('/planner.json');
	const answer = await visit(url);

	assert.equal(answer.status, 200, answer.body);
	assert.match(answer.body, /Wandering Planner/);
});

for (const kind of kinds) {
	test(`takes an official client that describes itself all the way: ${kind.name}`, async () => {
		const url = stranger.describe(`/official-${kind.revision}.json`, { ...metadata, client_name: kind.name });
		const application = new Application(desk, { document: url });
		const first = open(kind, application);

		await assert.rejects(first.client.connect(first.transport), isUnauthorized);
		const sent = await allow(desk, String(application.asked[0]));

		assert.equal(application.asked[0].searchParams.get('client_id'), url);
		await first.transport.finishAuth(kind.name === 'sdk 1' ? sent.code : new URLSearchParams(sent));
		await first.client.close();
		const { client, transport } = open(kind, application);

		await client.connect(transport);
		assert.equal((await kind.call(client, { name: 'whoami', arguments: {} })).structuredContent.user.email, ADA);
		await client.close();
	});
}

test('holds a client to the addresses of its document', async () => {
	const url = stranger.describe('/addresses.json');
	const answer = await visit(url, { redirectUri: 'https://elsewhere.example/callback' });

	assert.equal(answer.status, 400);
	assert.match(answer.body, /redirect_uri/);
});

test('asks again only when the time is over that the document may be kept', async () => {
	const url = stranger.describe('/kept.json', {}, { 'Cache-Control': 'max-age=7200' });

	await visit(url);
	await visit(url);
	await age(url, 7100);
	await visit(url);
	assert.equal(stranger.timesAsked('/kept.json'), 1);
	stranger.describe('/kept.json', { client_name: 'Another Name' });
	await age(url, 200);
	assert.match((await visit(url)).body, /Another Name/);
	assert.equal(stranger.timesAsked('/kept.json'), 2);
});

test('keeps even a document that wants not to be kept for a few minutes', async () => {
	const url = stranger.describe('/restless.json', {}, { 'Cache-Control': 'no-store' });

	await visit(url);
	await visit(url);
	assert.equal(stranger.timesAsked('/restless.json'), 1);
});

test('goes on with its copy for a day when the server is away', async () => {
	const url = stranger.describe('/away.json');

	await visit(url);
	stranger.answers.set('/away.json', (request) => request.socket.destroy());
	await age(url, 7200);
	assert.equal((await visit(url)).status, 200);
	await age(url, 86400);
	await refused(url, /nothing could be fetched/);
});

test('no longer believes a document that has become wrong', async () => {
	const url = stranger.describe('/turned.json');

	await visit(url);
	stranger.describe('/turned.json', { client_id: `${stranger.base}/other.json` });
	await age(url, 7200);
	await refused(url, /client_id/);
});

const wrongDocuments = {
	'/other-id.json': [{ client_id: 'https://localhost/other-id.json' }, /client_id that is its own address/],
	'/no-name.json': [{ client_name: undefined }, /client_name/],
	'/no-redirects.json': [{ redirect_uris: undefined }, /redirect_uris/],
	'/http-redirect.json': [{ redirect_uris: ['http://client.example/callback'] }, /redirect_uri must be https/],
	'/script-redirect.json': [{ redirect_uris: ['javascript:alert(1)'] }, /redirect_uri must be/],
	'/secret.json': [{ client_secret: 'everybody reads this' }, /holds a secret/],
	'/secret-method.json': [{ token_endpoint_auth_method: 'client_secret_post' }, /token_endpoint_auth_method/],
	'/private-key.json': [{ token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [{ kty: 'EC', d: 'AAAA' }] } }, /secret part/],
	'/keyless.json': [{ token_endpoint_auth_method: 'private_key_jwt' }, /jwks/],
};

for (const [path, [changes, words]] of Object.entries(wrongDocuments)) {
	test(`refuses the document ${path}, and does not ask for it again at once`, async () => {
		const url = stranger.describe(path, changes);

		await refused(url, words);
		await refused(url, words);
		assert.equal(stranger.timesAsked(path), 1);
	});
}

const send = (status, headers, body) => (request, response) => {
	response.writeHead(status, headers);
	response.end(body);
};

const wrongAnswers = {
	'/moved.json': [send(302, { Location: '/planner.json' }), /redirects elsewhere/],
	'/page.json': [send(200, { 'Content-Type': 'text/html' }, '<p>Hello</p>'), /application\/json/],
	'/untyped.json': [send(200, {}, '{}'), /application\/json/],
	'/gone.json': [send(404, { 'Content-Type': 'application/json' }, '{}'), /HTTP status 404/],
	'/broken.json': [send(200, { 'Content-Type': 'application/json' }, '{"client_id":'), /not JSON/],
	'/failing.json': [send(500, { 'Content-Type': 'application/json' }, '{}'), /HTTP status 500/],
	'/long.json': [send(200, { 'Content-Type': 'application/json' }, ' '.repeat(70000)), /longer than 65536/],
	'/endless.json': [(request, response) => {
		response.writeHead(200, { 'Content-Type': 'application/json' });
		const more = () => {
			while (response.writable && response.write(' '.repeat(10000)));
		};

		response.on('drain', more);
		response.on('error', () => {});
		more();
	}, /longer than 65536/],
	'/long-headers.json': [send(200, { 'Content-Type': 'application/json', 'X-Long': 'x'.repeat(15000), 'X-Too': 'x'.repeat(15000) }, '{}'),
		/longer than/],
	'/silent.json': [() => {}, /nothing could be fetched/],
	'/dripping.json': [(request, response) => {
		response.writeHead(200, { 'Content-Type': 'application/json' });
		const timer = setInterval(() => response.write(' '), 300);

		response.on('close', () => clearInterval(timer));
	}, /nothing could be fetched/],
};

for (const [path, [answer, words]] of Object.entries(wrongAnswers)) {
	test(`refuses what it gets at ${path}`, async () => {
		stranger.answers.set(path, answer);
		await refused(`${stranger.base}${path}`, words);
	});
}

test('follows no redirect', async () => {
	stranger.answers.set('/start.json', send(307, { Location: '/finish.json' }));
	stranger.describe('/finish.json');
	await refused(`${stranger.base}/start.json`, /redirects elsewhere/);
	assert.equal(stranger.timesAsked('/finish.json'), 0);
});

test('takes addresses of documents in one spelling only', async () => {
	for (const path of ['', '/', '/?client', '/a/../planner.json', '/./planner.json', '/%2e%2e/planner.json', '/planner.json#x'])
		await refused(`${stranger.base}${path}`, /must be https, with a path/);
	await refused(stranger.base.replace('https', 'HTTPS') + '/planner.json', /must be https, with a path/);
	await refused(`https://user@localhost:1/planner.json`, /must be https, with a path/);
});

test('believes nobody without a certificate', async () => {
	const impostor = await Stranger.start(await makeCertificate('impostor'));
	const url = impostor.describe('/planner.json');

	try {
		await refused(url, /valid certificate/);
		assert.equal(impostor.asked.length, 0);
	} finally {
		await impostor.stop();
	}
});

test('fetches the keys that a document says are elsewhere', async () => {
	const key = { kty: 'EC', crv: 'P-256', x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU', y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0' };
	const url = stranger.describe('/elsewhere.json', { token_endpoint_auth_method: 'private_key_jwt', jwks_uri: `${stranger.base}/keys.json` });

	stranger.answers.set('/keys.json', { document: { keys: [key] } });
	assert.equal((await visit(url)).status, 200);
	assert.match(await desk.value(`SELECT jwks FROM oauth_client WHERE client_id = '${url}'`), /f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU/);
});

test('fetches a document once for all who ask for it at the same time', async () => {
	const url = stranger.describe('/popular.json');
	const { document } = stranger.answers.get('/popular.json');
	let answerNow;
	const moment = new Promise((resolve) => {
		answerNow = resolve;
	});

	stranger.answers.set('/popular.json', async (request, response) => {
		await moment;
		send(200, { 'Content-Type': 'application/json' }, JSON.stringify(document))(request, response);
	});
	const first = visit(url);

	await waitUntil(() => stranger.timesAsked('/popular.json') === 1, 'the document is asked for');
	const second = await visit(url);

	assert.equal(second.status, 503);
	assert.ok(second.headers['retry-after']);
	answerNow();
	assert.equal((await first).status, 200);
	assert.equal(stranger.timesAsked('/popular.json'), 1);
});

test('lets one network bring only so many clients that were never heard of', async () => {
	let answer;

	await desk.sql('DELETE FROM guess');
	for (let i = 0; i < 40 && answer?.status !== 429; i += 1) {
		const url = stranger.describe(`/many/${i}.json`);

		answer = await new Hand(desk).send(authorizeUrl(desk, url, REDIRECT));
	}
	assert.equal(answer.status, 429);
	assert.ok(answer.headers['retry-after']);
	assert.equal((await new Hand(desk).send(authorizeUrl(desk, stranger.describe('/planner.json'), REDIRECT))).status, 200);
	await desk.sql('DELETE FROM guess');
});

test('refuses a client that the administrator withdrew, whatever its document says', async () => {
	const url = stranger.describe('/withdrawn.json');

	await visit(url);
	await desk.sql(`UPDATE oauth_client SET revoked_at = UTC_TIMESTAMP() WHERE client_id = '${url}'`);
	await age(url, 7200);
	await refused(url, /withdrawn/);
});

test('knows a client by the copy that the administrator keeps, and by its document again after', async () => {
	const url = stranger.describe('/pinned.json', { client_name: 'As Published' });
	const file = `${desk.folder}/pinned.json`;

	writeFileSync(file, JSON.stringify({ ...stranger.answers.get('/pinned.json').document, client_name: 'As Kept' }));
	await desk.administer('client', 'pin', url, file);
	assert.match((await visit(url)).body, /As Kept/);
	assert.equal(stranger.timesAsked('/pinned.json'), 0);
	await desk.administer('client', 'unpin', url);
	assert.match((await visit(url)).body, /As Published/);
	await assert.rejects(desk.administer('client', 'unpin', url), /no copy is kept/);
});

test('keeps no copy that is none', async () => {
	const file = `${desk.folder}/wrong.json`;

	writeFileSync(file, JSON.stringify({ client_id: 'https://client.example/other.json', client_name: 'X', redirect_uris: [REDIRECT] }));
	await assert.rejects(desk.administer('client', 'pin', 'https://client.example/client.json', file), /its own address/);
	await assert.rejects(desk.administer('client', 'pin', 'http://client.example/client.json', file), /must be https/);
});

test('the product itself connects to no address of this machine', async () => {
	const product = await startInstallation('lighttpd-fcgi', '--set', 'oauth = on');
	const connections = stranger.connections;

	try {
		for (const host of ['127.0.0.1', 'localhost', '127.1', '2130706433', '[::ffff:127.0.0.1]']) {
			const url = `https://${host}:${new URL(stranger.base).port}/planner.json`;
			const answer = await visit(url, { at: product });

			assert.equal(answer.status, 400, `${url}: ${answer.body}`);
			assert.match(answer.body, /public address/);
		}
		assert.equal(stranger.connections, connections);
	} finally {
		await product.stop();
	}
});
