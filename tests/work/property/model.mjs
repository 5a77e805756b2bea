/*
 * What a workspace's tasks do, said a second time and as simply as possible. An edit that the rules refuse throws.
 */
export const DEEPEST = 5;

class Refused extends Error {}

function refuseIf(condition, why) {
	if (condition)
		throw new Refused(why);
}

/* The neighbours of a task share this. */
function groupOf({ parent, project }) {
	return parent ? `under ${parent}` : project ? `project ${project}` : 'loose';
}

export class Model {
	constructor(projects) {
		this.projects = projects;          /* id: names of its sections */
		this.tasks = new Map();
		this.order = new Map();            /* group: ids, also of what is in the trash */
	}

	clone() {
		const copy = new Model(this.projects);

		copy.tasks = structuredClone(this.tasks);
		copy.order = structuredClone(this.order);
		return copy;
	}

	live() {
		return [...this.tasks.values()].filter((task) => !task.deleted);
	}

	children(id) {
		return this.live().filter((task) => task.parent === id);
	}

	height(id) {
		return Math.max(0, ...this.children(id).map((child) => 1 + this.height(child.id)));
	}

	/* How many tasks stand above, the task itself counted. */
	depth(id) {
		return id ? 1 + this.depth(this.tasks.get(id).parent) : 0;
	}

	isAbove(id, below) {
		return below !== null && (below === id || this.isAbove(id, this.tasks.get(below).parent));
	}

	waitsFor(id, target, seen = new Set()) {
		if (id === target)
			return true;
		if (seen.has(id))
			return false;
		seen.add(id);
		return [...this.tasks.get(id).blockers].some((blocker) => this.waitsFor(blocker, target, seen));
	}

	enter(task, project) {
		if (task.project === project)
			return;
		Object.assign(task, { project, section: null, cost: null });
	}

	find(id) {
		const task = this.tasks.get(id);

		refuseIf(!task || task.deleted, 'not there');
		return task;
	}

	/* Project, parent, section and place of an edit, applied to the task in hand. */
	applyPlace(task, edit) {
		const before = groupOf(task);

		if (edit.project !== undefined)
			this.enter(task, edit.project);
		if (edit.parent) {
			const parent = this.find(edit.parent);

			refuseIf(edit.project !== undefined && parent.project !== task.project, 'other project');
			refuseIf(task.id && this.isAbove(task.id, parent.id), 'circle');
			refuseIf(this.depth(parent.id) + 1 + (task.id ? this.height(task.id) : 0) > DEEPEST, 'too deep');
			this.enter(task, parent.project);
			task.parent = parent.id;
		} else if (edit.parent === null) {
			task.parent = null;
		} else if (edit.project !== undefined && task.parent) {
			refuseIf(this.tasks.get(task.parent).project !== task.project, 'other project');
		}
		if (edit.section !== undefined) {
			refuseIf(edit.section !== null && !this.projects[task.project]?.includes(edit.section), 'no such section');
			task.section = edit.section;
		}
		if (edit.place !== undefined && !['top', 'bottom'].includes(edit.place))
			refuseIf(groupOf(this.find(edit.place)) !== groupOf(task), 'not beside');
		return edit.place ?? (before === groupOf(task) && task.id ? null : 'bottom');
	}

	applyLists(task, edit) {
		if (edit.tags)
			task.tags = new Set(edit.tags);
		for (const blocker of edit.addBlockers ?? []) {
			this.find(blocker);
			refuseIf(task.id && this.waitsFor(blocker, task.id), 'wait for each other');
			task.blockers.add(blocker);
		}
		for (const blocker of edit.dropBlockers ?? [])
			task.blockers.delete(blocker);
		if (edit.cost !== undefined) {
			refuseIf(!task.project, 'no project');
			task.cost = edit.cost;
		}
	}

	arrange(task, from, place) {
		const group = groupOf(task);
		const ids = (this.order.get(group) ?? []).filter((id) => id !== task.id);

		if (from !== group && from !== null)
			this.order.set(from, this.order.get(from).filter((id) => id !== task.id));
		if (place === 'top')
			ids.unshift(task.id);
		else if (place === 'bottom')
			ids.push(task.id);
		else
			ids.splice(ids.indexOf(place) + 1, 0, task.id);
		this.order.set(group, ids);
	}

	/* The task as an edit makes it, and where it goes among its neighbours (null: it stays). */
	edited(task, edit) {
		const changed = structuredClone(task);
		const plain = ['title', 'notes', 'assignee', 'priority', 'start', 'due', 'completed'];

		for (const name of plain.filter((property) => edit[property] !== undefined))
			changed[name] = edit[name];
		refuseIf(changed.start && changed.due && changed.start > changed.due, 'starts after it is due');
		const place = this.applyPlace(changed, edit);

		this.applyLists(changed, edit);
		return { changed, place };
	}

	/* Prepares a new task; add gives it its id. */
	prepare(edit, project, section) {
		const task = { id: null, title: '', notes: null, assignee: null, priority: 'none', start: null, due: null, completed: false, project, section, parent: null,
			tags: new Set(), blockers: new Set(), cost: null, deleted: false };

		return this.edited(task, edit);
	}

	add({ changed, place }, id) {
		changed.id = id;
		this.tasks.set(id, changed);
		this.arrange(changed, null, place);
	}

	moveAlong(id, project) {
		for (const child of this.children(id)) {
			Object.assign(child, { project, section: null, cost: null });
			this.moveAlong(child.id, project);
		}
	}

	update(id, edit) {
		const task = this.find(id);
		const { changed, place } = this.edited(task, edit);

		this.tasks.set(id, changed);
		if (changed.project !== task.project)
			this.moveAlong(id, changed.project);
		if (place !== null && place !== id)
			this.arrange(changed, groupOf(task), place);
	}

	remove(id) {
		for (const child of this.children(id))
			this.remove(child.id);
		this.tasks.get(id).deleted = true;
	}

	/* As list_tasks shows them, by id. */
	shown() {
		return Object.fromEntries(this.live().map((task) => [task.id, {
			title: task.title, notes: task.notes ?? undefined, assignee: task.assignee ?? undefined, priority: task.priority, start: task.start ?? undefined,
			due: task.due ?? undefined, completed: task.completed, project_id: task.project ?? undefined, section: task.section ?? undefined,
			parent_id: task.parent ?? undefined, tags: [...task.tags].sort(), blocked_by: [...task.blockers].sort((a, b) => a - b).map(String),
			custom_fields: task.cost === null ? [] : [`Cost=${task.cost}`],
		}]));
	}

	/* The ids of each group that has live tasks, in order. */
	arranged() {
		const groups = {};

		for (const [group, ids] of this.order) {
			const live = ids.filter((id) => !this.tasks.get(id).deleted);

			if (live.length)
				groups[group] = live;
		}
		return groups;
	}
}

export const isRefusal = (error) => error instanceof Refused;
