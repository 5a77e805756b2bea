/*
 * A team for the tests of the work model: one installation, people with roles, and calls that are checked against
 * what tools/list promises.
 */
import assert from 'node:assert/strict';
import { Ajv2020 } from 'ajv/dist/2020.js';

import { rpc, startInstallation } from '../support/installation.mjs';

export { slowness, waitUntil } from '../support/installation.mjs';

const ajv = new Ajv2020({ strict: false, formats: { email: true } });

/* The text of a tool's result. */
export function textOf(result) {
	return result.content.map((block) => block.text).join('\n');
}

/* The installation's tools by name, each with a check of its output schema. */
async function readCatalogue(installation) {
	const { tools } = (await rpc(installation, 'tools/list')).json.result;

	return new Map(tools.map((tool) => [tool.name, { ...tool, checkOutput: ajv.compile(tool.outputSchema) }]));
}

/* Somebody who calls tools: as a user (X-Mcp-User), with the bootstrap key or another one. */
export class Person {
	constructor(team, email, key = team.installation.key) {
		Object.assign(this, { team, email, key });
	}

	rpc(method, params = {}) {
		return rpc({ url: this.team.installation.url, key: this.key }, method, params, { user: this.email });
	}

	/* The result of a method that is expected to succeed. */
	async get(method, params = {}) {
		const answer = await this.rpc(method, params);

		assert.ok(answer.json?.result, `${method} got ${answer.status} ${answer.body}`);
		return answer.json.result;
	}

	/* A tool's result, whatever it says, which conforms to the tool's schema. */
	async call(name, toolArguments = {}) {
		const result = await this.get('tools/call', { name, arguments: toolArguments });
		const tool = this.team.catalogue.get(name);

		if (tool && result.structuredContent) {
			assert.ok(tool.checkOutput(result.structuredContent),
				`${name} departs from its schema: ${ajv.errorsText(tool.checkOutput.errors)}`);
			assert.equal(result.content[0].text, JSON.stringify(result.structuredContent));
		}
		return result;
	}

	/* What a tool answers that is expected to succeed. */
	async ask(name, toolArguments = {}) {
		const result = await this.call(name, toolArguments);

		assert.ok(!result.isError, `${name} failed: ${textOf(result)}`);
		return result.structuredContent;
	}

	/* The error of a call that is expected to be refused with this code and a sentence like this. */
	async refused(name, toolArguments, code, sentence = /./) {
		const result = await this.call(name, toolArguments);
		const error = refusalOf(result);

		assert.ok(error, `${name} was not refused: ${textOf(result)}`);
		assert.equal(error.code, code, `${name}: ${error.message}`);
		assert.match(`${error.message}\n${error.remedy ?? ''}`, sentence, name);
		return error;
	}

	/* Makes one task and returns it. */
	async task(properties, rest = {}) {
		const made = await this.ask('create_tasks', { ...rest, tasks: [properties] });

		return made.results[0].task;
	}

	/* Changes one task; its item of the result. */
	async update(task, properties) {
		return (await this.ask('update_tasks', { tasks: [{ task: String(task.id ?? task), ...properties }] })).results[0];
	}

	async read(task) {
		return (await this.ask('get_task', { task: String(task.id ?? task) })).task;
	}

	/* All pages of a list tool: the elements, in their order, and how many pages there were. */
	async pages(name, listing, member, between = async () => {}) {
		const elements = [];
		let pages = 0;
		let cursor;

		do {
			const answer = await this.ask(name, { ...listing, ...(cursor ? { cursor } : {}) });

			elements.push(...answer[member]);
			pages += 1;
			cursor = answer.next_cursor;
			await between(answer[member], pages);
		} while (cursor);
		return { elements, pages };
	}

	/* The titles of a listing, in its order. */
	async titles(listing) {
		return (await this.ask('list_tasks', listing)).tasks.map((task) => task.title);
	}
}

/* Why a result is an error: of the call, or of its only item. */
function refusalOf(result) {
	const failed = result.structuredContent?.results?.filter((item) => item.error);

	if (!result.isError)
		return null;
	return result._meta?.['taskdesk/error'] ?? (failed?.length === 1 ? failed[0].error : null);
}

class Team {
	/* Makes the account and returns its Person. */
	async join(email, name, timeZone = 'UTC') {
		await this.installation.administer('user', 'add', email, '--name', name, '--time-zone', timeZone, '--no-password');
		return new Person(this, email);
	}

	/* A Person with a key of its own: taskdeskctl's words say what it may. */
	async withKey(...words) {
		const said = await this.installation.administer('key', 'create', `key ${Math.random()}`, ...words);

		return new Person(this, undefined, said.match(/td_[\w-]{43}/)[0]);
	}

	stop() {
		return this.installation.stop();
	}
}

/* Starts an installation under lighttpd with these options of server.sh. */
export async function startTeam(...options) {
	const team = new Team();

	team.installation = await startInstallation('lighttpd-fcgi', ...options);
	team.catalogue = await readCatalogue(team.installation);
	team.system = new Person(team, undefined);
	return team;
}

/* A team with the usual people: an owner, a member, a guest, and somebody from outside. */
export async function startUsualTeam(...options) {
	const team = await startTeam(...options);

	team.ada = await team.join('ada@example.com', 'Ada Lovelace');
	team.ben = await team.join('ben@example.com', 'Ben Franklin');
	team.gus = await team.join('gus@example.com', 'Gus Guest');
	team.eve = await team.join('eve@example.com', 'Eve Elsewhere');
	return team;
}

let made = 0;

/* A workspace of Ada's, with Ben as a member and Gus as a guest, that nobody used before. */
export async function freshWorkspace(team, name = 'Garden') {
	made += 1;
	const { workspace } = await team.ada.ask('create_workspace', { name: `${name} ${made}`, members: [team.ben.email] });

	await team.ada.ask('update_workspace', { workspace: String(workspace.id), members: [{ user: team.gus.email, role: 'guest' }] });
	return workspace;
}

/* So many open subtasks of a task, past the tools, which would take long. */
export async function addSubtasks(team, task, count) {
	await team.installation.sql(`INSERT INTO task (workspace_id, project_id, parent_id, position, title, created_at, created_by, updated_at, updated_by)
		SELECT workspace_id, project_id, id, seq, CONCAT('subtask ', seq), created_at, created_by, updated_at, updated_by FROM task, seq_1_to_${count}
		WHERE id = ${task.id}`);
}

/* The days from today in a time zone, as "2026-12-01". */
export function dayIn(timeZone, days = 0, from = new Date()) {
	const [year, month, day] = new Intl.DateTimeFormat('en-CA', { timeZone }).format(from).split('-').map(Number);

	return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
}
