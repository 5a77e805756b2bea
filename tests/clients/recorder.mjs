/*
 * A fetch for the clients' transports that keeps every exchange and says where an answer departs from the
 * protocol: HTTP's side, JSON-RPC's, the official schemas of both client packages, what only one era may have, and the
 * output schema of the tool that was called.
 */
import * as current from '@modelcontextprotocol/core';
import * as first from '@modelcontextprotocol/sdk/types.js';

const META = 'io.modelcontextprotocol/';
const MODERN = '2026-07-28';

/* The result schema of each method: in the first package, and in the present one. */
const resultSchemas = {
	'server/discover': [null, current.DiscoverResultSchema],
	initialize: [first.InitializeResultSchema, current.InitializeResultSchema],
	ping: [first.EmptyResultSchema, current.EmptyResultSchema],
	'tools/list': [first.ListToolsResultSchema, current.ListToolsResultSchema],
	'tools/call': [first.CallToolResultSchema, current.CallToolResultSchema],
	'resources/list': [first.ListResourcesResultSchema, current.ListResourcesResultSchema],
	'resources/templates/list': [first.ListResourceTemplatesResultSchema, current.ListResourceTemplatesResultSchema],
	'resources/read': [first.ReadResourceResultSchema, current.ReadResourceResultSchema],
	'prompts/list': [first.ListPromptsResultSchema, current.ListPromptsResultSchema],
	'prompts/get': [first.GetPromptResultSchema, current.GetPromptResultSchema],
	'completion/complete': [first.CompleteResultSchema, current.CompleteResultSchema],
};

const cacheable = ['server/discover', 'tools/list', 'resources/list', 'resources/templates/list', 'resources/read', 'prompts/list'];

/* Whether this is no result yet, but questions to answer first (basic/patterns/mrtr). */
function asksBack({ resultType, inputRequests = {}, requestState = '' }) {
	const questions = Object.values(inputRequests);

	return resultType === 'input_required' && typeof requestState === 'string' && questions.length > 0 &&
		questions.every((question) => current.ElicitRequestSchema.safeParse(question).success);
}

/* What a result must and must not have in each era. */
function eraComplaints(method, result, isModern) {
	const serverInfo = result._meta?.[`${META}serverInfo`];
	const rules = isModern ? [
		[result.resultType === 'complete' || asksBack(result), 'resultType is neither "complete" nor a question'],
		[current.ImplementationSchema.safeParse(serverInfo).success, 'serverInfo is missing in _meta'],
		[!cacheable.includes(method) || (Number.isInteger(result.ttlMs) && result.ttlMs >= 0), 'ttlMs is missing'],
		[!cacheable.includes(method) || ['public', 'private'].includes(result.cacheScope), 'cacheScope is missing'],
	] : [
		[!('resultType' in result), 'resultType in a legacy result'],
		[!('ttlMs' in result) && !('cacheScope' in result), 'cache hints in a legacy result'],
		[serverInfo === undefined, 'serverInfo in the _meta of a legacy result'],
		[method !== 'ping' || Object.keys(result).length === 0, 'a ping is not answered by {}'],
	];

	return rules.filter(([holds]) => !holds).map(([, sentence]) => sentence);
}

function schemaComplaints(schemas, value) {
	return schemas.filter(Boolean).map((schema) => schema.safeParse(value)).filter((read) => !read.success)
		.map((read) => String(read.error));
}

/* The same JSON stands in a text block, for clients that know no structured results. */
function textComplaints(result) {
	if (!result.structuredContent)
		return [];
	return result.content.some((block) => block.type === 'text' && block.text === JSON.stringify(result.structuredContent)) ?
		[] : ['structuredContent is not repeated as text'];
}

function contentComplaints({ method, params }, result, toolComplaints) {
	const complaints = resultSchemas[method] ? schemaComplaints(resultSchemas[method], result) : [`no schema of ${method} is known here`];

	if (method === 'tools/call')
		complaints.push(...textComplaints(result), ...toolComplaints(params.name, result));
	return complaints;
}

function messageComplaints(request, message, isModern, toolComplaints) {
	if (message.method === 'notifications/progress')
		return schemaComplaints([first.ProgressNotificationSchema, current.ProgressNotificationSchema], message);
	if (message.error)
		return [
			...schemaComplaints([first.JSONRPCErrorResponseSchema, current.JSONRPCErrorResponseSchema], message),
			...(message.id === request.id ? [] : ['an error with another id']),
		];
	if (message.id !== request.id || !message.result)
		return [`neither an answer nor a progress notification: ${JSON.stringify(message)}`];
	return [
		...schemaComplaints([first.JSONRPCResultResponseSchema, current.JSONRPCResultResponseSchema], message),
		...eraComplaints(request.method, message.result, isModern),
		...(message.result.resultType === 'input_required' ? [] : contentComplaints(request, message.result, toolComplaints)),
	];
}

function readEvents(body) {
	return body.split('\n\n').filter(Boolean).map((event) => {
		const lines = event.split('\n').filter((line) => line.startsWith('data: '));

		if (lines.length !== 1)
			throw new Error(`not one data line in: ${event}`);
		return JSON.parse(lines[0].slice('data: '.length));
	});
}

function readMessages(type, body) {
	if (body === '')
		return [];
	return type === 'text/event-stream' ? readEvents(body) : [JSON.parse(body)];
}

/* Everything that is wrong with one exchange, as sentences. */
function complaints({ request, status, headers, body }, toolComplaints) {
	const problems = [];
	const isModern = request?.params?._meta?.[`${META}protocolVersion`] === MODERN;
	const isAnswer = request?.id !== undefined && (status === 200 || status === 400 || status === 404);

	/* Since 2.4.59 Apache's mod_cgid cuts answers into chunks of its own instead. */
	if (headers.get('transfer-encoding') !== 'chunked' && Number(headers.get('content-length')) !== Buffer.byteLength(body))
		problems.push(`Content-Length is ${headers.get('content-length')} and ${Buffer.byteLength(body)} bytes came`);
	if (headers.get('mcp-session-id'))
		problems.push('a session id');
	if (request && request.id === undefined && (status !== 202 || body))
		problems.push(`a notification is answered by ${status} ${body}`);
	if (!isAnswer)
		return problems;
	for (const message of readMessages(headers.get('content-type'), body))
		problems.push(...messageComplaints(request, message, isModern, toolComplaints));
	return problems;
}

/*
 * Returns { fetch, exchanges, problems }: exchanges hold { request, status, headers, body, messages }, problems the
 * sentences so far. Answers to GET, with which older clients ask for a stream, are kept but not judged by MCP's rules.
 * transport is the fetch beneath; toolComplaints(name, result) says what is wrong with the result of a tool.
 */
export function recordingFetch({ transport, toolComplaints }) {
	const exchanges = [];
	const problems = [];

	async function recorded(url, init = {}) {
		const response = await transport(url, init);
		const body = await response.clone().text();
		const request = typeof init.body === 'string' ? JSON.parse(init.body) : null;
		const exchange = { request, status: response.status, headers: response.headers, body };
		const found = complaints(exchange, toolComplaints);

		exchange.messages = request && response.status === 200 ? readMessages(response.headers.get('content-type'), body) : [];
		exchanges.push(exchange);
		problems.push(...found.map((sentence) => `${request?.method ?? init.method}: ${sentence}`));
		return response;
	}

	return { fetch: recorded, exchanges, problems };
}
