/*
 * A real authorization server (oidc-provider) with a certificate of its own, and people who sign in at it.
 */
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';

import * as jose from 'jose';
import Provider from 'oidc-provider';

/* Who can sign in there, by what they type as their name; the name is also the subject. */
export const people = {
	ada: { email: 'ada@example.com', email_verified: true, name: 'Ada Lovelace' },
	grace: { email: 'Grace@Example.com', email_verified: true, name: 'Grace Hopper' },
	mallory: { email: 'ada@example.com', email_verified: false, name: 'Not Ada' },
	nobody: {},
};

export const UPSTREAM_SECRET = 'the-secret-that-only-the-desk-knows-0123456789';
export const DIRECT_REDIRECT = 'http://127.0.0.1:4712/callback';

const SCOPES = 'tasks:read tasks:write admin api.read api.write';

async function newKey(alg, kid) {
	const { publicKey, privateKey } = await jose.generateKeyPair(alg, { extractable: true });

	return {
		alg, kid, privateKey, publicKey,
		secretJwk: { ...(await jose.exportJWK(privateKey)), alg, kid, use: 'sig' },
	};
}

export class OutsideProvider {
	/* Starts it; what it does is said by serve(), since it has to know the desk's address and the desk its own. */
	static async start(files) {
		const provider = new OutsideProvider();

		provider.asked = [];
		provider.handler = (request, response) => {
			response.writeHead(503);
			response.end();
		};
		provider.server = https.createServer({ key: readFileSync(files.key), cert: readFileSync(files.certificate) },
			(request, response) => {
				provider.asked.push(request.url.split('?')[0]);
				provider.handler(request, response);
			});
		provider.server.listen(0, '127.0.0.1');
		await once(provider.server, 'listening');
		provider.issuer = `https://localhost:${provider.server.address().port}`;
		provider.certificate = files.certificate;
		return provider;
	}

	/* Lets it serve this desk, and others. format: of the access tokens, jwt or opaque. */
	async serve(desk, { format = 'jwt', alg = 'ES256', others = [] } = {}) {
		this.desk = desk;
		this.callbacks = [desk, ...others].map((one) => `${one.base}/auth/callback`);
		this.format = format;
		this.alg = alg;
		await this.changeKeys();
	}

	/* Signs with new keys from now on; the old ones are no longer published. */
	async changeKeys() {
		const kid = randomBytes(6).toString('hex');

		this.keys = { ES256: await newKey('ES256', `es-${kid}`), RS256: await newKey('RS256', `rs-${kid}`) };
		this.oidc = new Provider(this.issuer, this.#configuration());
		this.oidc.on('server_error', (context, error) => console.error(error));
		this.handler = this.oidc.callback();
	}

	#configuration() {
		const { format, alg, callbacks } = this;

		return {
			clients: [
				{
					client_id: 'the-desk', client_secret: UPSTREAM_SECRET, redirect_uris: callbacks,
					grant_types: ['authorization_code', 'refresh_token'], application_type: 'native',
				},
				{
					client_id: 'direct', token_endpoint_auth_method: 'none', redirect_uris: [DIRECT_REDIRECT],
					grant_types: ['authorization_code', 'refresh_token'], application_type: 'native',
				},
			],
			jwks: { keys: Object.values(this.keys).map((key) => key.secretJwk) },
			scopes: ['openid', 'offline_access', 'profile', 'email'],
			claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'] },
			cookies: { keys: ['a key for the cookies of tests'] },
			clientBasedCORS: () => true,
			findAccount: (context, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
			extraTokenClaims: (context, token) => people[token.accountId],
			rotateRefreshToken: true,
			issueRefreshToken: () => true,
			ttl: { AccessToken: 600, Interaction: 600, Session: 600, Grant: 600, IdToken: 600, RefreshToken: 6000, AuthorizationCode: 60 },
			features: {
				devInteractions: { enabled: true },
				introspection: { enabled: true },
				revocation: { enabled: true },
				resourceIndicators: {
					enabled: true,
					defaultResource: () => undefined,
					useGrantedResource: () => true,
					getResourceServerInfo: (context, resource) => ({
						scope: SCOPES, audience: resource, accessTokenFormat: format, accessTokenTTL: 600, jwt: { sign: { alg } },
					}),
				},
			},
		};
	}

	/* A token as this provider would sign it, but for the changes: members of the claims, undefined takes one out. */
	async sign(changes = {}, { alg = 'ES256', header = {}, key = this.keys[alg].privateKey } = {}) {
		const now = Math.floor(Date.now() / 1000);
		const claims = {
			iss: this.issuer, sub: 'ada', aud: this.desk.url, exp: now + 300, iat: now, client_id: 'direct',
			scope: 'tasks:read tasks:write', ...people.ada, ...changes,
		};

		return new jose.SignJWT(JSON.parse(JSON.stringify(claims)))
			.setProtectedHeader({ alg, typ: 'at+jwt', kid: this.keys[alg]?.kid, ...header }).sign(key);
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

/* A browser of a few lines that goes from site to site: cookies by host, redirects followed until a given address. */
export class Traveller {
	constructor(certificate) {
		this.ca = readFileSync(certificate);
		this.cookies = new Map();
	}

	send(url, { method = 'GET', form, headers = {} } = {}) {
		const { host, protocol } = new URL(url);
		const jar = this.cookies.get(host) ?? new Map();
		const body = form ? new URLSearchParams(form).toString() : '';
		const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');

		this.cookies.set(host, jar);
		return new Promise((resolve, reject) => {
			const request = (protocol === 'https:' ? https : http).request(url, {
				method: form ? 'POST' : method, ca: this.ca, agent: false,
				headers: {
					Accept: 'text/html', ...(cookie ? { Cookie: cookie } : {}),
					...(form ? { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': Buffer.byteLength(body), Origin: new URL(url).origin } : {}),
					...headers,
				},
			}, async (response) => {
				const parts = [];

				for (const line of response.headers['set-cookie'] ?? []) {
					const [pair] = line.split(';');
					const equals = pair.indexOf('=');

					jar.set(pair.slice(0, equals), pair.slice(equals + 1));
				}
				for await (const part of response)
					parts.push(part);
				const text = Buffer.concat(parts).toString();

				resolve({ url, status: response.statusCode, headers: response.headers, body: text });
			});

			request.setTimeout(30000, () => request.destroy(new Error(`no answer from ${url}`)));
			request.on('error', reject);
			request.end(body);
		});
	}

	/* Follows redirects until the target begins so, or a page comes; the last answer, with left: the address not asked any more. */
	async follow(url, until = DIRECT_REDIRECT, options = {}) {
		let answer = await this.send(url, options);

		for (let i = 0; i < 20; i += 1) {
			const refresh = /http-equiv="refresh" content="0; url=([^"]+)"/.exec(answer.body);
			const target = answer.headers.location ?? refresh?.[1].replaceAll('&amp;', '&');

			if (!target)
				return answer;
			const next = new URL(target, answer.url).href;

			if (next.startsWith(until))
				return { ...answer, left: new URL(next) };
			answer = await this.send(next);
		}
		throw new Error(`too many redirects from ${url}`);
	}

	/* Signs in and agrees at the provider, whose pages begin with this answer. */
	async signIn(answer, name, until) {
		const login = { prompt: 'login', login: name, password: 'any' };

		for (const form of [login, { prompt: 'consent' }]) {
			const action = /<form[^>]*action="([^"]+)"/.exec(answer.body)?.[1];

			if (!action)
				throw new Error(`no form at ${answer.url}: ${answer.status} ${answer.body}`);
			answer = await this.follow(new URL(action, answer.url).href, until, { form });
			if (answer.left)
				return answer;
		}
		return answer;
	}
}

/* Lets somebody sign in at the provider for a client that goes there directly; what the token endpoint answers. */
export async function tokensOf(provider, name, { scope = 'openid tasks:read tasks:write', resource = provider.desk.url } = {}) {
	const traveller = new Traveller(provider.certificate);
	const verifier = randomBytes(32).toString('base64url');
	const query = new URLSearchParams({
		response_type: 'code', client_id: 'direct', redirect_uri: DIRECT_REDIRECT, scope, resource, state: 'x', prompt: 'consent',
		code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256',
	});
	const page = await traveller.follow(`${provider.issuer}/auth?${query}`);
	const { left } = await traveller.signIn(page, name, DIRECT_REDIRECT);
	const answer = await traveller.send(`${provider.issuer}/token`, { form: {
		grant_type: 'authorization_code', code: left.searchParams.get('code'), redirect_uri: DIRECT_REDIRECT, client_id: 'direct',
		code_verifier: verifier, resource,
	} });

	return JSON.parse(answer.body);
}
