/*
 * Requests of every kind, for one process to answer one after the other: all tools, resources, prompts, completion, both
 * eras, and what is refused.
 */
import { mcpParams } from '../fcgi/fastcgi.mjs';
import { gatewayRequest, readCases } from '../wire/cases.mjs';

const MODERN = '2026-07-28';
const META = 'io.modelcontextprotocol/';

/* Every tool with ordinary arguments, and some with wrong ones; $TASK and the like are the world's values. */
const toolCalls = ({ TASK, WORKSPACE }) => [
	['whoami'], ['list_users', { workspace: WORKSPACE }], ['list_workspaces', { limit: 3 }],
	['create_workspace', { name: 'Another', description: 'Ünïcode ✓' }],
	['update_workspace', { workspace: WORKSPACE, description: 'Where things grow' }],
	['list_projects', { limit: 3 }], ['create_project', { workspace: WORKSPACE, name: 'Beds', sections: ['To do', 'Done'] }],
	['update_project', { project: 'nowhere', name: 'Still nowhere' }],
	['list_tasks', { workspace: WORKSPACE, limit: 5 }], ['list_tasks', { assignee: 'me', due_to: 'next friday', limit: 5 }],
	['get_task', { task: TASK }], ['get_task', { task: '999999999' }], ['get_task', {}],
	['create_tasks', { workspace: WORKSPACE, tasks: [{ title: 'Plant', tags: ['soon'], due: 'tomorrow', assignee: 'me' }] }],
	['create_task', { workspace_id: WORKSPACE, title: 'Water', notes: 'x'.repeat(3000) }],
	['create_tasks', { workspace: WORKSPACE, atomic: true, tasks: [{ title: 'good' }, { title: 'bad', assignee: 'nobody@example.com' }] }],
	['update_tasks', { tasks: [{ task: TASK, priority: 'high' }, { task: TASK, priority: 'low' }] }],
	['update_tasks', { tasks: [{ task: TASK, if_version: 1, title: 'Too late' }] }],
	['delete_tasks', { tasks: [{ task: TASK }], dry_run: true }],
	['add_comment', { task: TASK, text: 'Which spade?' }], ['search', { query: 'plant', limit: 5 }], ['fetch', { id: `task:${TASK}` }],
	['list_activity', { workspace: WORKSPACE, limit: 5 }], ['undo', { change_id: '0123456789abcdef' }],
	['no_such_tool'], ['mcp_list_tasks', { colour: 'red' }],
];

const otherCalls = ({ WORKSPACE, TASK }) => [
	['tools/list'], ['resources/list'], ['resources/templates/list'], ['resources/read', { uri: 'taskdesk://me/today' }],
	['resources/read', { uri: `taskdesk://workspace/${WORKSPACE}` }], ['resources/read', { uri: 'taskdesk://task/999999999' }],
	['prompts/list'], ['prompts/get', { name: 'break_down_task', arguments: { task: TASK } }], ['prompts/get', { name: 'none' }],
	['completion/complete', { ref: { type: 'ref/prompt', name: 'plan_project' }, argument: { name: 'workspace', value: 'gar' } }],
	['no/such/method'],
];

function legacy(who, method, params) {
	const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });

	return { params: mcpParams({ ...who, length: Buffer.byteLength(body) }), body };
}

function modern(who, method, params = {}) {
	const _meta = { [`${META}protocolVersion`]: MODERN, [`${META}clientCapabilities`]: {}, progressToken: 'p' };
	const body = JSON.stringify({ jsonrpc: '2.0', id: 'a', method, params: { ...params, _meta } });
	const name = params.name ?? params.uri;
	const own = [['HTTP_MCP_PROTOCOL_VERSION', MODERN], ['HTTP_MCP_METHOD', method], ...(name ? [['HTTP_MCP_NAME', name]] : [])];
	const usual = mcpParams({ ...who, length: Buffer.byteLength(body) }).filter(([header]) => header !== 'HTTP_MCP_PROTOCOL_VERSION');

	return { params: [...usual, ...own], body };
}

const makesSomething = (name) => /^(create_|add_)/.test(name);

/*
 * { params, body } of every call in both eras. The world is that of the wire cases; with keepsData, what would make it
 * larger is a dry run.
 */
export function everyCall({ values }, { keepsData = false } = {}) {
	const who = { key: values.KEY, user: 'ada@example.com' };
	const argumentsOf = (name, given = {}) => (keepsData && makesSomething(name) ? { ...given, dry_run: true } : given);
	const calls = [
		...toolCalls(values).map(([name, given]) => ['tools/call', { name, arguments: argumentsOf(name, given) }]),
		...otherCalls(values),
	];

	return [
		...calls.map(([method, params]) => legacy(who, method, params)),
		...calls.map(([method, params]) => modern(who, method, params)),
		legacy({ key: 'wrong' }, 'tools/list'),
		legacy({ key: values.KEY, user: 'stranger@example.com' }, 'tools/call', { name: 'whoami', arguments: {} }),
	];
}

/* Of one process, with one environment and a body that ends where its web server says. */
const isOfDoor = ({ program, settings, variables }) => program === 'product' && !settings.length
	&& !variables.some((variable) => /^(CONTENT_LENGTH|MCP_API_KEY)/.test(variable));

/* { claim, status, params, body } of every wire case that does not depend on how the CGI program is started. */
export function everyWireCase({ values }) {
	const cases = readCases().filter(({ request }) => isOfDoor(request));

	return cases.map((wire) => {
		const { variables, body } = gatewayRequest(wire, values);

		return { claim: wire.claim, status: wire.answer.status, params: variables, body };
	});
}
