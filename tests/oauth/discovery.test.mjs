/*
 * How clients find the authorization server: which documents are where, and that none claims /mcp/key.
 * What "subdirectory" means for the web server is tested with the paths; here an address within a folder is configured.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import * as current from '@modelcontextprotocol/client';
import * as first from '@modelcontextprotocol/sdk/client/auth.js';

import { httpRequest } from '../support/installation.mjs';
import { startDesk } from './grants.mjs';

const get = (url, headers) => httpRequest(url, { headers });

for (const flavour of ['lighttpd-fcgi', 'apache-fcgid', 'apache-subdir']) {
	describe(`under ${flavour}`, () => {
		let desk, root, folder;

		before(async () => {
			desk = await startDesk({ flavour, people: {} });
			root = new URL(desk.base).origin;
			folder = desk.base.slice(root.length);
		});

		after(() => desk?.stop());

		test('the endpoint is described where its challenge says, and where clients look by themselves', async () => {
			for (const url of [`${desk.base}/.well-known/oauth-protected-resource/mcp`, `${root}/.well-known/oauth-protected-resource${folder}/mcp`]) {
				const { status, json } = await get(url);

				assert.equal(status, 200, url);
				assert.equal(json.resource, desk.url);
				assert.deepEqual(json.authorization_servers, [`${desk.base}/auth`]);
				assert.deepEqual(json.scopes_supported, ['tasks:read', 'tasks:write']);
				assert.deepEqual(json.bearer_methods_supported, ['header']);
			}
		});

		test('the authorization server is described in all three places', async () => {
			for (const url of [`${root}/.well-known/oauth-authorization-server${folder}/auth`, `${root}/.well-known/openid-configuration${folder}/auth`,
				`${desk.base}/auth/.well-known/openid-configuration`, `${desk.base}/auth/.well-known/oauth-authorization-server`]) {
				const { status, json } = await get(url);

				assert.equal(status, 200, url);
				assert.equal(json.issuer, `${desk.base}/auth`);
				assert.equal(json.authorization_endpoint, `${desk.base}/auth/authorize`);
				assert.equal(json.token_endpoint, `${desk.base}/auth/token`);
				assert.equal(json.registration_endpoint, `${desk.base}/auth/register`);
				assert.deepEqual(json.code_challenge_methods_supported, ['S256']);
				assert.deepEqual(json.response_types_supported, ['code']);
				assert.equal(json.authorization_response_iss_parameter_supported, true);
				assert.ok(json.scopes_supported.includes('offline_access'));
				for (const member of ['authorization_endpoint', 'token_endpoint', 'registration_endpoint', 'revocation_endpoint', 'introspection_endpoint', 'jwks_uri'])
					assert.ok(json[member].startsWith(`${desk.base}/auth/`), member);
			}
		});

		test('the keys are published without their secret part', async () => {
			const { status, json } = await get(`${desk.base}/auth/jwks.json`);

			assert.equal(status, 200);
			assert.ok(json.keys.every((key) => key.d === undefined));
		});

		test('nothing else is described, least of all at the root', async () => {
			for (const path of ['', '/', '/mcp/key', '/mcp/other', '/other', '/mcp/'])
				for (const name of ['oauth-protected-resource', 'oauth-authorization-server', 'openid-configuration'])
					assert.equal((await get(`${root}/.well-known/${name}${folder}${path}`)).status, 404, `${name}${folder}${path}`);
			for (const path of ['oauth-protected-resource', 'oauth-authorization-server', 'openid-configuration', 'oauth-authorization-server/auth/token'])
				assert.equal((await get(`${root}/.well-known/${path}`)).status, 404, path);
		});

		test('what is told does not come from the Host', async () => {
			const { json } = await get(`${desk.base}/auth/.well-known/openid-configuration`, { Host: 'attacker.example' });

			assert.equal(json.issuer, `${desk.base}/auth`);
		});

		test('any web page may read it', async () => {
			const { headers } = await get(`${desk.base}/.well-known/oauth-protected-resource/mcp`, { Origin: 'https://anywhere.example' });
			const preflight = await httpRequest(`${desk.base}/auth/.well-known/openid-configuration`, {
				method: 'OPTIONS',
				headers: { Origin: 'https://anywhere.example', 'Access-Control-Request-Method': 'GET', 'Access-Control-Request-Headers': 'mcp-protocol-version' },
			});

			assert.equal(headers['access-control-allow-origin'], '*');
			assert.equal(preflight.status, 204);
			assert.equal(preflight.headers['access-control-allow-origin'], '*');
			assert.match(preflight.headers['access-control-allow-headers'], /mcp-protocol-version/i);
		});

		for (const [name, { discoverOAuthServerInfo }] of Object.entries({ 'client 2': current, 'sdk 1': first })) {
			test(`${name} finds the authorization server of /mcp`, async () => {
				const found = await discoverOAuthServerInfo(desk.url);

				assert.equal(found.authorizationServerUrl, `${desk.base}/auth`);
				assert.equal(found.authorizationServerMetadata.issuer, `${desk.base}/auth`);
				assert.equal(found.resourceMetadata.resource, desk.url);
			});

			test(`${name} finds nothing about /mcp/key`, async () => {
				const found = await discoverOAuthServerInfo(`${desk.url}/key`).catch(() => ({}));

				assert.equal(found.resourceMetadata, undefined);
				assert.equal(found.authorizationServerMetadata, undefined);
			});
		}
	});
}
