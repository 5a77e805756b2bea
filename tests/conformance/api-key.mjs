/*
 * Gives every request that the process sends to TASKDESK_TEST_URL the key of TASKDESK_TEST_KEY, since the suite
 * knows no keys: imported before it, by node --import.
 */
import { subscribe } from 'node:diagnostics_channel';
import http from 'node:http';

const { origin } = new URL(process.env.TASKDESK_TEST_URL);
const name = 'X-API-Key';
const key = process.env.TASKDESK_TEST_KEY;

/* fetch, and undici itself in whatever version. */
subscribe('undici:request:create', ({ request }) => {
	if (request.origin === origin)
		request.addHeader(name, key);
});

/* The suite passes options, with the parts of the URL among them. */
const { request: requestWithoutKey } = http;

http.request = function requestWithKey(options, ...rest) {
	const isOurs = `http://${options.hostname}:${options.port}` === origin;

	return requestWithoutKey(isOurs ? { ...options, headers: { ...options.headers, [name]: key } } : options, ...rest);
};
