/*
 * What is asked in the measurement, about a person, a workspace that this person is in, and what is there.
 */

const day = (days) => new Date(Date.now() + days * 86400000).toISOString().slice(0, 10);

const tool = (name, toolArguments) => ({ method: 'tools/call', params: { name, arguments: toolArguments } });
const list = (filter) => tool('list_tasks', filter);
const resource = (uri) => ({ method: 'resources/read', params: { uri } });
const complete = (uri, name, value) => ({ method: 'completion/complete', params: { ref: { type: 'ref/resource', uri },
	argument: { name, value } } });

const FOUND = '"results":[{';

/* needs: what the person asked about must have; finds: what the answer of the filled installation must hold. */
export const questions = [
	{ name: 'list_tasks, workspace', ask: ({ workspace }) => list({ workspace }) },
	{ name: 'list_tasks, workspace, by due date', ask: ({ workspace }) => list({ workspace, sort: 'due' }) },
	{ name: 'list_tasks, workspace, newest change', ask: ({ workspace }) => list({ workspace, sort: 'updated' }) },
	{ name: 'list_tasks, workspace, completed', ask: ({ workspace }) => list({ workspace, state: 'completed', sort: 'updated' }) },
	{ name: 'list_tasks, workspace, completed lately', ask: ({ workspace }) => list({ workspace, state: 'completed', completed_from: day(-7) }) },
	{ name: 'list_tasks, workspace, any state', ask: ({ workspace }) => list({ workspace, state: 'any', sort: 'updated' }) },
	{ name: 'list_tasks, workspace, due this week', ask: ({ workspace }) => list({ workspace, due_from: day(0), due_to: day(7), sort: 'due' }) },
	{ name: 'list_tasks, workspace, tag', ask: ({ workspace, tag }) => list({ workspace, tags: [tag] }) },
	{ name: 'list_tasks, workspace, title contains', ask: ({ workspace, part }) => list({ workspace, contains: part }) },
	{ name: 'list_tasks, project', ask: ({ workspace, project }) => list({ workspace, project }), needs: 'project' },
	{ name: 'list_tasks, project, as arranged', ask: ({ workspace, project }) => list({ workspace, project, sort: 'position' }), needs: 'project' },
	{ name: 'list_tasks, mine', ask: () => list({ assignee: 'me', sort: 'due' }) },
	{ name: 'list_tasks, mine, overdue', ask: () => list({ assignee: 'me', due_to: day(-1), sort: 'due' }) },
	{ name: 'list_tasks, mine, newest change', ask: () => list({ assignee: 'me', state: 'any', sort: 'updated' }) },
	{ name: 'list_tasks, everywhere', ask: () => list({}) },
	{ name: 'list_tasks, everywhere, by due date', ask: () => list({ sort: 'due' }) },
	{ name: 'list_tasks, everywhere, tag', ask: ({ tag }) => list({ tags: [tag] }) },
	{ name: 'search, a word in a workspace', ask: ({ workspace, word }) => tool('search', { query: `workspace:${workspace} ${word}` }), finds: FOUND },
	{ name: 'search, a word', ask: ({ word }) => tool('search', { query: word }), finds: FOUND },
	{ name: 'search, exact words', ask: ({ phrase }) => tool('search', { query: `"${phrase}"` }), finds: FOUND },
	{ name: 'search, a word and filters', ask: ({ word }) => tool('search', { query: `${word} assignee:me is:open` }) },
	{ name: 'search, filters alone', ask: ({ tag }) => tool('search', { query: `assignee:me tag:${tag} is:open` }) },
	{ name: 'list_activity, workspace', ask: ({ workspace }) => tool('list_activity', { workspace }) },
	{ name: 'list_activity, everywhere', ask: () => tool('list_activity', {}) },
	{ name: 'list_activity, project', ask: ({ workspace, project }) => tool('list_activity', { workspace, project }), needs: 'project' },
	{ name: 'list_activity, task', ask: ({ task }) => tool('list_activity', { task }), needs: 'task' },
	{ name: 'list_users', ask: () => tool('list_users', {}) },
	{ name: 'list_users, workspace', ask: ({ workspace }) => tool('list_users', { workspace }) },
	{ name: 'list_workspaces', ask: () => tool('list_workspaces', {}) },
	{ name: 'list_projects, workspace', ask: ({ workspace }) => tool('list_projects', { workspace }) },
	{ name: 'get_task', ask: ({ task }) => tool('get_task', { task }), needs: 'task' },
	{ name: 'resource me/today', ask: () => resource('taskdesk://me/today') },
	{ name: 'resource workspace', ask: ({ workspace }) => resource(`taskdesk://workspace/${workspace}`) },
	{ name: 'resource project', ask: ({ project }) => resource(`taskdesk://project/${project}`), needs: 'project' },
	{ name: 'completion, workspace', ask: () => complete('taskdesk://workspace/{id}', 'id', '1') },
	{ name: 'completion, project', ask: () => complete('taskdesk://project/{id}', 'id', '1') },
	{ name: 'completion, task', ask: () => complete('taskdesk://task/{id}', 'id', '1') },
];

/* The same for people who are in more workspaces than anybody should be, or in all of them; shown only. */
export const wide = [
	{ name: 'list_tasks, everywhere', ask: () => list({}) },
	{ name: 'list_tasks, everywhere, by due date', ask: () => list({ sort: 'due' }) },
	{ name: 'list_tasks, everywhere, newest change', ask: () => list({ sort: 'updated' }) },
	{ name: 'list_tasks, mine', ask: () => list({ assignee: 'me', sort: 'due' }) },
	{ name: 'list_activity, everywhere', ask: () => tool('list_activity', {}) },
	{ name: 'search, a word', ask: ({ word }) => tool('search', { query: word }), finds: FOUND },
	{ name: 'list_users', ask: () => tool('list_users', {}) },
	{ name: 'completion, project', ask: () => complete('taskdesk://project/{id}', 'id', '1') },
];
