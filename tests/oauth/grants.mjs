/*
 * The authorization server by plain requests: registering, asking a person, exchanging.
 */
import assert from 'node:assert/strict';
import { createHash, createHmac, createPrivateKey, randomBytes, sign } from 'node:crypto';

import { Hand, addPerson, startDesk } from '../browser/desk.mjs';
import { httpRequest, rpcRequest } from '../support/installation.mjs';

export { addPerson, startDesk };

export const ADA = 'ada@example.com';
export const CALLBACK = 'http://127.0.0.1:7777/callback';

export const encoded = (parameters) => String(new URLSearchParams(
	Object.entries(parameters).flatMap(([name, value]) => [value].flat().filter((one) => one !== undefined).map((one) => [name, one]))));

/* Sends a form to one of the endpoints under /auth; parameters given as undefined are left out. */
export function post(desk, endpoint, parameters, headers = {}) {
	return httpRequest(`${desk.base}/auth/${endpoint}`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
		body: typeof parameters === 'string' ? parameters : encoded(parameters),
	});
}

export function registration(desk, metadata) {
	return httpRequest(`${desk.base}/auth/register`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: typeof metadata === 'string' ? metadata : JSON.stringify(metadata),
	});
}

/* Registers a client; what the server says about it. The limit on registrations is not what is tested with it. */
export async function register(desk, metadata = {}) {
	await desk.sql('UPDATE oauth_client SET registered_from = NULL');

	const answer = await registration(desk, {
		client_name: 'Planner', redirect_uris: [CALLBACK], grant_types: ['authorization_code', 'refresh_token'],
		token_endpoint_auth_method: 'none', ...metadata,
	});

	assert.equal(answer.status, 201, answer.body);
	return answer.json;
}

export function basic(client) {
	return { Authorization: `Basic ${Buffer.from(`${encodeURIComponent(client.client_id)}:${encodeURIComponent(client.client_secret)}`).toString('base64')}` };
}

export function newVerifier() {
	return randomBytes(32).toString('base64url');
}

export const challengeOf = (verifier) => createHash('sha256').update(verifier).digest('base64url');

/* The address that a client sends a person to. */
export function authorizeUrl(desk, client, verifier, parameters = {}) {
	return `${desk.base}/auth/authorize?${encoded({
		response_type: 'code', client_id: client.client_id, redirect_uri: CALLBACK, code_challenge: challengeOf(verifier),
		code_challenge_method: 'S256', resource: desk.url, scope: 'tasks:read tasks:write offline_access', state: 'state-1', ...parameters,
	})}`;
}

/* Browsers in which people are signed in already, by installation and person. */
const hands = new WeakMap();

async function handOf(desk, email, url) {
	const known = hands.get(desk) ?? new Map();

	hands.set(desk, known);
	if (!known.has(email)) {
		const hand = new Hand(desk);

		await hand.signIn(url, email);
		known.set(email, hand);
	}
	return known.get(email);
}

/* A person, signed in, sends the page's form; the parameters that the client gets back. */
export async function decide(desk, url, fields, email = ADA) {
	const hand = await handOf(desk, email, url);

	await hand.send(url);

	const answer = await hand.submit(url, fields);

	assert.equal(answer.status, 303, answer.body);
	return Object.fromEntries(new URL(answer.headers.location).searchParams);
}

/* The same where the person allows what is asked. */
export async function allow(desk, url, { email = ADA, scopes = ['tasks:read', 'tasks:write', 'admin', 'offline_access'] } = {}) {
	return decide(desk, url, { action: 'allow', ...Object.fromEntries(scopes.map((scope) => [`allow ${scope}`, 'on'])) }, email);
}

/* A code for this client, and what is needed to exchange it. */
export async function newCode(desk, client, parameters = {}, consent = {}) {
	const verifier = newVerifier();
	const { code } = await allow(desk, authorizeUrl(desk, client, verifier, parameters), consent);

	return { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: CALLBACK, client_id: client.client_id, resource: desk.url };
}

/* Tokens for this client. */
export async function newTokens(desk, client, parameters = {}, consent = {}) {
	const answer = await post(desk, 'token', await newCode(desk, client, parameters, consent));

	assert.equal(answer.status, 200, answer.body);
	return answer.json;
}

export const refresh = (desk, client, token, parameters = {}) =>
	post(desk, 'token', { grant_type: 'refresh_token', refresh_token: token, client_id: client.client_id, ...parameters });

/* Calls a tool with this in Authorization and nothing else that says who is calling. */
export function callWith(desk, authorization, name = 'whoami', toolArguments = {}, { headers, url = desk.url } = {}) {
	const request = rpcRequest(desk, 'tools/call', { name, arguments: toolArguments }, { headers });

	delete request.headers['X-API-Key'];
	if (authorization)
		request.headers.Authorization = authorization;
	return httpRequest(url, request);
}

export const callByToken = (desk, token, ...rest) => callWith(desk, `Bearer ${token}`, ...rest);

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

export function decodeToken(token) {
	const [header, claims] = token.split('.').slice(0, 2).map((text) => JSON.parse(Buffer.from(text, 'base64url')));

	return { header, claims };
}

/* A token signed with a private JWK (ES256). */
export function signToken(header, claims, jwk) {
	const text = `${part(header)}.${part(claims)}`;
	const signature = sign('sha256', Buffer.from(text), { key: createPrivateKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' });

	return `${text}.${signature.toString('base64url')}`;
}

/* A token "signed" with a shared secret. */
export function macToken(header, claims, secret) {
	const text = `${part(header)}.${part(claims)}`;

	return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

/* Our own signing key, as only the database's administrator can see it. */
export async function signingKey(desk) {
	return JSON.parse(await desk.value('SELECT private_jwk FROM signing_key WHERE retired_at IS NULL ORDER BY created_at DESC LIMIT 1'));
}

/* The parameters of a WWW-Authenticate: Bearer header. */
export function challengeIn(answer) {
	const header = answer.headers['www-authenticate'];

	assert.ok(header?.startsWith('Bearer '), `no Bearer challenge: ${header}`);
	return Object.fromEntries([...header.matchAll(/([a-z_]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
}

/* Fails unless the endpoint refused in OAuth's words. */
export function refused(answer, error, status = 400) {
	assert.equal(answer.json?.error, error, `${answer.status} ${answer.body}`);
	assert.equal(answer.status, status);
	assert.match(answer.headers['content-type'], /^application\/json/);
	assert.equal(answer.headers['cache-control'], 'no-store');
	assert.match(answer.json.error_description, /^[ !#-[\]-~]+$/);
}
