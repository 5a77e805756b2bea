/*
 * A CGI answer, and what is true of every answer of this server, whatever was asked.
 */
import { isUtf8 } from 'node:buffer';

/* The statuses that fit a JSON-RPC error. */
const statusesOfCode = {
	'-32700': [400], '-32600': [400], '-32601': [200, 404], '-32602': [200, 400], '-32002': [200],
	'-32020': [400], '-32021': [400], '-32022': [400],
};

/* And those of a refusal without JSON-RPC. */
const statusesOfProblem = {
	method_not_allowed: [405], not_found: [404], unsupported_media_type: [415], not_acceptable: [406],
	unauthorized: [401], invalid_token: [401], insufficient_scope: [403], invalid_api_key: [403], too_many_requests: [429], may_not_act_as: [403], unknown_user: [403], origin_not_allowed: [403],
	repeated_header: [400], bad_header: [400], two_credentials: [400], bad_content_length: [400], body_cut_short: [400],
	body_too_large: [413], unexpected_response: [400], unavailable: [503],
};

/* Reads what a CGI program wrote: { status, headers, body, json, head }; headers in lower case, json undefined where the body is none. */
export function readAnswer(bytes) {
	const end = bytes.indexOf('\r\n\r\n');
	const head = bytes.subarray(0, end < 0 ? bytes.length : end).toString('latin1');
	const body = end < 0 ? '' : textOf(bytes.subarray(end + 4));
	const headers = {};

	for (const line of head.split('\r\n').filter(Boolean)) {
		const colon = line.indexOf(':');

		headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
	}
	return { status: Number.parseInt(headers.status ?? '0', 10), headers, head, body, bodyBytes: bytes.length - end - 4,
		json: jsonOf(headers['content-type'], body) };
}

/* Bytes that are no UTF-8 stay visible as such, and no JSON. */
function textOf(bytes) {
	return isUtf8(bytes) ? bytes.toString('utf8') : `(no UTF-8) ${bytes.toString('latin1')}`;
}

/* The body as JSON; an event stream as the array of its data. */
function jsonOf(type, body) {
	try {
		if (type === 'text/event-stream')
			return [...body.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data));
		return JSON.parse(body);
	} catch {
		return undefined;
	}
}

const isSentence = (text) => typeof text === 'string' && text.trim().split(/\s+/).length >= 3;

function errorComplaints(error, status) {
	const fitting = statusesOfCode[error.code];

	if (!fitting?.includes(status))
		return [`the status ${status} does not fit the error ${error.code}: ${error.message}`];
	return isSentence(error.message) || /^Unsupported protocol|^Unknown /.test(error.message) ? [] : [`'${error.message}' is no sentence`];
}

/* One JSON-RPC response, as a message alone or in a batch. */
function messageComplaints(message, status) {
	if (message.jsonrpc !== '2.0')
		return ['the message is no JSON-RPC 2.0'];
	if ('id' in message && typeof message.id !== 'string' && typeof message.id !== 'number')
		return [`the id ${JSON.stringify(message.id)} is neither a string nor a number`];
	if (('result' in message) === ('error' in message))
		return ['the message has not just one of result and error'];
	if ('error' in message)
		return errorComplaints(message.error, status);
	return status === 200 ? [] : [`the status is ${status} with a result`];
}

function problemComplaints({ error, message }, status) {
	if (!statusesOfProblem[error]?.includes(status))
		return [`the status ${status} does not fit the refusal ${error}: ${message}`];
	return isSentence(message) ? [] : [`'${message}' is no sentence`];
}

/* The statuses that fit an error of OAuth (RFC 6749 section 5.2, RFC 7591 section 3.2.2, RFC 6750 section 3.1). */
function oauthComplaints({ error, error_description: description }, status) {
	const fitting = { invalid_client: [400, 401], invalid_token: [401], insufficient_scope: [403], temporarily_unavailable: [503] }[error] ?? [400];

	if (!fitting.includes(status))
		return [`the status ${status} does not fit the error ${error}: ${description}`];
	return isSentence(description) ? [] : [`'${description}' is no sentence`];
}

/* Documents and records, which are neither a message nor a refusal. */
const isDocument = (json) => json.status === 'ok' || !('error' in json || 'jsonrpc' in json);

/* An answer to a browser: a page, or the way to another one. */
const isPage = ({ status, headers, body }) => (headers['content-type'] === 'text/html; charset=utf-8' && body.startsWith('<!DOCTYPE html>')) ||
	((status === 302 || status === 303) && /^(https?:\/\/|\/)/.test(headers.location ?? ''));

function bodyComplaints(answer) {
	const { status, json, body } = answer;

	if (status === 202 || status === 204)
		return body ? [`the status is ${status} with a body`] : [];
	if (isPage(answer))
		return [];
	if (json === undefined || json === null || typeof json !== 'object')
		return ['the body is no JSON object or array'];
	if (Array.isArray(json))
		return json.filter((message) => !('method' in message)).flatMap((message) => messageComplaints(message, 'error' in message ?
			statusesOfCode[message.error.code]?.[0] : status));
	if (isDocument(json))
		return status === 200 || status === 201 ? [] : [`the status is ${status} with a document`];
	if ('error_description' in json)
		return oauthComplaints(json, status);
	return 'jsonrpc' in json ? messageComplaints(json, status) : problemComplaints(json, status);
}

function headComplaints({ status, head, headers, bodyBytes }, method) {
	const complaints = [];

	for (const line of head.split('\r\n'))
		if (!/^[A-Za-z-]+: [\x20-\x7e\x80-\xff]*$/.test(line))
			complaints.push(`'${JSON.stringify(line)}' is no header`);
	if (!/^\d{3} \S/.test(headers.status ?? ''))
		complaints.push(`the status line is '${headers.status}'`);
	if (method !== 'HEAD' && Number(headers['content-length']) !== bodyBytes)
		complaints.push(`Content-Length is ${headers['content-length']} and the body has ${bodyBytes} bytes`);
	if (headers['cache-control'] !== 'no-store')
		complaints.push('the answer may be kept by a cache');
	if (status === 503 && !headers['retry-after'])
		complaints.push('503 without Retry-After');
	return complaints;
}

/* What is wrong with an answer as such; log is what the server wrote to its log meanwhile. */
export function answerComplaints(answer, method, log) {
	const complaints = headComplaints(answer, method);

	if (method !== 'HEAD')
		complaints.push(...bodyComplaints(answer));
	for (const line of log.split('\n').filter(Boolean))
		if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z (error|info|debug) [a-z_]+ request=\S+ /.test(line))
			complaints.push(`the log has a line of another form: ${line.slice(0, 200)}`);
	return complaints;
}
