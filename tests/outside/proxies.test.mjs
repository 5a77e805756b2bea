/*
 * Standing before a provider where clients cannot register: official clients on their whole way, and what must not go
 * through.
 */
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { addPerson } from '../browser/desk.mjs';
import { Application, CALLBACK, isUnauthorized, open } from '../clients/application.mjs';
import { kinds } from '../clients/official.mjs';
import { httpRequest, startInstallation } from '../support/installation.mjs';
import { OutsideProvider, Traveller, UPSTREAM_SECRET } from './provider.mjs';
import { makeCertificate } from './stranger.mjs';

/* Beside lighttpd: Apache, which keeps Authorization to itself unless told otherwise, as CGI, and in a sub-folder. */
const FLAVOURS = ['apache-cgid', 'apache-subdir'];

let desk, provider;
const desks = new Map();

function start(extra = {}, flavour = 'lighttpd-fcgi') {
	return startInstallation(flavour, '--workers', '3', ...Object.entries({
		oauth: 'outside', setup_proxies: 'on', issuer_url: provider.issuer, provider_ca: provider.certificate,
		client_id: 'the-desk', client_secret: UPSTREAM_SECRET, default_scope: 'openid offline_access', ...extra,
	}).flatMap(([name, value]) => ['--set', `${name} = ${value}`]));
}

before(async () => {
	provider = await OutsideProvider.start(await makeCertificate());
	desk = await start();
	desks.set('lighttpd-fcgi', desk);
	await Promise.all(FLAVOURS.map(async (flavour) => desks.set(flavour, await start({}, flavour))));
	await provider.serve(desk, { others: [...desks.values()] });
	for (const one of desks.values())
		await addPerson(one, 'ada@example.com', 'Ada of the Desk');
});

after(async () => {
	await Promise.all([...desks.values(), provider].map((one) => one?.stop()));
});

const answers = [];

/* Everything the desk says is kept, to look for the secret in it. */
async function send(traveller, url, options) {
	const answer = await traveller.send(url, options);

	answers.push(`${answer.status} ${JSON.stringify(answer.headers)} ${answer.body}`);
	return answer;
}

const json = (answer) => JSON.parse(answer.body);

function post(path, form, { at = desk, headers } = {}) {
	return send(new Traveller(provider.certificate), `${at.base}${path}`, { form, headers: { Accept: 'application/json', ...headers } });
}

async function register(metadata = {}, { at = desk } = {}) {
	const answer = await httpRequest(`${at.base}/auth/register`, {
		method: 'POST', headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({
			client_name: 'Wandering Planner', redirect_uris: [CALLBACK], token_endpoint_auth_method: 'none',
			grant_types: ['authorization_code', 'refresh_token'], ...metadata,
		}),
	});

	answers.push(answer.body);
	assert.equal(answer.status, 201, answer.body);
	return answer.json;
}

function authorization(clientId, changes = {}, { at = desk } = {}) {
	const verifier = randomBytes(32).toString('base64url');
	const query = new URLSearchParams(JSON.parse(JSON.stringify({
		response_type: 'code', client_id: clientId, redirect_uri: CALLBACK, state: 'the client\'s own state', resource: at.url,
		code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256', ...changes,
	})));

	return { url: `${at.base}/auth/authorize?${query}`, verifier };
}

/* The person looks at our page and presses a button; the page that leads on, or a redirect. */
async function press(traveller, url, action) {
	const page = await send(traveller, url);
	const token = /name="form_token" value="([^"]+)"/.exec(page.body)?.[1];

	assert.equal(page.status, 200, page.body);
	assert.ok(token, page.body);
	return { page, next: await send(traveller, url, { form: { form_token: token, action } }) };
}

const whereto = (answer) => new URL((answer.headers.location ?? /content="0; url=([^"]+)"/.exec(answer.body)[1]).replaceAll('&amp;', '&'));

/* All the way: agrees here, signs in there as this person, and comes back; the address that the client is called at. */
async function walk(url, name = 'ada', { traveller = new Traveller(provider.certificate), at = desk } = {}) {
	const { next } = await press(traveller, url, 'allow');
	const page = await traveller.follow(String(whereto(next)), `${at.base}/auth/callback`);
	const back = page.left ? page : await traveller.signIn(page, name, `${at.base}/auth/callback`);
	const answer = await send(traveller, String(back.left));

	return { answer, callback: back.left, traveller };
}

async function codeFor(client, changes) {
	const { url, verifier } = authorization(client.client_id, changes);
	const { answer } = await walk(url);

	return { code: whereto(answer).searchParams.get('code'), verifier };
}

function redeem(client, { code, verifier }, changes = {}, options) {
	return post('/auth/token', JSON.parse(JSON.stringify({
		grant_type: 'authorization_code', code, code_verifier: verifier, client_id: client.client_id, redirect_uri: CALLBACK,
		resource: desk.url, ...changes,
	})), options);
}

test('says that it is the authorization server, and what it can do', async () => {
	const resource = (await httpRequest(`${desk.base}/.well-known/oauth-protected-resource/mcp`)).json;
	const metadata = (await httpRequest(`${desk.base}/.well-known/oauth-authorization-server/auth`)).json;

	assert.deepEqual(resource.authorization_servers, [`${desk.base}/auth`]);
	assert.equal(metadata.issuer, `${desk.base}/auth`);
	assert.equal(metadata.authorization_endpoint, `${desk.base}/auth/authorize`);
	assert.equal(metadata.token_endpoint, `${desk.base}/auth/token`);
	assert.equal(metadata.registration_endpoint, `${desk.base}/auth/register`);
	assert.deepEqual(metadata.code_challenge_methods_supported, ['S256']);
	for (const member of ['jwks_uri', 'introspection_endpoint', 'revocation_endpoint'])
		assert.equal(metadata[member], undefined, member);
});

async function goAllTheWay(kind, at) {
	const application = new Application(at);
	const first = open(kind, application);

	await assert.rejects(first.client.connect(first.transport), isUnauthorized);
	assert.notEqual(application.known.client_id, 'the-desk');
	assert.equal(application.known.client_secret, undefined);
	const { answer } = await walk(String(application.asked[0]), 'ada', { at });
	const sent = whereto(answer).searchParams;

	assert.equal(sent.get('iss'), `${at.base}/auth`);
	assert.equal(sent.get('state'), application.asked[0].searchParams.get('state'));
	await first.transport.finishAuth(kind.name === 'sdk 1' ? sent.get('code') : sent);
	await first.client.close();

	const { client, transport } = open(kind, application);

	await client.connect(transport);
	const result = await kind.call(client, { name: 'whoami', arguments: {} });

	assert.equal(result.structuredContent.user.email, 'ada@example.com');
	await client.close();
	assert.ok(application.saved.refresh_token);

	/* A token that has ended is renewed without the person. */
	application.saved = { ...application.saved, access_token: `${application.saved.access_token}x` };
	const again = open(kind, application);

	await again.client.connect(again.transport);
	assert.equal((await kind.call(again.client, { name: 'whoami', arguments: {} })).structuredContent.user.email, 'ada@example.com');
	await again.client.close();
	assert.equal(application.asked.length, 1);
}

for (const flavour of ['lighttpd-fcgi', ...FLAVOURS])
	for (const kind of kinds)
		test(`takes an official client all the way under ${flavour}: ${kind.name}`, () => goAllTheWay(kind, desks.get(flavour)));

test('shows who asks and where the person will sign in, and goes on only after a word from the person', async () => {
	const client = await register();
	const traveller = new Traveller(provider.certificate);
	const { url } = authorization(client.client_id, { scope: 'tasks:read' });
	const asked = provider.asked.length;
	const { page, next } = await press(traveller, url, 'allow');

	assert.match(page.body, /Wandering Planner/);
	assert.match(page.body, new RegExp(new URL(provider.issuer).host));
	assert.match(page.body, /see your workspaces/);
	assert.doesNotMatch(page.body, /create, change/);
	assert.equal(provider.asked.length, asked);
	assert.equal(whereto(next).origin, provider.issuer);
});

test('fills in what the provider has to know, and keeps challenge and resource', async () => {
	const client = await register();
	const { url } = authorization(client.client_id, { scope: 'tasks:read admin:everything', login_hint: 'ada@example.com' });
	const { next } = await press(new Traveller(provider.certificate), url, 'allow');
	const sent = whereto(next).searchParams;

	assert.equal(sent.get('client_id'), 'the-desk');
	assert.equal(sent.get('redirect_uri'), `${desk.base}/auth/callback`);
	assert.equal(sent.get('scope'), 'openid offline_access tasks:read');
	assert.equal(sent.get('resource'), desk.url);
	assert.equal(sent.get('audience'), null);
	assert.equal(sent.get('code_challenge'), new URL(url).searchParams.get('code_challenge'));
	assert.equal(sent.get('code_challenge_method'), 'S256');
	assert.equal(sent.get('login_hint'), 'ada@example.com');
	assert.notEqual(sent.get('state'), 'the client\'s own state');
});

test('tells the client when the person cancels, here or there', async () => {
	const client = await register();
	const { url } = authorization(client.client_id);
	const here = whereto((await press(new Traveller(provider.certificate), url, 'deny')).next).searchParams;

	assert.equal(here.get('error'), 'access_denied');
	assert.equal(here.get('state'), 'the client\'s own state');

	const traveller = new Traveller(provider.certificate);
	const state = whereto((await press(traveller, url, 'allow')).next).searchParams.get('state');
	const query = new URLSearchParams({ error: 'access_denied', error_description: 'no', state, iss: provider.issuer });
	const there = whereto(await send(traveller, `${desk.base}/auth/callback?${query}`)).searchParams;

	assert.equal(there.get('error'), 'access_denied');
	assert.equal(there.get('state'), 'the client\'s own state');
	assert.equal(there.get('iss'), `${desk.base}/auth`);
});

test('answers prompt=none with the need to ask', async () => {
	const client = await register();
	const answer = await send(new Traveller(provider.certificate), authorization(client.client_id, { prompt: 'none' }).url,
		{ headers: { Accept: '*/*' } });

	assert.equal(whereto(answer).searchParams.get('error'), 'consent_required');
});

/* Anybody can register an address, so a link to us must not lead there by itself. */
const hopeless = {
	'nothing else': { response_type: undefined, code_challenge: undefined, resource: undefined },
	'another resource': { resource: 'https://elsewhere.example/mcp' },
	'the wish that nobody is asked': { prompt: 'none' },
};

for (const [what, changes] of Object.entries(hopeless)) {
	test(`takes no person along to an address that anybody registered, by a link with ${what}`, async () => {
		const landing = 'https://evil.example/landing';
		const client = await register({ redirect_uris: [landing] });
		const answer = await send(new Traveller(provider.certificate),
			authorization(client.client_id, { redirect_uri: landing, ...changes }).url);

		assert.equal(answer.status, 400);
		assert.equal(answer.headers.location, undefined);
		assert.match(answer.body, /Nothing was allowed/);
		assert.doesNotMatch(answer.body, /http-equiv="refresh"/);
		assert.match(answer.body, /Go on to evil\.example/);
	});
}

test('sends nobody to an address that the client has not registered', async () => {
	const client = await register();
	const answer = await send(new Traveller(provider.certificate),
		authorization(client.client_id, { redirect_uri: 'https://evil.example/callback' }).url);

	assert.equal(answer.status, 400);
	assert.equal(answer.headers.location, undefined);
});

test('takes no form that another page sends', async () => {
	const client = await register();
	const { url } = authorization(client.client_id);
	const traveller = new Traveller(provider.certificate);
	const page = await send(traveller, url);
	const token = /name="form_token" value="([^"]+)"/.exec(page.body)[1];

	for (const options of [
		{ form: { action: 'allow' } },
		{ form: { action: 'allow', form_token: `${token}x` } },
		{ form: { action: 'allow', form_token: token }, headers: { Origin: 'https://evil.example' } },
	]) {
		const answer = await send(traveller, url, options);

		assert.equal(answer.status, 403, answer.body);
		assert.doesNotMatch(answer.body, /http-equiv="refresh"/);
	}
});

test('finishes a sign-in only in the browser where the person agreed', async () => {
	const client = await register();
	const { next } = await press(new Traveller(provider.certificate), authorization(client.client_id).url, 'allow');
	const victim = new Traveller(provider.certificate);
	const page = await victim.follow(String(whereto(next)), `${desk.base}/auth/callback`);
	const { left } = await victim.signIn(page, 'ada', `${desk.base}/auth/callback`);
	const answer = await send(victim, String(left));

	assert.equal(answer.status, 400);
	assert.match(answer.body, /another browser/);
	assert.equal(answer.headers.location, undefined);
});

test('takes each answer of the provider once, and none that is not the provider\'s', async () => {
	const client = await register();
	const { callback, traveller } = await walk(authorization(client.client_id).url);

	assert.equal((await send(traveller, String(callback))).status, 400);

	const { next } = await press(traveller, authorization(client.client_id).url, 'allow');
	const state = whereto(next).searchParams.get('state');

	for (const query of [`code=x&state=${state}&iss=https://evil.example`, `code=x`, `code=x&state=unknown`, `code=x&code=y&state=${state}`]) {
		const answer = await send(traveller, `${desk.base}/auth/callback?${query}`);

		assert.equal(answer.status, 400, query);
		assert.equal(answer.headers.location, undefined);
	}
});

test('gives tokens for a code, once, and nothing beside them', async () => {
	const client = await register();
	const brought = await codeFor(client);
	const answer = await redeem(client, brought);

	assert.equal(answer.status, 200, answer.body);
	assert.deepEqual(Object.keys(json(answer)).sort(), ['access_token', 'expires_in', 'refresh_token', 'scope', 'token_type']);
	assert.equal(JSON.parse(Buffer.from(json(answer).access_token.split('.')[1], 'base64url')).aud, desk.url);
	assert.equal(answer.headers['cache-control'], 'no-store');
	assert.equal(json(await redeem(client, brought)).error, 'invalid_grant');
});

test('gives nothing for a code to whoever it does not belong to', async () => {
	const client = await register();
	const other = await register();
	const wrong = [
		[other, {}, 'invalid_grant'],
		[client, { code_verifier: 'x'.repeat(50) }, 'invalid_grant'],
		[client, { code_verifier: undefined }, 'invalid_request'],
		[client, { redirect_uri: 'http://127.0.0.1:1/other' }, 'invalid_grant'],
		[client, { resource: 'https://other.example/mcp' }, 'invalid_target'],
		[client, { code: 'another' }, 'invalid_grant'],
		[client, { client_id: 'the-desk' }, 'invalid_client'],
		[client, { client_id: undefined }, 'invalid_client'],
		[client, { client_secret: UPSTREAM_SECRET }, 'invalid_client'],
		[client, { grant_type: 'client_credentials' }, 'unsupported_grant_type'],
		[client, { grant_type: 'password' }, 'unsupported_grant_type'],
	];

	for (const [who, changes, error] of wrong) {
		const asked = provider.timesAsked('/token');
		const answer = await redeem(who, await codeFor(client), changes);

		assert.equal(json(answer).error, error, `${JSON.stringify(changes)}: ${answer.body}`);
		assert.equal(provider.timesAsked('/token'), asked, JSON.stringify(changes));
	}
});

test('renews for the client that holds the refresh token, and for no other', async () => {
	const client = await register();
	const other = await register();
	const first = json(await redeem(client, await codeFor(client)));
	const refresh = (who, token) => post('/auth/token', { grant_type: 'refresh_token', refresh_token: token, client_id: who.client_id });

	assert.equal(json(await refresh(other, first.refresh_token)).error, 'invalid_grant');
	const second = json(await refresh(client, first.refresh_token));

	assert.ok(second.access_token);
	assert.notEqual(second.refresh_token, first.refresh_token);
	assert.equal(json(await refresh(client, first.refresh_token)).error, 'invalid_grant');
	assert.equal(json(await refresh(client, 'made-up')).error, 'invalid_grant');
});

test('holds a client with a secret of its own to it', async () => {
	const client = await register({ token_endpoint_auth_method: 'client_secret_basic' });
	const basic = (secret) => ({ Authorization: `Basic ${Buffer.from(`${client.client_id}:${secret}`).toString('base64')}` });

	assert.ok(client.client_secret);
	assert.notEqual(client.client_secret, UPSTREAM_SECRET);
	assert.equal(json(await redeem(client, await codeFor(client))).error, 'invalid_client');
	assert.equal((await redeem(client, await codeFor(client), { client_id: undefined }, { headers: basic(client.client_secret) })).status, 200);
});

test('says nothing of the provider\'s troubles with us, and no secret', async () => {
	const client = await register();
	const brought = await codeFor(client);
	const { handler } = provider;

	provider.handler = (request, response) => {
		response.writeHead(401, { 'Content-Type': 'application/json' });
		response.end(JSON.stringify({ error: 'invalid_client', error_description: `wrong secret ${UPSTREAM_SECRET}` }));
	};
	const answer = await redeem(client, brought);

	provider.handler = handler;
	assert.equal(answer.status, 500, answer.body);
	assert.doesNotMatch(answer.body, /wrong secret/);
	assert.ok(answers.length > 50);
	assert.ok(!answers.some((text) => text.includes(UPSTREAM_SECRET)));
	assert.ok(!desk.logText().includes(UPSTREAM_SECRET));
});

test('names the provider\'s own audience where it is told to, and puts the administrator\'s words over its metadata', async () => {
	const file = `${desk.folder}/custom.json`;

	writeFileSync(file, JSON.stringify({ service_documentation: 'https://desk.example/help', scopes_supported: ['api.read'] }));
	const other = await start({
		audience: 'urn:our-api', scope_map: 'api.read=tasks:read', custom_oauth_metadata: file, authorize_url: `${provider.issuer}/custom`,
	});

	try {
		const metadata = (await httpRequest(`${other.base}/.well-known/oauth-authorization-server/auth`)).json;
		const client = await register({}, { at: other });
		const { next } = await press(new Traveller(provider.certificate), authorization(client.client_id, {}, { at: other }).url, 'allow');
		const sent = whereto(next);

		assert.equal(metadata.service_documentation, 'https://desk.example/help');
		assert.deepEqual(metadata.scopes_supported, ['api.read']);
		assert.equal(metadata.issuer, `${other.base}/auth`);
		assert.equal(sent.pathname, '/custom');
		assert.equal(sent.searchParams.get('audience'), 'urn:our-api');
		assert.equal(sent.searchParams.get('resource'), null);
		assert.equal(sent.searchParams.get('scope'), 'openid offline_access api.read');
	} finally {
		await other.stop();
	}
});

test('knows clients by their metadata documents as well', async () => {
	const url = 'https://client.example/metadata.json';
	const file = `${desk.folder}/client.json`;

	writeFileSync(file, JSON.stringify({ client_id: url, client_name: 'Described', redirect_uris: [CALLBACK] }));
	await desk.administer('client', 'pin', url, file);
	const client = { client_id: url };

	assert.equal((await redeem(client, await codeFor(client))).status, 200);
});

test('registers no clients where that is switched off', async () => {
	const closed = await start({ dynamic_registration: 'off' });

	try {
		const metadata = (await httpRequest(`${closed.base}/.well-known/oauth-authorization-server/auth`)).json;
		const answer = await httpRequest(`${closed.base}/auth/register`, {
			method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ redirect_uris: [CALLBACK] }),
		});

		assert.equal(metadata.registration_endpoint, undefined);
		assert.notEqual(answer.status, 201);
	} finally {
		await closed.stop();
	}
});
