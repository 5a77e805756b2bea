/*
 * What the official suite does not look at, asked of the fixture: questions in mid-call through several processes,
 * the corners of multi round-trip requests, and headers that mirror the body.
 */
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, test } from 'node:test';

import { httpRequest, root, startInstallation, variant, waitUntil } from '../support/installation.mjs';

const program = `${root}/build/${variant}/tests/conformance/fixture.fcgi`;
const modernRevision = '2026-07-28';
const legacyRevision = '2025-11-25';
const prefix = 'io.modelcontextprotocol';
const everything = { elicitation: {}, sampling: {}, roots: {} };

let server;
let lastId = 0;

const startFixture = (...options) => startInstallation('lighttpd-fcgi', '--workers', '3', '--program', program, ...options);

before(async () => {
	server = await startFixture('--set', 'ask_timeout_seconds = 120');
});

after(() => server.stop());

function post(message, headers) {
	return {
		method: 'POST',
		headers: { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream', ...headers },
		body: JSON.stringify(message),
	};
}

/* ---- revision 2026-07-28 ---- */

async function modern(method, params, { capabilities = everything, headers = {} } = {}) {
	const _meta = { [`${prefix}/protocolVersion`]: modernRevision, [`${prefix}/clientCapabilities`]: capabilities };
	const name = params.name ?? params.uri;
	const standard = { 'MCP-Protocol-Version': modernRevision, 'Mcp-Method': method, ...(name ? { 'Mcp-Name': name } : {}) };

	lastId += 1;
	return httpRequest(server.url, post({ jsonrpc: '2.0', id: lastId, method, params: { ...params, _meta } },
		{ ...standard, ...headers }));
}

const callTool = (name, more = {}, options = {}) => modern('tools/call', { name, arguments: {}, ...more }, options);

const accepted = (content) => ({ action: 'accept', content });

test('refuses a response of a wrong type', async () => {
	for (const user_name of [12345, 'Ada', []]) {
		const { json } = await callTool('test_input_required_result_elicitation', { inputResponses: { user_name } });

		assert.equal(json.error?.code, -32602);
		assert.match(json.error.message, /inputResponses\.user_name/);
	}
});

test('refuses inputResponses and requestState that are null', async () => {
	for (const broken of [{ inputResponses: null }, { requestState: null }])
		assert.equal((await callTool('test_input_required_result_elicitation', broken)).json.error?.code, -32602);
});

test('asks again where a response is missing', async () => {
	const { json } = await callTool('test_input_required_result_multiple_inputs', {
		inputResponses: { user_name: accepted({ name: 'Ada' }) },
	});

	assert.equal(json.result.resultType, 'input_required');
	assert.deepEqual(Object.keys(json.result.inputRequests).sort(), ['client_roots', 'greeting']);
});

test('a call that fails asks for nothing more', async () => {
	const { json } = await callTool('test_input_required_result_request_state', {
		inputResponses: { confirm: accepted({ ok: true }) },
	});

	assert.equal(json.result.resultType, 'complete');
	assert.equal(json.result.isError, true);
	assert.equal(json.result.requestState, undefined);
});

test('takes the state of one tool for no other, and for no other arguments', async () => {
	const first = await callTool('test_input_required_result_request_state');
	const { requestState } = first.json.result;
	const again = { requestState, inputResponses: { confirm: accepted({ ok: true }) } };

	assert.equal((await callTool('test_input_required_result_request_state', again)).json.result.resultType, 'complete');
	assert.equal((await callTool('test_input_required_result_tampered_state', again)).json.error?.code, -32602);
	assert.equal((await callTool('test_input_required_result_request_state', { ...again, arguments: { other: 1 } }))
		.json.error?.code, -32602);
});

test('takes no state that was changed anywhere', async () => {
	const { requestState } = (await callTool('test_input_required_result_multi_round')).json.result;
	const changed = [requestState.slice(1), requestState.slice(0, -1), `A${requestState}`, requestState.split('.')[0], '.', ''];

	for (const state of changed)
		assert.equal((await callTool('test_input_required_result_multi_round', { requestState: state })).json.error?.code,
			-32602, state);
});

test('asks by forms only who can show forms', async () => {
	const cases = [
		[{ elicitation: {} }, true],
		[{ elicitation: { form: {} } }, true],
		[{ elicitation: { form: {}, url: {} } }, true],
		[{ elicitation: { url: {} } }, false],
		[{ sampling: {} }, false],
	];

	for (const [capabilities, possible] of cases) {
		const { status, json } = await callTool('test_input_required_result_elicitation', {}, { capabilities });

		if (possible) {
			assert.equal(json.result?.resultType, 'input_required', JSON.stringify(capabilities));
			continue;
		}
		assert.equal(status, 400);
		assert.equal(json.error.code, -32021);
		assert.deepEqual(json.error.data.requiredCapabilities, { elicitation: {} });
	}
});

test('tells progress from nought on, in the stream of the call', async () => {
	const { headers, body } = await callTool('test_tool_with_progress', {}, {});

	assert.equal(headers['content-type'], 'application/json', 'no stream where no progress was asked for');
	assert.ok(body);

	lastId += 1;
	const _meta = { [`${prefix}/protocolVersion`]: modernRevision, [`${prefix}/clientCapabilities`]: {}, progressToken: 7 };
	const answer = await httpRequest(server.url, post({ jsonrpc: '2.0', id: lastId, method: 'tools/call',
		params: { name: 'test_tool_with_progress', _meta } },
	{ 'MCP-Protocol-Version': modernRevision, 'Mcp-Method': 'tools/call', 'Mcp-Name': 'test_tool_with_progress' }));
	const messages = [...answer.body.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data));

	assert.equal(answer.headers['content-type'], 'text/event-stream');
	assert.equal(answer.headers['x-accel-buffering'], 'no');
	assert.deepEqual(messages.slice(0, 3).map(({ params }) => [params.progressToken, params.progress]),
		[[7, 0], [7, 50], [7, 100]]);
	assert.equal(messages[3].id, lastId);
});

test('offers no revision that it has just refused', async () => {
	lastId += 1;
	const _meta = { [`${prefix}/protocolVersion`]: legacyRevision, [`${prefix}/clientCapabilities`]: {} };
	const { status, json } = await httpRequest(server.url, post({ jsonrpc: '2.0', id: lastId, method: 'tools/list',
		params: { _meta } }, { 'MCP-Protocol-Version': legacyRevision, 'Mcp-Method': 'tools/list' }));

	assert.equal(status, 400);
	assert.equal(json.error.code, -32022);
	assert.ok(json.error.data.supported.includes(modernRevision));
	assert.ok(!json.error.data.supported.includes(legacyRevision));
});

test('compares mirrored arguments with their headers', async () => {
	const base = { region: 'eu', query: 'x' };
	const cases = [
		['agreeing', base, { 'Mcp-Param-Region': 'eu' }, true],
		['encoded', { region: 'größer' }, { 'Mcp-Param-Region': '=?base64?Z3LDtsOfZXI=?=' }, true],
		['an integer', { ...base, shard: 42 }, { 'Mcp-Param-Region': 'eu', 'Mcp-Param-Shard': '42.0' }, true],
		['a truth', { ...base, dry: true }, { 'Mcp-Param-Region': 'eu', 'Mcp-Param-Dry': 'true' }, true],
		['null', { ...base, shard: null }, { 'Mcp-Param-Region': 'eu' }, true],
		['another value', base, { 'Mcp-Param-Region': 'us' }, false],
		['a missing header', base, {}, false],
		['half of a text', { region: 'eu\0us' }, { 'Mcp-Param-Region': 'eu' }, false],
		['a header twice', base, { 'Mcp-Param-Region': ['eu', 'eu'] }, false],
		['another spelling of the header', base, { 'Mcp-Param-Region': 'eu', 'Mcp_Param_Region': 'us' }, false],
		['a header without an argument', base, { 'Mcp-Param-Region': 'eu', 'Mcp-Param-Shard': '1' }, false],
		['a hexadecimal number', { ...base, shard: 16 }, { 'Mcp-Param-Region': 'eu', 'Mcp-Param-Shard': '0x10' }, false],
		['another case', { ...base, dry: true }, { 'Mcp-Param-Region': 'eu', 'Mcp-Param-Dry': 'True' }, false],
	];

	for (const [what, toolArguments, headers, agrees] of cases) {
		const { status, json } = await callTool('test_x_mcp_header', { arguments: toolArguments }, { headers });

		assert.equal(status, agrees ? 200 : 400, what);
		assert.equal(json.error?.code, agrees ? undefined : -32020, what);
	}
});

test('refuses standard headers that come twice', async () => {
	for (const name of ['Mcp_Method', 'Mcp_Name', 'MCP_Protocol_Version']) {
		const { status, json } = await callTool('test_simple_text', {}, { headers: { [name]: 'other' } });

		assert.equal(status, 400, name);
		assert.equal(json.error?.code, -32020, name);
	}
});

/* ---- the revisions before ---- */

function legacyMessage(method, params) {
	lastId += 1;
	return { jsonrpc: '2.0', id: lastId, method, params };
}

const legacyHeaders = { 'MCP-Protocol-Version': legacyRevision };

const legacy = (message, headers = {}) => httpRequest(server.url, post(message, { ...legacyHeaders, ...headers }));

/* Opens a call and reads its stream as it comes: { next(), close() }; next() is the next message, or undefined. */
async function openCall(name, toolArguments = {}, { url } = server) {
	const { method, headers, body } = post(legacyMessage('tools/call', { name, arguments: toolArguments }), legacyHeaders);
	const response = await new Promise((resolve, reject) => {
		http.request(url, { method, headers, agent: false }, resolve).on('error', reject).end(body);
	});
	const pieces = response.setEncoding('utf8')[Symbol.asyncIterator]();
	let text = '';

	assert.equal(response.headers['content-type'], 'text/event-stream');
	return {
		async next() {
			for (;;) {
				const found = /^data: (.*)\n\n/m.exec(text);

				if (found) {
					text = text.slice(found.index + found[0].length);
					return JSON.parse(found[1]);
				}
				const { value, done } = await pieces.next();

				if (done)
					return undefined;
				text += value;
			}
		},
		close() {
			response.destroy();
		},
	};
}

function logLines(pattern) {
	return server.logText().split('\n').filter((line) => pattern.test(line));
}

const processOf = (line) => / process=(\d+) /.exec(line)?.[1];

test('receives in one process what a call in another one waits for', async () => {
	const call = await openCall('test_elicitation', { message: 'across processes' });
	const question = await call.next();

	assert.equal(question.method, 'elicitation/create');
	assert.equal(question.params.message, 'across processes');
	const delivery = await legacy({ jsonrpc: '2.0', id: question.id, result: accepted({ username: 'ada', email: 'a@b.c' }) });

	assert.equal(delivery.status, 202);
	assert.equal(delivery.body, '');
	const answer = await call.next();

	assert.match(answer.result.content[0].text, /action=accept.*"username":"ada"/);
	assert.equal(await call.next(), undefined);
	await waitUntil(() => logLines(/across processes/).length === 1, 'the waiting call is in the log');
	const [asking] = logLines(/across processes/).map(processOf);
	const [answering] = logLines(new RegExp(question.id)).map(processOf);

	assert.ok(asking && answering);
	assert.notEqual(asking, answering);
});

test('several calls wait at once and get the answers that are theirs', async () => {
	const calls = await Promise.all(['first', 'second'].map((prompt) => openCall('test_sampling', { prompt })));
	const questions = await Promise.all(calls.map((call) => call.next()));

	for (const { id, params } of questions.toReversed())
		await legacy({ jsonrpc: '2.0', id, result: { role: 'assistant', model: 'm',
			content: { type: 'text', text: `about ${params.messages[0].content.text}` } } });
	const answers = await Promise.all(calls.map((call) => call.next()));

	assert.deepEqual(answers.map(({ result }) => result.content[0].text),
		['LLM response: about first', 'LLM response: about second']);
});

test('asks one thing after another in the same stream', async () => {
	const call = await openCall('test_input_required_result_multi_round');

	for (const content of [{ name: 'Ada' }, { color: 'red' }]) {
		const { id } = await call.next();

		assert.equal((await legacy({ jsonrpc: '2.0', id, result: accepted(content) })).status, 202);
	}
	assert.match((await call.next()).result.content[0].text, /Ada who likes red/);
});

test('passes on why the client could not answer', async () => {
	const call = await openCall('test_elicitation', { message: 'refused' });
	const { id } = await call.next();

	await legacy({ jsonrpc: '2.0', id, error: { code: -32601, message: 'no forms here' } });
	const { result } = await call.next();

	assert.equal(result.isError, true);
	assert.match(result.content[0].text, /could not answer the question this call depends on: no forms here/);
});

test('gives up after the configured time, and takes no answer that comes later', async (context) => {
	const hasty = await startFixture('--set', 'ask_timeout_seconds = 1');

	context.after(() => hasty.stop());
	const call = await openCall('test_elicitation', { message: 'nobody there' }, hasty);
	const { id } = await call.next();
	const { result } = await call.next();
	const late = await httpRequest(hasty.url, post({ jsonrpc: '2.0', id, result: accepted({}) }, legacyHeaders));

	assert.equal(result.isError, true);
	assert.match(result.content[0].text, /did not answer the question this call depends on within 1 s/);
	assert.equal(late.status, 400);
});

test('a call whose client left does not wait on', async () => {
	const call = await openCall('test_elicitation', { message: 'left alone' });

	await call.next();
	call.close();
	const [line] = await waitUntil(() => logLines(/left alone/).length && logLines(/left alone/), 'the call has ended');

	assert.match(line, /reason="the client closed the connection"/);
	assert.equal(await server.value('SELECT COUNT(*) FROM client_reply'), '0');
});

test('takes an answer once, and none to what it did not ask', async () => {
	const call = await openCall('test_elicitation', { message: 'once' });
	const { id } = await call.next();
	const answer = (question) => legacy({ jsonrpc: '2.0', id: question, result: accepted({}) });

	for (const other of ['0'.repeat(26), 'ü'.repeat(26), 'short', 'x'.repeat(5000), 5])
		assert.equal((await answer(other)).status, 400, String(other).slice(0, 30));
	assert.equal((await answer(id)).status, 202);
	assert.equal((await answer(id)).status, 400);
	assert.match((await call.next()).result.content[0].text, /action=accept/);
});

test('says so where a client cannot be asked', async () => {
	const sentence = /needs an answer from the client, which cannot be asked here/;
	const call = legacyMessage('tools/call', { name: 'test_elicitation', arguments: { message: 'no stream' } });
	const plain = await legacy(call, { Accept: 'application/json' });
	const batch = await legacy([call], { 'MCP-Protocol-Version': '2025-03-26' });

	for (const { result } of [plain.json, batch.json[0]]) {
		assert.equal(result.isError, true);
		assert.match(result.content[0].text, sentence);
	}
});

test('looks for inputResponses only in the revision that has them', async () => {
	const { method, headers, body } = post(legacyMessage('tools/call', { name: 'test_input_required_result_elicitation',
		arguments: {}, inputResponses: { user_name: accepted({ name: 'Ada' }) } }), { ...legacyHeaders,
		Accept: 'application/json' });
	const { json } = await httpRequest(server.url, { method, headers, body });

	assert.match(json.result.content[0].text, /cannot be asked here/);
});

test('refuses a notification of a revision it does not speak', async () => {
	const notification = { jsonrpc: '2.0', method: 'notifications/initialized' };

	assert.equal((await legacy(notification)).status, 202);
	const { status, json } = await legacy(notification, { 'MCP-Protocol-Version': '1999-01-01' });

	assert.equal(status, 400);
	assert.equal(json.error.code, -32022);
	assert.ok(!('id' in json));
});
