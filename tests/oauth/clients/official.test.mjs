/*
 * The official TypeScript clients, on their whole way from an address to a tool call: they find the authorization server,
 * register or say who they are, send a person there, come back, call, renew and ask for more.
 */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';

import { Application, CALLBACK, isUnauthorized, metadata, open } from '../../clients/application.mjs';
import * as current from '@modelcontextprotocol/client';
import * as first from '@modelcontextprotocol/sdk/client/auth-extensions.js';

import { kinds } from '../../clients/official.mjs';
import { ADA, allow, decodeToken, startDesk } from '../grants.mjs';

const DOCUMENT = 'https://client.example/oauth/metadata.json';

/* The person answers what the application was last told to ask; the transport takes the answer. */
async function answer(kind, application, transport, consent) {
	const url = application.asked.at(-1);
	const sent = await allow(application.desk, String(url), consent);

	assert.equal(sent.state, url.searchParams.get('state'));
	if (kind.name === 'sdk 1')
		await transport.finishAuth(sent.code);
	else
		await transport.finishAuth(new URLSearchParams(sent));
}

/* Connects as the documentation of the clients says to; asks the person where that is needed. */
async function connect(kind, application, consent) {
	const tried = open(kind, application);

	await assert.rejects(tried.client.connect(tried.transport), isUnauthorized);
	await answer(kind, application, tried.transport, consent);
	await tried.client.close();

	const { client, transport } = open(kind, application);

	await client.connect(transport);
	return { client, transport };
}

const call = async (kind, client, name, toolArguments = {}) => (await kind.call(client, { name, arguments: toolArguments })).structuredContent;

const facts = (output) => Object.fromEntries(output.trim().split('\n').map((line) => line.split(' ')));

const extensions = (kind) => (kind.name === 'sdk 1' ? first : current);

const flavours = (process.env.TASKDESK_OAUTH_FLAVOURS ?? 'lighttpd-fcgi apache-fcgid apache-cgid apache-subdir').split(' ');

for (const flavour of flavours) {
	describe(`under ${flavour}`, () => {
		let desk;

		before(async () => {
			desk = await startDesk({ flavour });
		});

		after(() => desk?.stop());

		/* The provider gets its token without anybody being asked. */
		async function callsAlone(authProvider, kind) {
			const client = kind.makeClient();

			await client.connect(new kind.Transport(new URL(desk.url), { authProvider }));
			assert.equal((await call(kind, client, 'whoami')).user.email, ADA);
			await client.close();
		}

		for (const kind of kinds) {
			describe(kind.name, () => {
				test('registers itself, lets the person allow it, and calls', async () => {
					const application = new Application(desk);
					const { client } = await connect(kind, application);

					try {
						assert.equal((await call(kind, client, 'whoami')).user.email, ADA);
						assert.equal((await call(kind, client, 'create_workspace', { name: `Of ${kind.name}` })).workspace.name, `Of ${kind.name}`);
					} finally {
						await client.close();
					}
					assert.ok(application.known.client_id);
					assert.equal(application.asked.length, 1);
					assert.equal(application.asked[0].searchParams.get('resource'), desk.url);
				});

				test('registers itself with a secret', async () => {
					const application = new Application(desk, { secret: true });
					const { client } = await connect(kind, application);

					assert.equal((await call(kind, client, 'whoami')).user.email, ADA);
					await client.close();
					assert.ok(application.known.client_secret);
				});

				test('is known to the administrator before', async () => {
					const output = await desk.administer('client', 'add', 'Entered', '--redirect', CALLBACK);
					const application = new Application(desk, { known: { client_id: output.match(/client_id (\S+)/)[1] } });
					const { client } = await connect(kind, application);

					assert.equal((await call(kind, client, 'whoami')).user.email, ADA);
					await client.close();
				});

				test('is described by a document', async () => {
					const file = `${desk.folder}/document.json`;

					writeFileSync(file, JSON.stringify({ ...metadata, client_id: DOCUMENT }));
					await desk.administer('client', 'pin', DOCUMENT, file);

					const application = new Application(desk, { document: DOCUMENT });
					const { client } = await connect(kind, application);

					assert.equal((await call(kind, client, 'whoami')).user.email, ADA);
					await client.close();
					assert.equal(application.asked[0].searchParams.get('client_id'), DOCUMENT);
				});

				test('renews a token that has expired, without the person', async () => {
					const application = new Application(desk);
					const { client } = await connect(kind, application);
					const first = application.saved;

					await desk.sql(`UPDATE oauth_family SET revoked_at = NULL WHERE id = ${decodeToken(first.access_token).claims.jti.split('.')[0]}`);
					application.saved = { ...first, access_token: `${first.access_token.slice(0, -4)}AAAA` };
					assert.equal((await call(kind, client, 'whoami')).user.email, ADA);
					assert.notEqual(application.saved.access_token, first.access_token);
					assert.notEqual(application.saved.refresh_token, first.refresh_token);
					assert.equal(application.asked.length, 1);
					await client.close();
				});

				test('asks the person again after the access was revoked', async () => {
					const application = new Application(desk);
					const { client, transport } = await connect(kind, application);

					await desk.sql(`UPDATE oauth_family SET revoked_at = UTC_TIMESTAMP(3) WHERE id = ${decodeToken(application.saved.access_token).claims.jti.split('.')[0]}`);
					await assert.rejects(call(kind, client, 'whoami'), isUnauthorized);
					assert.equal(application.asked.length, 2);
					await answer(kind, application, transport);
					assert.equal((await call(kind, client, 'whoami')).user.email, ADA);
					await client.close();
				});

				test('asks for more when a call needs it', async () => {
					/* sdk 1 tries its refresh token first, gets no more for it than before, and gives up; so here it has none. */
					const scopes = kind.name === 'sdk 1' ? ['tasks:read'] : ['tasks:read', 'offline_access'];
					const application = new Application(desk);
					const { client, transport } = await connect(kind, application, { scopes });

					assert.equal(application.saved.scope, scopes.join(' '));
					await assert.rejects(call(kind, client, 'create_workspace', { name: 'More' }), isUnauthorized);
					assert.equal(application.asked.length, 2);
					assert.match(application.asked[1].searchParams.get('scope'), /tasks:write/);
					await answer(kind, application, transport);
					assert.equal((await call(kind, client, 'create_workspace', { name: 'More' })).workspace.name, 'More');
					await client.close();
				});

				test('calls by itself, as a machine with a secret', async () => {
					const machine = facts(await desk.administer('client', 'add', 'Machine', '--user', ADA));

					await callsAlone(new (extensions(kind).ClientCredentialsProvider)({
						clientId: machine.client_id, clientSecret: machine.client_secret, expectedIssuer: `${desk.base}/auth`,
					}), kind);
				});

				test('calls by itself, as a machine that signs', async () => {
					const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
					const file = `${desk.folder}/jwks.json`;

					writeFileSync(file, JSON.stringify({ keys: [publicKey.export({ format: 'jwk' })] }));

					const machine = facts(await desk.administer('client', 'add', 'Signer', '--user', ADA, '--auth', 'private_key_jwt', '--jwks', file));

					await callsAlone(new (extensions(kind).PrivateKeyJwtProvider)({
						clientId: machine.client_id, privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }), algorithm: 'ES256',
						expectedIssuer: `${desk.base}/auth`,
					}), kind);
				});
			});
		}
	});
}
