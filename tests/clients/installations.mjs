/*
 * The product as one of the ways to host it serves it, with users in it, and the official clients connected to it.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Ajv2020 } from 'ajv/dist/2020.js';

import { startInstallation } from '../support/installation.mjs';
import { connect, kinds } from './official.mjs';
import { recordingFetch } from './recorder.mjs';
import { shellFetch } from './shell.mjs';

export const flavours = ['lighttpd-fcgi', 'lighttpd-cgi', 'apache-fcgid', 'apache-cgid', 'apache-subdir', 'shell'];
export const PAGE_SIZE = 4;
export const ADMIN = 'admin@example.com';
export const OTHER = 'grace@example.com';

/* A name nobody used before, since all clients of a flavour share its database. */
export function fresh(words) {
	return `${words} ${randomBytes(6).toString('hex')}`;
}

export function textOf(result) {
	return result.content.map((block) => block.text).join('\n');
}

/* A check of each tool's outputSchema, as its name and its other names say it. */
class Catalogue {
	constructor() {
		this.ajv = new Ajv2020({ strict: false, formats: { email: true } });
		this.checks = new Map();
	}

	learn(tools) {
		for (const { name, outputSchema } of tools)
			this.checks.set(name, this.ajv.compile(outputSchema));
	}

	checkOf(name) {
		const plain = name.replace(/^mcp_/, '');

		return this.checks.get(plain) ?? this.checks.get(`${plain}s`);
	}

	/* What is wrong with a result of this tool, as sentences. */
	complaints(name, { isError, structuredContent }) {
		const check = this.checkOf(name);

		if (!structuredContent)
			return isError ? [] : [`${name} has no structuredContent`];
		return check?.(structuredContent) ? [] : [`${name} departs from its schema: ${this.ajv.errorsText(check?.errors)}`];
	}
}

/* Starts the flavour; the installation's record() makes a recording fetch for it. */
export async function startFlavour(flavour) {
	assert.ok(flavours.includes(flavour), `usage: node end_to_end.test.mjs ${flavours.join('|')}`);
	const isShell = flavour === 'shell';
	const installation = await startInstallation(isShell ? 'database' : flavour, '--set', `page_size = ${PAGE_SIZE}`);
	const catalogue = new Catalogue();
	const transport = isShell ? shellFetch(installation) : fetch;

	if (isShell)
		Object.assign(installation, { base: 'http://localhost', url: 'http://localhost/mcp' });
	installation.record = () => recordingFetch({ transport, toolComplaints: (...result) => catalogue.complaints(...result) });
	for (const [email, name] of [[ADMIN, 'Demo Admin'], [OTHER, 'Grace Hopper']])
		await installation.administer('user', 'add', email, '--name', name, '--no-password', '--if-missing');

	const first = await connect(kinds[0], installation.url, { 'X-API-Key': installation.key }, installation.record());

	catalogue.learn((await first.client.listTools()).tools);
	await first.close();
	return installation;
}

/* Everybody who is connected with one kind of client. */
export class Team {
	constructor(installation, kind) {
		Object.assign(this, { installation, kind, sessions: [] });
	}

	async session(headers, { url = this.installation.url, answers } = {}) {
		const opened = await connect(this.kind, url, headers, this.installation.record(), answers);

		this.sessions.push(opened);
		return opened;
	}

	as(user, options) {
		return this.session({ 'X-API-Key': this.installation.key, ...(user ? { 'X-Mcp-User': user } : {}) }, options);
	}

	async meet() {
		this.admin = await this.as(ADMIN);
	}

	/* A workspace of the admin's with tasks of these titles. */
	async workspaceWith(titles) {
		const { workspace } = await this.admin.ask('create_workspace', { name: fresh('Plan') });
		const made = await this.admin.ask('create_tasks', { workspace: String(workspace.id), tasks: titles.map((title) => ({ title })) });

		return { workspace, tasks: made.results.map((item) => item.task) };
	}

	/* What the recorders had to complain about since the last look. */
	complaints() {
		return this.sessions.flatMap(({ record }) => record.problems.splice(0));
	}

	part() {
		return Promise.all(this.sessions.map((opened) => opened.close()));
	}
}

/* The titles of a workspace's tasks. */
export async function titles(session, workspace, filter = {}) {
	const { tasks } = await session.ask('list_tasks', { workspace: String(workspace.id), ...filter });

	return tasks.map((task) => task.title).sort();
}

/* A workspace as list_workspaces shows it. */
export async function findWorkspace(session, id) {
	let cursor;

	do {
		const page = await session.ask('list_workspaces', { limit: 100, ...(cursor ? { cursor } : {}) });
		const found = page.workspaces.find((workspace) => workspace.id === id);

		if (found)
			return found;
		cursor = page.next_cursor;
	} while (cursor);
	return undefined;
}
