/*
 * A workspace that has some of everything: what an export must carry.
 */

export const ADA = 'ada@example.com';
export const GRACE = 'grace@example.com';
export const LINUS = 'linus@example.com';

export async function addPeople(installation) {
	await installation.administer('user', 'add', ADA, '--name', 'Ada Lovelace', '--time-zone', 'Europe/Berlin', '--no-password');
	await installation.administer('user', 'add', GRACE, '--name', 'Grace Hopper', '--no-password');
	await installation.administer('user', 'add', LINUS, '--name', 'Linus Pauling', '--no-password');
}

const as = (user) => ({ user });

async function addProjects(installation, workspace) {
	const { project: site } = await installation.ask('create_project', {
		workspace, name: 'Website', description: 'The *new* one\n\n- fast\n- small', sections: ['To do', 'Doing, now', 'Done "really"'],
		custom_fields: ['Effort:number', 'Stage:choice:idea|draft|live', 'Review:date', 'Remark:text'],
	}, as(ADA));
	const { project: other } = await installation.ask('create_project', { workspace, name: 'Garden', custom_fields: ['Effort:number'] },
		as(GRACE));
	const { project: old } = await installation.ask('create_project', { workspace, name: 'Old things' }, as(ADA));

	await installation.ask('update_project', { project: String(site.id), status: 'on_track', status_text: 'All *well*' }, as(ADA));
	await installation.ask('update_project', { project: String(site.id), status: 'at_risk', status_text: 'Rain,\n"much" of it' }, as(GRACE));
	await installation.ask('update_project', { project: String(site.id), custom_fields: ['-Remark'] }, as(GRACE));
	await installation.ask('update_project', { project: String(site.id), custom_fields: ['Remark:text'] }, as(GRACE));
	await installation.ask('update_project', { project: String(old.id), archived: true }, as(ADA));
	return { site: String(site.id), other: String(other.id) };
}

async function create(installation, workspace, user, ...tasks) {
	const { results, failed } = await installation.ask('create_tasks', { workspace, tasks }, as(user));

	if (failed)
		throw new Error(JSON.stringify(results));
	return results.map((item) => String(item.task.id));
}

async function update(installation, user, ...tasks) {
	const { results, failed } = await installation.ask('update_tasks', { tasks }, as(user));

	if (failed)
		throw new Error(JSON.stringify(results));
}

/* Returns the id of the workspace as text. */
export async function plantGarden(installation, name) {
	const { workspace: made } = await installation.ask('create_workspace', { name, description: 'Ünïcode ✓ 漢字\n=1+1',
		members: [GRACE] }, as(ADA));
	const workspace = String(made.id);
	const { site, other } = await addProjects(installation, workspace);

	await installation.ask('update_workspace', { workspace, members: [{ user: LINUS, role: 'guest' }] }, as(ADA));
	const [design, build, ship] = await create(installation, workspace, ADA,
		{ title: 'Design', project: site, section: 'Doing, now', notes: '## How\n\n=HYPERLINK("x")\n"quoted", and more\n', assignee: GRACE,
			priority: 'urgent', start: '2030-01-02', due: '2030-01-31', tags: ['red', 'a,b', 'Größe'], followers: [GRACE, LINUS],
			links: ['https://example.com/a?b=c,d The, plan', 'https://example.com/bare'],
			custom_fields: ['Effort=3.5', 'Stage=draft', 'Review=2030-02-01', 'Remark=-1+2, "said"'] },
		{ title: '=cmd|\' /C calc\'!A0', project: site, section: 'To do', due: '2030-02-03T15:00' },
		{ title: '@ship, "now"', project: other, custom_fields: ['Effort=-5'], priority: 'low', tags: ['one,two'] });
	const [colours] = await create(installation, workspace, GRACE, { title: 'Colours', parent: design, assignee: ADA, notes: '- a list\n- of two' });
	await create(installation, workspace, GRACE, { title: 'Blue', parent: colours }, { title: 'Red', parent: colours, tags: ['red'] });
	const [loose] = await create(installation, workspace, GRACE, { title: 'Loose end', notes: '  blanks around  ' },
		{ title: 'Water', due: '2030-03-01', start: '2030-02-27', recurrence: 'FREQ=WEEKLY;BYDAY=FR', project: other },
		{ title: 'Pay rent', due: '2030-01-31', recurrence: 'every month', assignee: 'me' },
		{ title: 'Weeds', completed: true }, { title: 'Done long ago', project: site });
	await update(installation, GRACE, { task: ship, blocked_by: [design, build] }, { task: design, blocked_by: [loose] },
		{ task: 'Done long ago', completed: true });
	/* A parent that is younger than its subtask. */
	const [young] = await create(installation, workspace, LINUS === ADA ? ADA : ADA, { title: 'Younger parent' });
	await update(installation, ADA, { task: loose, parent: young });
	await update(installation, GRACE, { task: 'Pay rent', completed: true });
	await installation.ask('add_comment', { task: design, text: 'Looks *good*, @grace@example.com\n\n> quote' }, as(LINUS));
	await installation.ask('add_comment', { task: design, text: 'Thanks' }, as(GRACE));
	await installation.ask('add_comment', { task: loose, text: '漢字' }, as(ADA));
	await create(installation, workspace, ADA, { title: 'Thrown away', project: site, notes: 'gone' });
	await installation.ask('delete_tasks', { tasks: [{ task: 'Thrown away' }] }, as(GRACE));
	return workspace;
}
