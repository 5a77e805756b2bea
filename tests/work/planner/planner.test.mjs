/*
 * A small project planned from nothing with the official client, by somebody who knows only what the server says.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { connect, kinds } from '../../clients/official.mjs';
import { recordingFetch } from '../../clients/recorder.mjs';
import { dayIn, startTeam } from '../support.mjs';
import { Planner } from './planner.mjs';

/* What the planner wants, in its own words and with its own mistakes. */
const goal = {
	workspace: 'Bakery launch',
	project: 'Opening day',
	sections: ['Before', 'On the day', 'After'],
	people: [{ email: 'rosa@example.com', name: 'Rosa Baker' }, { email: 'tom@example.com', name: 'Tom Miller' }],
	tasks: [
		{ name: 'Find premises', section: 'Before', owner: 'me', due: 'tomorrow', priority: 'critical' },
		{ name: 'Order flour', section: 'Before', owner: 'Rosa Baker', due: 'in 3 days', depends_on: ['Find premises'], labels: ['supplies'] },
		{ name: 'Bake', section: 'On the day', owner: 'tom@example.com', due: '2030-05-01T05:00', depends_on: ['Order flour'] },
		{ name: 'Knead', parent: 'Bake' },
		{ name: 'Clean the oven', section: 'After', owner: 'tom@example.com', recurrence: 'weekly' },
	],
};

/* Words that mean the same to anybody, for what the server may call things. */
const vocabulary = {
	name: ['title'], owner: ['assignee'], labels: ['tags'], depends_on: ['blocked_by'], critical: ['urgent', 'high'],
};

let team;
let session;
let planner;

before(async () => {
	team = await startTeam();
	await team.join('planner@example.com', 'Planner', 'America/New_York');
	/* There are other places already, so that a place has to be named. */
	session = await connect(kinds[0], team.installation.url, { 'X-API-Key': team.installation.key, 'X-Mcp-User': 'planner@example.com' },
		recordingFetch({ transport: fetch, toolComplaints: () => [] }));
	await session.ask('create_workspace', { name: 'Elsewhere' });
	planner = new Planner(session.client, vocabulary, Object.fromEntries(goal.people.map((person) => [person.name, person.email])));
	await planner.begin();
});

after(async () => {
	await session?.close();
	await team?.stop();
});

test('the server says what it is for and how its tools hang together', () => {
	const instructions = session.client.getInstructions();

	for (const word of ['workspaces', 'projects', 'tasks', 'whoami', 'idempotency_key', 'dry_run', 'undo', 'if_version'])
		assert.match(instructions, new RegExp(word));
});

test('every example in a description fits the schema it stands with', async () => {
	const { Ajv2020 } = await import('ajv/dist/2020.js');
	const ajv = new Ajv2020({ strict: false, formats: { email: true } });

	for (const tool of planner.tools.values()) {
		const example = JSON.parse(tool.description.replace(/^[^]*Example: /, ''));

		assert.ok(ajv.validate(tool.inputSchema, example), `${tool.name}: ${ajv.errorsText()}`);
	}
});

test('a project is planned by what descriptions and refusals say', async () => {
	const workspaceTool = planner.toolThat(/^Creates a workspace/);
	const projectTool = planner.toolThat(/^Creates a project/);
	const tasksTool = planner.toolThat(/^Creates one to fifty tasks/);
	const accountTool = planner.toolThat(/^Creates a user account/);

	for (const person of goal.people)
		await planner.call(accountTool.name, { ...person, password: 'a long pass phrase' });
	planner.known.add(goal.workspace);
	await planner.call(workspaceTool.name, { name: goal.workspace });
	const { project } = await planner.call(projectTool.name, { name: goal.project, sections: goal.sections });

	assert.equal(project.workspace, goal.workspace, 'the place came from a refusal');
	await planner.call(tasksTool.name, { project: 'Openning day', tasks: goal.tasks });
	const { tasks } = await session.ask('list_tasks', { project: goal.project, sort: 'created', fields: ['title', 'section', 'assignee', 'due', 'priority', 'tags', 'recurrence', 'parent_id', 'blocked_by', 'id'] });
	const byTitle = Object.fromEntries(tasks.map((task) => [task.title, task]));
	const zone = 'America/New_York';

	assert.deepEqual(Object.keys(byTitle).sort(), goal.tasks.map((task) => task.name).sort());
	assert.deepEqual([byTitle['Find premises'].assignee, byTitle['Find premises'].priority, byTitle['Find premises'].due], ['planner@example.com', 'urgent', dayIn(zone, 1)]);
	assert.deepEqual([byTitle['Order flour'].assignee, byTitle['Order flour'].tags, byTitle['Order flour'].due], ['rosa@example.com', ['supplies'], dayIn(zone, 3)]);
	assert.deepEqual(byTitle['Order flour'].blocked_by, [String(byTitle['Find premises'].id)]);
	assert.deepEqual([byTitle.Bake.assignee, byTitle.Bake.due], ['tom@example.com', '2030-05-01T05:00:00-04:00']);
	assert.equal(byTitle.Knead.parent_id, byTitle.Bake.id);
	assert.deepEqual([byTitle['Clean the oven'].recurrence, byTitle['Clean the oven'].section], ['FREQ=WEEKLY', 'After']);
	assert.ok(planner.refusals.length >= 5, `it was refused ${planner.refusals.length} times on the way`);
});

test('work goes on by the same means: done, found, reported, taken back', async () => {
	const updateTool = planner.toolThat(/^Changes one to fifty tasks/);
	const undoTool = planner.toolThat(/^Takes a whole change back/);
	const searchTool = planner.toolThat(/^Full text over titles/);
	const fetchTool = planner.toolThat(/^Returns a task, project or workspace/);
	const statusTool = planner.toolThat(/posts a status update/);

	await planner.call(updateTool.name, { tasks: [{ task: 'Find premises', completed: true }] });
	const late = await planner.call(updateTool.name, { tasks: [{ task: 'Find premises', if_version: 1, notes: 'The corner shop' }] });

	assert.equal(late.results[0].task.version, 3, 'the present version came from a refusal');
	await planner.call(statusTool.name, { project: goal.project, status: 'on_track', status_text: 'We have a shop' });
	const { results } = await planner.call(searchTool.name, { query: `project:"${goal.project}" is:done corner` });

	assert.deepEqual(results.map((row) => row.title), ['Find premises']);
	const { text } = await planner.call(fetchTool.name, { id: results[0].id });

	assert.match(text, /The corner shop/);
	await planner.call(undoTool.name, { change_id: late.change_id });
	assert.doesNotMatch((await planner.call(fetchTool.name, { id: results[0].id })).text, /corner shop/);
});

test('all of it was within the protocol', () => {
	assert.deepEqual(session.record.problems, []);
});
