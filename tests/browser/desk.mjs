/*
 * An installation with people and clients, for tests of the pages that people sign in with.
 */
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';

import { httpRequest, startInstallation } from '../support/installation.mjs';

export const PASSWORD = 'four words in a row';
export const VERIFIER = 'a-verifier-that-is-long-enough-for-rfc-7636-00';
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

/* Text for SQL whose bytes need no quoting. */
function quoted(text) {
	return text === '' ? "''" : `CONVERT(X'${Buffer.from(text).toString('hex')}' USING utf8mb4)`;
}

/* An installation with OAuth on, whose people share one password. */
export async function startDesk({ flavour = 'lighttpd-fcgi', settings = [], people = { 'ada@example.com': 'Ada Lovelace' }, workers = 3, program } = {}) {
	const options = ['oauth = on', ...settings].flatMap((line) => ['--set', line]);
	const desk = await startInstallation(flavour, '--workers', String(workers), ...(program ? ['--program', program] : []), ...options);

	for (const [email, name] of Object.entries(people))
		await addPerson(desk, email, name);
	return desk;
}

export function addPerson(desk, email, name, password = PASSWORD) {
	return new Promise((resolve, reject) => {
		const child = execFile(desk.control, ['--config', desk.config, 'user', 'add', email, '--name', name, '--password-stdin'],
			(error) => (error ? reject(error) : resolve()));

		child.stdin.end(`${password}\n`);
	});
}

/* Enters a client as if it had registered itself; its client_id. */
export async function addClient(desk, { name = 'Planner', redirectUris = ['http://127.0.0.1/callback'], kind = 'dynamic',
	scopes = 'tasks:read,tasks:write,admin,offline_access', clientId = `client-${randomBytes(6).toString('hex')}` } = {}) {
	await desk.sql(`INSERT INTO oauth_client (client_id, kind, name, redirect_uris, auth_method, grant_types, scopes)
		VALUES (${quoted(clientId)}, '${kind}', ${quoted(name)}, ${quoted(redirectUris.join('\n'))}, 'none',
			'authorization_code,refresh_token', '${scopes}')`);
	return clientId;
}

/* The address a client sends a person to; a parameter given as undefined is left out, one given as an array repeated. */
export function authorizeUrl(desk, clientId, redirectUri, parameters = {}) {
	const all = {
		response_type: 'code', client_id: clientId, redirect_uri: redirectUri, code_challenge: CHALLENGE,
		code_challenge_method: 'S256', resource: desk.url, scope: 'tasks:read tasks:write', state: 'state-1', ...parameters,
	};
	const query = new URLSearchParams();

	for (const [name, value] of Object.entries(all))
		for (const one of [value].flat())
			if (one !== undefined)
				query.append(name, one);
	return `${desk.base}/auth/authorize?${query}`;
}

/* What the desk keeps of the code it has just sent back. */
export async function codeRow(desk, code) {
	const hash = createHash('sha256').update(code).digest('hex');
	const [row] = await desk.sql(`SELECT u.email, c.scopes, c.resource FROM oauth_code c JOIN user u ON u.id = c.user_id
		WHERE c.code_hash = X'${hash}'`);

	return row && { email: row[0], scopes: row[1], resource: row[2] };
}

/* Exchanges a code for tokens, as the client would. */
export async function redeem(desk, clientId, redirectUri, code) {
	return postForm(`${desk.base}/auth/token`, { grant_type: 'authorization_code', client_id: clientId, redirect_uri: redirectUri,
		code, code_verifier: VERIFIER, resource: desk.url });
}

export function postForm(url, fields) {
	return httpRequest(url, { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
		body: String(new URLSearchParams(fields)) });
}

/* A browser of a few lines: keeps cookies and sends our forms; for what no real browser would do. */
export class Hand {
	constructor(desk) {
		this.desk = desk;
		this.cookies = new Map();
	}

	async send(url, options = {}) {
		const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
		const answer = await httpRequest(url, { ...options, headers: { ...(cookie ? { Cookie: cookie } : {}), ...options.headers } });

		for (const line of answer.headers['set-cookie'] ?? []) {
			const [, name, value] = line.match(/^([^=]+)=([^;]*)/);

			this.cookies.set(name, value);
		}
		this.formToken = answer.body.match(/name="form_token" value="([^"]+)"/)?.[1] ?? this.formToken;
		return answer;
	}

	/* Sends fields as a form of ours. */
	submit(url, fields, headers = {}) {
		return this.send(url, {
			method: 'POST',
			headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
			body: String(new URLSearchParams({ ...(this.formToken ? { form_token: this.formToken } : {}), ...fields })),
		});
	}

	async signIn(url, email, password = PASSWORD) {
		await this.send(url);
		return this.submit(url, { action: 'sign_in', email, password });
	}
}

let lastNetwork = 0;

/* One at a place that nobody has sent anything from; the desk has to trust this machine as a proxy. */
export function elsewhere(desk) {
	const hand = new Hand(desk);

	lastNetwork += 1;
	hand.network = `198.51.100.${lastNetwork}`;
	hand.send = (url, options = {}) => Hand.prototype.send.call(hand, url,
		{ ...options, headers: { 'X-Forwarded-For': hand.network, ...options.headers } });
	return hand;
}

export const TRUSTS_US = 'trusted_proxies = 127.0.0.1';

export const isSignIn = (answer) => /<h1>Sign in<\/h1>/.test(answer.body);
export const isConsent = (answer) => /<h1>Allow /.test(answer.body);
