/*
 * Calls that name what somebody may not see, for all the tools there are: each has to be answered as if it did not exist.
 */

/* workspace, project and task: what is not to be seen, by id or name; home and ownTask: a place and a task of one's own. */
export function attempts({ workspace, project, task, home, ownTask }) {
	return [
		['list_users', { workspace }],
		['update_workspace', { workspace, name: 'Taken' }],
		['list_projects', { workspace }],
		['create_project', { workspace, name: 'Mine' }],
		['create_project', { workspace: home, name: 'Mine', copy_of: project }],
		['update_project', { project, name: 'Taken' }],
		['list_tasks', { workspace }],
		['list_tasks', { project }],
		['list_tasks', { parent: task }],
		['list_tasks', { blocked_by: task }],
		['list_tasks', { project, state: 'trash' }],
		['get_task', { task }],
		['create_tasks', { workspace, tasks: [{ title: 'x' }] }],
		['create_tasks', { project, tasks: [{ title: 'x' }] }],
		['create_tasks', { workspace: home, tasks: [{ title: 'x', project }] }],
		['create_tasks', { workspace: home, tasks: [{ title: 'x', parent: task }] }],
		['create_tasks', { tasks: [{ title: 'x', parent: task }] }],
		['create_tasks', { workspace: home, tasks: [{ title: 'x', blocked_by: [task] }] }],
		['create_tasks', { workspace: home, tasks: [{ title: 'x', place: task }] }],
		['update_tasks', { tasks: [{ task, title: 'Taken' }] }],
		['update_tasks', { tasks: [{ task: ownTask, parent: task }] }],
		['update_tasks', { tasks: [{ task: ownTask, project }] }],
		['update_tasks', { tasks: [{ task: ownTask, blocked_by: [`+${task}`] }] }],
		['update_tasks', { tasks: [{ task: ownTask, place: task }] }],
		['delete_tasks', { tasks: [{ task }] }],
		['add_comment', { task, text: 'hello' }],
		['list_activity', { workspace }],
		['list_activity', { project }],
		['list_activity', { task }],
		['search', { query: `workspace:"${workspace}" roof` }],
		['search', { query: `project:"${project}"` }],
	];
}
