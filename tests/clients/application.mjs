/*
 * An application that uses the official clients: what it keeps for them, and how it begins to connect.
 */
export const CALLBACK = 'http://127.0.0.1:7777/callback';

export const metadata = {
	client_name: 'Official client', redirect_uris: [CALLBACK], grant_types: ['authorization_code', 'refresh_token'],
	response_types: ['code'], token_endpoint_auth_method: 'none', application_type: 'native',
};

/* What it keeps; where a person is to be sent stands in asked. */
export class Application {
	constructor(desk, { known, document, secret } = {}) {
		this.desk = desk;
		this.known = known;
		this.clientMetadataUrl = document;
		this.clientMetadata = secret ? { ...metadata, token_endpoint_auth_method: 'client_secret_basic' } : metadata;
		this.redirectUrl = CALLBACK;
		this.asked = [];
		this.saved = undefined;
	}

	state() { return `state-${this.asked.length}`; }
	clientInformation() { return this.known; }
	saveClientInformation(information) { this.known = information; }
	tokens() { return this.saved; }
	saveTokens(tokens) { this.saved = tokens; }
	saveCodeVerifier(verifier) { this.verifier = verifier; }
	codeVerifier() { return this.verifier; }
	redirectToAuthorization(url) { this.asked.push(url); }

	invalidateCredentials(what) {
		if (what === 'tokens' || what === 'all')
			this.saved = undefined;
		if (what === 'client' || what === 'all')
			this.known = undefined;
	}
}

export const isUnauthorized = (error) => error.name === 'UnauthorizedError' || /Unauthorized/i.test(`${error.name} ${error.constructor.name} ${error.message}`);

/* A client that has not connected yet, and its transport. */
export function open(kind, application) {
	const transport = new kind.Transport(new URL(application.desk.url), { authProvider: application });

	return { transport, client: kind.makeClient() };
}
