/*
 * How the database would run a statement, and what of that is too much.
 */

/* Estimated rows beyond which sorting or reading a whole table is more than a page of a list needs. */
export const MOST_ROWS = 1000;

/* What stands for a value whose column says how it looks; the first that fits counts. */
const stand_ins = [
	[/LIMIT $/, '26'],
	[/INTERVAL $/, '86400'],
	[/AGAINST \($/, "'+word*'"],
	[/LIKE $/, "'ab%'"],
	[/IF\($/, '1'],
	[/\b(m|mine)\.user_id = $/, 'VIEWER'],
	[/\b\w*(_at|_until)\b( IS NULL OR [\w.]+)? [<>=]+ $/, "'2026-01-01 00:00:00'"],
	[/\b(\w+_hash|subject) = $/, "RPAD('1001', 32, '\\0')"],
	[/\bemail = $/, "'user1@scale.example'"],
	[/\b\w*_on\b [<>=]+ $/, "'2026-01-01'"],
];

/* The statement with a likely value for each '?'. */
export function withValues(sql, viewer) {
	const parts = sql.split('?');
	let filled = parts[0];

	for (const part of parts.slice(1)) {
		const value = stand_ins.find(([form]) => form.test(filled))?.[1] ?? "'1001'";

		filled += (value === 'VIEWER' ? viewer : value) + part;
	}
	return filled;
}

/* The statement with the values that it had. */
export function withOwnValues(sql, values = []) {
	const parts = sql.split('?');

	return parts.slice(1).reduce((filled, part, index) => filled + values[index] + part, parts[0]);
}

/* What is asked about, as tests/explain/asking.h wants to know it: of the largest workspace but two. */
export async function subjects(installation) {
	const value = (sql) => installation.value(sql);
	const person = (name) => value(`SELECT id FROM user WHERE email = '${name}@scale.example'`);
	const day = (days) => new Date(Date.now() + days * 86400000).toISOString().slice(0, 10);
	const moment = (days) => `${day(days)}T00:00:00Z`;
	const workspace = await value('SELECT workspace_id FROM task GROUP BY workspace_id ORDER BY COUNT(*) DESC LIMIT 2, 1');
	const common = (column) => value(`SELECT ${column} FROM task WHERE workspace_id = ${workspace} AND ${column} IS NOT NULL
		GROUP BY ${column} ORDER BY COUNT(*) DESC LIMIT 1`);
	const project = await common('project_id'), assignee = await common('assignee_id');

	return {
		socket: installation.database_socket, database: installation.database_name, user: installation.database_user,
		password: installation.database_password,
		system: '0', many: await person('many'), some: await person('some'), one: await person('one'), tiny: await person('tiny'),
		workspace, project, section: await value(`SELECT MIN(id) FROM section WHERE project_id = ${project}`),
		parent: await common('parent_id'), assignee, follower: assignee, mentioned: assignee, created_by: assignee,
		blocker: await value('SELECT blocker_id FROM task_blocker GROUP BY blocker_id ORDER BY COUNT(*) DESC LIMIT 1'),
		tag: 'label-1', rare_tag: 'label-190', today: day(0), next_week: day(7),
		today_utc: moment(0), next_week_utc: moment(7), last_week_utc: moment(-7),
		part: 'port', words: '+port*', phrase: '+"port tion"',
		field: `${await value(`SELECT MIN(id) FROM custom_field WHERE project_id = ${project}`)}\t5`,
		position: '64000', task: await value(`SELECT MIN(id) + 500 FROM task WHERE workspace_id = ${workspace}`),
		change: await value('SELECT MAX(change_id) FROM activity'),
	};
}

/* The tables that a statement names, by the names it gives them. */
export function tablesOf(sql) {
	const tables = new Map();

	for (const [, table, alias] of sql.matchAll(/\b(?:FROM|JOIN|UPDATE|INTO)\s+(\w+)(?:\s+(?:AS\s+)?(?!(?:WHERE|SET|JOIN|ON|ORDER|LIMIT|LEFT|VALUES|SELECT|FORCE|USE|STRAIGHT_JOIN|GROUP|UNION|FOR)\b)(\w+))?/gi))
		tables.set(alias ?? table, table);
	return tables;
}

function stepOf([id, select, table, type, possible, key, length, ref, count, extra]) {
	return { id, select, table, type, possible, key, length, ref, rows: Number(count), extra: extra ?? '' };
}

/* One command line holds no more. */
const MOST_BYTES = 100000;

/* The plans of statements: for each its rows of EXPLAIN as objects. */
export async function explainAll(installation, statements) {
	const plans = [];

	for (let at = 0; at < statements.length;) {
		let script = '';

		for (; at < statements.length && (!script || script.length + statements[at].length < MOST_BYTES); at += 1)
			script += `SELECT 'plan'; EXPLAIN ${statements[at]};\n`;
		for (const row of await installation.sql(script)) {
			if (row.length === 1 && row[0] === 'plan')
				plans.push([]);
			else
				plans.at(-1).push(stepOf(row));
		}
	}
	return plans;
}

/* What is wrong with a plan: sentences, none for a good one. sizes: rows in each table. */
export function faults(sql, plan, sizes) {
	const tables = tablesOf(sql);
	const found = [];

	for (const step of plan) {
		const table = tables.get(step.table) ?? step.table;
		const isBig = (sizes.get(table) ?? 0) > MOST_ROWS;

		/* What is only written to has no plan. */
		if (Number.isNaN(step.rows))
			continue;
		if (isBig && step.type === 'ALL')
			found.push(`reads all of ${table}`);
		if (isBig && step.type === 'index' && step.rows > MOST_ROWS)
			found.push(`reads a whole index of ${table}`);
		if (isBig && /join buffer/.test(step.extra))
			found.push(`joins ${table} without an index`);
		if (/filesort/.test(step.extra) && step.rows > MOST_ROWS)
			found.push(`sorts about ${step.rows} rows of ${table}`);
	}
	return found;
}
