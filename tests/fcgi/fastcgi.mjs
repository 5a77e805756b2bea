/*
 * A tiny FastCGI client (FastCGI 1.0), for what a web server would hide: it sends records one by one, when a test
 * says so.
 */
import { connect } from 'node:net';
import { once } from 'node:events';

const BEGIN_REQUEST = 1, END_REQUEST = 3, PARAMS = 4, STDIN = 5, STDOUT = 6, STDERR = 7;
const RESPONDER = 1;
const ID = 1;
const LONGEST = 65535;

function record(type, content) {
	const header = Buffer.alloc(8);

	header.writeUInt8(1, 0);
	header.writeUInt8(type, 1);
	header.writeUInt16BE(ID, 2);
	header.writeUInt16BE(content.length, 4);
	return Buffer.concat([header, content]);
}

/* The content as a stream of records; an empty one ends the stream (section 3.3). */
function stream(type, content) {
	const records = [];

	for (let at = 0; at < content.length; at += LONGEST)
		records.push(record(type, content.subarray(at, at + LONGEST)));
	return Buffer.concat(records);
}

function sized(text) {
	const bytes = Buffer.from(text);
	const long = Buffer.alloc(4);

	if (bytes.length < 128)
		return [Buffer.from([bytes.length]), bytes];
	long.writeUInt32BE((bytes.length | 0x80000000) >>> 0);
	return [long, bytes];
}

/* Name-value pairs (section 3.4); a list of pairs, since a name may come more than once. */
function pairs(params) {
	return Buffer.concat(params.map(([name, value]) => {
		const [nameSize, nameBytes] = sized(name);
		const [valueSize, valueBytes] = sized(value);

		return Buffer.concat([nameSize, valueSize, nameBytes, valueBytes]);
	}));
}

function readRecords(bytes) {
	const seen = { [STDOUT]: [], [STDERR]: [], [END_REQUEST]: [] };
	let at = 0;

	while (at + 8 <= bytes.length) {
		const length = bytes.readUInt16BE(at + 4);

		if (at + 8 + length > bytes.length)
			break;
		seen[bytes.readUInt8(at + 1)]?.push(bytes.subarray(at + 8, at + 8 + length));
		at += 8 + length + bytes.readUInt8(at + 6);
	}
	return seen;
}

function readAnswer(bytes) {
	const text = bytes.toString('utf8');
	const [head, ...rest] = text.split('\r\n\r\n');
	const headers = Object.fromEntries(head.split('\r\n').filter(Boolean).map((line) => {
		const colon = line.indexOf(':');

		return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
	}));
	const body = rest.join('\r\n\r\n');
	let json;

	try {
		json = JSON.parse(body);
	} catch {
		json = undefined;
	}
	return { status: Number.parseInt(headers.status ?? '0', 10), headers, body, json };
}

export class Conversation {
	static async open(path) {
		const conversation = new Conversation();

		conversation.socket = connect(path);
		conversation.parts = [];
		conversation.socket.on('data', (part) => conversation.parts.push(part));
		conversation.socket.on('error', () => {});
		conversation.closed = new Promise((resolve) => conversation.socket.on('close', resolve));
		await once(conversation.socket, 'connect');
		return conversation;
	}

	begin(params) {
		this.socket.write(record(BEGIN_REQUEST, Buffer.from([0, RESPONDER, 0, 0, 0, 0, 0, 0])));
		this.socket.write(Buffer.concat([stream(PARAMS, pairs(params)), record(PARAMS, Buffer.alloc(0))]));
	}

	body(text) {
		this.socket.write(stream(STDIN, Buffer.from(text)));
	}

	endBody() {
		this.socket.write(record(STDIN, Buffer.alloc(0)));
	}

	/* Hangs up in the middle. */
	async hangUp() {
		this.socket.destroy();
		await this.closed;
	}

	/* Waits for the whole answer; null when the worker closed the connection before it was whole. */
	async answer() {
		const bytes = await this.output();

		return bytes && readAnswer(bytes);
	}

	/* The same as bytes, headers and body. */
	async output() {
		await this.closed;

		const seen = readRecords(Buffer.concat(this.parts));

		return seen[END_REQUEST].length ? Buffer.concat(seen[STDOUT]) : null;
	}
}

/* One whole request on a connection of its own. */
export async function ask(path, params, body) {
	const conversation = await Conversation.open(path);

	conversation.begin(params);
	conversation.body(body);
	conversation.endBody();
	return conversation.answer();
}

/* The variables of an MCP request as lighttpd sends them; a value undefined leaves the variable out. */
export function mcpParams({ key, user, length, extra = [] }) {
	const params = [
		['GATEWAY_INTERFACE', 'CGI/1.1'],
		['SERVER_PROTOCOL', 'HTTP/1.1'],
		['REQUEST_METHOD', 'POST'],
		['SCRIPT_NAME', ''],
		['PATH_INFO', '/mcp'],
		['CONTENT_TYPE', 'application/json'],
		['CONTENT_LENGTH', length?.toString()],
		['HTTP_ACCEPT', 'application/json, text/event-stream'],
		['HTTP_MCP_PROTOCOL_VERSION', '2025-11-25'],
		['HTTP_X_API_KEY', key],
		['HTTP_X_MCP_USER', user],
		...extra,
	];

	return params.filter(([, value]) => value !== undefined);
}

let lastId = 0;

export function callBody(name, toolArguments = {}) {
	lastId += 1;
	return JSON.stringify({ jsonrpc: '2.0', id: lastId, method: 'tools/call', params: { name, arguments: toolArguments } });
}

/* Calls a tool on the worker; the whole answer. */
export function call(path, who, name, toolArguments = {}) {
	const body = callBody(name, toolArguments);

	return ask(path, mcpParams({ ...who, length: Buffer.byteLength(body) }), body);
}
