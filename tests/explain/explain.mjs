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

/* The tables that a statement names, by the names it gives them. */
export function tablesOf(sql) {
	const tables = new Map();

	for (const [, table, alias] of sql.matchAll(/\b(?:FROM|JOIN|UPDATE|INTO)\s+(\w+)(?:\s+(?:AS\s+)?(?!(?:WHERE|SET|JOIN|ON|ORDER|LIMIT|LEFT|VALUES|SELECT|FORCE|USE|STRAIGHT_JOIN|GROUP|UNION|FOR)\b)(\w+))?/gi))
		tables.set(alias ?? table, table);
	return tables;
}

/* Rows of EXPLAIN as objects. */
export async function explain(installation, sql) {
	const rows = await installation.sql(`EXPLAIN ${sql}`);

	return rows.map(([id, select, table, type, possible, key, length, ref, count, extra]) =>
		({ id, select, table, type, possible, key, length, ref, rows: Number(count), extra: extra ?? '' }));
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
