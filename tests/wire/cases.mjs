/*
 * Wire cases: a request and the answer it deserves, in files that read like a conversation.
 *
 *     # A comment, where no body is.
 *     let META = {"progressToken":7}          text for $META in everything below
 *     default Accept: application/json        a header of every request below that says no other
 *     configure page_size = 5                 a setting of this file's cases
 *
 *     == the claim that the case makes
 *     for REVISION in 2025-11-25 2025-06-18   (the first line) the case once for each word, which is $REVISION then
 *     program fixture                         the conformance fixture instead of Taskdesk
 *     configure unknown_user = reject         a setting of this case
 *     POST /mcp                               method and path; then headers, a second one of a name a second variable
 *     X-API-Key: $KEY
 *     without Accept                          no such header, whatever is default
 *     variable CONTENT_LENGTH=5               a CGI variable as it is; without '=' it is left out
 *
 *     {"jsonrpc":"2.0","id":1,"method":"ping"}
 *     --
 *     200                                     status (400|403: either); then headers of the answer, or patterns: Allow: ~^POST
 *     without Mcp-Session-Id
 *     log statements=[12]                     a pattern that the log has; no log: one that it has not
 *     body "id":12345678901234567890          a pattern of the body as text
 *
 *     {"jsonrpc":"2.0","id":1,"result":{}}    a pattern of the body as JSON (pattern.mjs); nothing: it is empty
 *
 * In what is sent, and within a word of "for", «ff 00» are bytes and «1000 × [» is a text so many times. A body's lines are joined without what
 * separates and indents them, so that JSON may be laid out.
 */
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

const folder = new URL('.', import.meta.url).pathname;

/* Text with $NAME in it; what has no value stays as it is. */
export function filled(text, values) {
	return text.replace(/\$([A-Z][A-Z_]*)/g, (whole, name) => (name in values ? filled(values[name], values) : whole));
}

/* What is sent, as bytes. */
export function bytesOf(text) {
	const parts = text.split(/«([^»]*)»/);

	return Buffer.concat(parts.map((part, i) => (i % 2 ? specialBytes(part) : Buffer.from(part))));
}

function specialBytes(words) {
	const repeated = /^(\d+) × ([\s\S]*)$/.exec(words);

	return repeated ? Buffer.from(repeated[2].repeat(Number(repeated[1]))) : Buffer.from(words.replaceAll(' ', ''), 'hex');
}

/* Ends at the first empty line: [lines before it, text behind it in one line]. */
function parted(lines) {
	const empty = lines.indexOf('');
	const head = empty < 0 ? lines : lines.slice(0, empty);

	return [head, empty < 0 ? '' : lines.slice(empty + 1).map((line) => line.trim()).join('')];
}

function header(line) {
	const [, name, value] = /^([\w-]+): ?(.*)$/.exec(line) ?? [];

	if (!name)
		throw new Error(`cannot read '${line}'`);
	return [name, value.trimEnd()];
}

/* A setting, "unknown_user = reject". */
const setting = (line) => line.replace(/^configure /, '');

function parseRequest(lines, file) {
	const [head, body] = parted(lines);
	const request = { settings: [...file.settings], headers: [], removed: [], variables: [], body, program: 'product' };

	for (const line of head) {
		const [word, rest] = [line.split(' ', 1)[0], line.slice(line.indexOf(' ') + 1)];

		if (word === 'configure')
			request.settings.push(setting(line));
		else if (word === 'program')
			request.program = rest;
		else if (word === 'without')
			request.removed.push(rest.toLowerCase());
		else if (word === 'variable')
			request.variables.push(rest);
		else if (request.method)
			request.headers.push(header(line));
		else
			[request.method, request.target] = [word, rest];
	}
	const named = new Set([...request.headers.map(([name]) => name.toLowerCase()), ...request.removed]);

	request.headers.unshift(...file.defaults.filter(([name]) => !named.has(name.toLowerCase())));
	return request;
}

function parseAnswer(lines) {
	const [[status, ...head], body] = parted(lines);
	const answer = { status, headers: [], absent: [], log: [], notLogged: [], text: [], body };

	for (const line of head) {
		const [word, rest] = [line.split(' ', 1)[0], line.slice(line.indexOf(' ') + 1)];

		if (word === 'without')
			answer.absent.push(rest.toLowerCase());
		else if (word === 'log')
			answer.log.push(rest);
		else if (word === 'body')
			answer.text.push(rest);
		else if (line.startsWith('no log '))
			answer.notLogged.push(line.slice('no log '.length));
		else
			answer.headers.push(header(line));
	}
	return answer;
}

function trimmed(lines) {
	const last = lines.findLastIndex((line) => line.trim() && !line.startsWith('#'));

	return lines.slice(0, last + 1);
}

function parseCase(claim, lines, file) {
	const divide = lines.indexOf('--');

	if (divide < 0)
		throw new Error(`${file.name}: '${claim}' has no answer`);
	return {
		file: file.name,
		claim,
		values: file.values,
		request: parseRequest(trimmed(lines.slice(0, divide)).filter((line) => !line.startsWith('#')), file),
		answer: parseAnswer(trimmed(lines.slice(divide + 1)).filter((line) => !line.startsWith('#'))),
	};
}

/* What stands before the first case. */
function parseHead(lines, file) {
	for (const line of lines.filter((text) => text && !text.startsWith('#'))) {
		const [word, rest] = [line.split(' ', 1)[0], line.slice(line.indexOf(' ') + 1)];

		if (word === 'let')
			file.values[rest.split(' ')[0]] = rest.slice(rest.indexOf('=') + 2);
		else if (word === 'default')
			file.defaults.push(header(rest));
		else if (word === 'configure')
			file.settings.push(setting(line));
		else
			throw new Error(`${file.name}: cannot read '${line}'`);
	}
}

/* A case once for each word of its "for": [[{ name: word }, lines]]. The word may stand anywhere, also in a header's name. */
function repeated(lines) {
	const [, name, words] = /^for ([A-Z_]+) in (.*)$/m.exec(lines[0]) ?? [];

	return !name ? [[{}, lines]] : words.match(/(?:«[^»]*»|\S)+/g).map((word) => [{ [name]: word }, lines.slice(1).map((line) => filled(line, { [name]: word }))]);
}

function parseFile(path) {
	const file = { name: basename(path, '.wire'), values: {}, defaults: [], settings: [] };
	const [head, ...parts] = readFileSync(path, 'utf8').split(/^== /m);

	parseHead(head.split('\n'), file);
	return parts.flatMap((part) => {
		const [claim, ...lines] = part.split('\n');

		return repeated(lines).map(([words, own]) => parseCase([claim, ...Object.values(words).map((word) => `(${word})`)].join(' '), own,
			{ ...file, values: { ...file.values, ...words } }));
	});
}

/* Every case of the named files, or of all: { file, claim, values, request, answer }. */
export function readCases(names = []) {
	const paths = globSync('cases/*.wire', { cwd: folder }).map((path) => folder + path).sort();

	return paths.filter((path) => !names.length || names.includes(basename(path, '.wire'))).flatMap(parseFile);
}

/* The CGI variable that stands for a header. */
function variableOf(name) {
	const upper = name.toUpperCase().replaceAll('-', '_');

	return upper === 'CONTENT_TYPE' || upper === 'CONTENT_LENGTH' ? upper : `HTTP_${upper}`;
}

/* The request as a web server passes it on: { variables: [[name, bytes]], body }, values being those of $NAME. */
export function gatewayRequest({ request, values }, world) {
	const all = { ...world, ...values };
	const bytes = (text) => bytesOf(filled(text, all));
	const body = bytes(request.body);
	const [path, query = ''] = filled(request.target, all).split('?');
	const given = request.variables.map((line) => [line.split('=', 1)[0], line.includes('=') ? line.slice(line.indexOf('=') + 1) : null]);
	const usual = [
		['GATEWAY_INTERFACE', 'CGI/1.1'], ['SERVER_PROTOCOL', 'HTTP/1.1'], ['SERVER_NAME', 'localhost'],
		['SERVER_PORT', '80'], ['REMOTE_ADDR', '127.0.0.1'], ['REQUEST_METHOD', request.method],
		['REQUEST_URI', request.target], ['SCRIPT_NAME', ''], ['PATH_INFO', path], ['QUERY_STRING', query],
		...(body.length || request.method === 'POST' ? [['CONTENT_LENGTH', String(body.length)]] : []),
	].filter(([name]) => !given.some(([other]) => other === name));
	const variables = [...usual, ...request.headers.map(([name, value]) => [variableOf(name), value]),
		...given.filter(([, value]) => value !== null)];

	return { variables: variables.map(([name, value]) => [name, bytes(value)]), body };
}
