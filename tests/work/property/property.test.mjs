/*
 * Random sequences of operations against a simple model. The seed is printed; PROPERTY_SEED=N runs the same again.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { freshWorkspace, slowness, startUsualTeam } from '../support.mjs';
import { below, chance, pick, seed, some } from './chance.mjs';
import { Model, isRefusal } from './model.mjs';

const SECONDS = 12;
const MOST_OPERATIONS = 500;

let team;
let workspace;
let projects;
let counter = 0;

before(async () => {
	team = await startUsualTeam();
	workspace = String((await freshWorkspace(team)).id);
	projects = {};
	for (const name of ['One', 'Two']) {
		const { project } = await team.ada.ask('create_project', { workspace, name, sections: ['S', 'T'], custom_fields: ['Cost:number'] });

		projects[project.id] = project.sections;
	}
});

after(() => team?.stop());

/* ---- edits, in the model's words and in the tools' ---- */

const tags = ['red', 'green', 'blue'];
const days = ['2030-01-01', '2030-02-02', '2030-03-03', null];

/* Some ids, mostly of tasks that are there. */
function anyTask(model) {
	const pool = chance(0.95) ? model.live() : [...model.tasks.values()];

	return pool.length ? pick(pool).id : null;
}

function randomEdit(model) {
	const edit = {};
	const task = anyTask(model);
	const projectIds = [...Object.keys(projects).map(Number), null];
	const wish = (probability, name, value) => {
		if (chance(probability))
			edit[name] = value;
	};

	wish(0.3, 'title', `t${counter += 1}`);
	wish(0.15, 'notes', pick(['n', 'm', null]));
	wish(0.15, 'assignee', pick(['ada@example.com', 'ben@example.com', null]));
	wish(0.15, 'priority', pick(['none', 'low', 'urgent']));
	wish(0.15, 'start', pick(days));
	wish(0.15, 'due', pick(days));
	wish(0.1, 'completed', chance(0.6));
	wish(0.2, 'project', pick(projectIds));
	wish(0.15, 'section', pick(['S', 'T', null]));
	wish(0.2, 'tags', some(tags, 2));
	wish(0.1, 'cost', below(3));
	if (task) {
		wish(0.25, 'parent', chance(0.8) ? task : null);
		wish(0.2, 'place', pick(['top', 'bottom', anyTask(model), anyTask(model)]));
		wish(0.15, 'addBlockers', [anyTask(model)]);
	}
	return edit;
}

const cleared = (value) => (value === null ? '' : String(value));

/* The same for the tools. */
function argumentsOf(edit, known = []) {
	const { addBlockers, dropBlockers, cost, project, section, parent, place, tags: set, notes, assignee, start, due, ...rest } = edit;
	const words = { notes, assignee, start, due, project, section, parent };
	const toolArguments = { ...rest };

	for (const [name, value] of Object.entries(words))
		if (value !== undefined)
			toolArguments[name] = cleared(value);
	if (set)
		toolArguments.tags = set;
	if (place !== undefined)
		toolArguments.place = String(place);
	if (cost !== undefined)
		toolArguments.custom_fields = [`Cost=${cost}`];
	if (addBlockers || dropBlockers)
		toolArguments.blocked_by = [...(addBlockers ?? []).map((id) => `+${id}`), ...(dropBlockers ?? []).map((id) => `-${id}`)];
	return { ...toolArguments, ...Object.fromEntries(known) };
}

/* ---- operations: each changes the model, calls the tool, and returns the change, if there was one ---- */

/* Applies items one by one, as a bulk call does; whether each was taken. */
function applyAll(items, apply) {
	return items.map((item) => {
		try {
			apply(item);
			return true;
		} catch (error) {
			if (!isRefusal(error))
				throw error;
			return false;
		}
	});
}

function assertItems(result, taken, what) {
	assert.deepEqual(result.structuredContent.results.map((item) => item.status !== 'failed'), taken, `${what}: ${JSON.stringify(result.structuredContent)}`);
	return result.structuredContent.change_id;
}

async function create(model) {
	const project = chance(0.7) ? Number(pick(Object.keys(projects))) : null;
	const section = project && chance(0.3) ? 'S' : null;
	const edits = Array.from({ length: 1 + below(3) }, () => ({ ...randomEdit(model), title: `t${counter += 1}` }));
	const dryModel = model.clone();
	const prepared = [];

	/* Items may not depend on ids that are not known yet, so each is prepared against what was there, in order. */
	const taken = applyAll(edits, (edit) => {
		const made = dryModel.prepare(edit, project, section);

		dryModel.add(made, -1 - prepared.length);
		prepared.push({ edit, made });
	});
	const toolArguments = { workspace, ...(project ? { project: String(project) } : {}), ...(section ? { section } : {}), tasks: edits.map((edit) => argumentsOf(edit)) };
	const result = await team.ada.call('create_tasks', toolArguments);
	const change = assertItems(result, taken, JSON.stringify(toolArguments));
	const ids = result.structuredContent.results.filter((item) => item.task).map((item) => item.task.id);

	for (const [i, { edit }] of prepared.entries())
		model.add(model.prepare(edit, project, section), ids[i]);
	return change;
}

async function update(model) {
	const items = Array.from({ length: 1 + below(3) }, () => ({ id: anyTask(model), edit: randomEdit(model) }));
	const isAtomic = chance(0.2);
	const trial = model.clone();
	const taken = applyAll(items, ({ id, edit }) => trial.update(id, edit));
	const toolArguments = { ...(isAtomic ? { atomic: true } : {}), tasks: items.map(({ id, edit }) => argumentsOf(edit, [['task', String(id)]])) };
	const result = await team.ada.call('update_tasks', toolArguments);

	if (isAtomic && taken.includes(false)) {
		assert.ok(result.isError, JSON.stringify(toolArguments));
		assert.equal(result.structuredContent, undefined);
		return undefined;
	}
	const change = assertItems(result, taken, JSON.stringify(toolArguments));

	Object.assign(model, { tasks: trial.tasks, order: trial.order });
	return change;
}

async function remove(model) {
	const ids = some(model.live().map((task) => task.id), 2);
	const before = model.clone();
	const taken = applyAll(ids, (id) => {
		if (before.tasks.get(id).deleted || !model.tasks.get(id).deleted)
			model.remove(id);
	});
	const result = await team.ada.call('delete_tasks', { tasks: ids.map((task) => ({ task: String(task) })) });

	return assertItems(result, taken, `delete ${ids}`);
}

/* ---- comparing ---- */

const fields = ['id', 'title', 'notes', 'assignee', 'priority', 'start', 'due', 'completed', 'project_id', 'section', 'parent_id', 'tags', 'blocked_by', 'custom_fields'];

async function readTasks() {
	const { elements } = await team.ben.pages('list_tasks', { workspace, state: 'any', fields, limit: 100 }, 'tasks');

	return Object.fromEntries(elements.map(({ id, ...task }) => [id, Object.fromEntries(fields.slice(1).map((name) =>
		[name, task[name] ?? (['tags', 'blocked_by', 'custom_fields'].includes(name) ? [] : undefined)]))]));
}

async function readOrder(model) {
	const groups = {};
	const ids = async (listing) => (await team.ben.pages('list_tasks', { state: 'any', sort: 'position', fields: ['id', 'parent_id'], limit: 100, ...listing }, 'tasks')).elements
		.filter((task) => listing.parent || !task.parent_id).map((task) => task.id);

	for (const group of Object.keys(model.arranged())) {
		const [kind, id] = group.split(' ');

		groups[group] = await ids(kind === 'loose' ? { workspace, has: ['-project'] } : { [kind === 'under' ? 'parent' : 'project']: id });
	}
	return groups;
}

async function assertSame(model, what) {
	assert.deepEqual(await readTasks(), model.shown(), what);
	assert.deepEqual(await readOrder(model), model.arranged(), what);
	const trash = (await team.ben.pages('list_tasks', { workspace, state: 'trash', fields: ['id'], limit: 100 }, 'tasks')).elements.map((task) => task.id);

	assert.deepEqual(trash, [...model.tasks.values()].filter((task) => task.deleted).map((task) => task.id).sort((a, b) => a - b), what);
	/* What indexes the tags says where each task stands. */
	assert.equal(await team.installation.value('SELECT COUNT(*) FROM task_tag g JOIN task t ON t.id = g.task_id WHERE g.state <> t.state'), '0', what);
}

/* ---- the test ---- */

/* What can be taken back, newest last: the change, the model before it and after it. */
const history = [];

/* The trash keeps everything that was ever made. */
function restored(model, snapshot) {
	const copy = snapshot.clone();

	for (const [id, task] of model.tasks) {
		if (copy.tasks.has(id))
			continue;
		copy.tasks.set(id, { ...structuredClone(task), deleted: true });
		for (const [group, ids] of model.order)
			if (ids.includes(id) && !(copy.order.get(group) ?? []).includes(id))
				copy.order.set(group, [...(copy.order.get(group) ?? []), id]);
	}
	return copy;
}

async function undoLast(model) {
	const { change, earlier, later } = history.pop();
	const { change_id: undone } = await team.ada.ask('undo', { change_id: change });

	return { model: restored(model, earlier), redo: { change: undone, earlier: later } };
}

async function step(model) {
	const before = model.clone();
	const operation = model.live().length < 4 ? create : pick([create, update, update, update, remove]);
	const change = model.live().length || operation === create ? await operation(model) : undefined;

	if (change)
		history.push({ change, earlier: before, later: model.clone() });
	return operation.name;
}

test(`random operations do what a simple model does (PROPERTY_SEED=${seed})`, async (context) => {
	const deadline = Date.now() + SECONDS * 1000 * Math.min(slowness, 3);
	let model = new Model(projects);
	let operations = 0;

	context.diagnostic(`PROPERTY_SEED=${seed}`);
	for (; operations < MOST_OPERATIONS && Date.now() < deadline; operations += 1) {
		let what;

		if (history.length && chance(0.15)) {
			const undone = await undoLast(model);

			model = undone.model;
			what = 'undo';
			if (chance(0.5)) {
				const { change_id: redone } = await team.ada.ask('undo', { change_id: undone.redo.change });

				history.push({ change: redone, earlier: model.clone(), later: undone.redo.earlier });
				model = restored(model, undone.redo.earlier);
				what = 'undo and redo';
			}
		} else {
			what = await step(model);
		}
		if (what.startsWith('undo') || chance(0.4))
			await assertSame(model, `after operation ${operations}, ${what}`);
	}
	await assertSame(model, 'at the end');
	context.diagnostic(`${operations} operations, ${history.length} to take back`);
	while (history.length)
		({ model } = await undoLast(model));
	await assertSame(model, 'after everything was taken back');
	assert.deepEqual(model.shown(), {});
});
