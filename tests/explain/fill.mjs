/*
 * Rows for tables that grow with use and that tests/bench/scale leaves empty: some thousands of each, made from what
 * the database says about its columns, so that a plan which reads all of them shows.
 */

const FIRST = 1001, LAST = 4000;

/* What a column of this type holds in row "seq"; the first row has what a statement is asked for. */
function valueOf(column) {
	/* What may be missing mostly is. */
	return column.nullable ? `IF(seq % 50, NULL, ${presentValueOf(column)})` : presentValueOf(column);
}

function presentValueOf({ type, full }) {
	if (/binary|blob/.test(type))
		return `IF(seq = ${FIRST}, '${FIRST}', UNHEX(SHA2(seq, 256)))`;
	if (/date|time/.test(type))
		return 'UTC_TIMESTAMP(3) + INTERVAL seq MINUTE';
	if (/enum|set/.test(type))
		return '1';
	return /^tinyint\(1\)/.test(full) ? '1' : 'seq';
}

export async function fill(installation, table) {
	const indexed = new Set((await installation.sql(`SELECT DISTINCT column_name FROM information_schema.statistics
		WHERE table_schema = DATABASE() AND table_name = '${table}'`)).map(([name]) => name));
	const columns = (await installation.sql(`SELECT column_name, data_type, column_type, is_nullable FROM information_schema.columns
		WHERE table_schema = DATABASE() AND table_name = '${table}' AND is_generated = 'NEVER'`))
		.map(([name, type, full, nullable]) => ({ name, type, full, nullable: nullable === 'YES' }))
		.filter(({ name, nullable }) => !nullable || indexed.has(name));

	await installation.sql(`SET foreign_key_checks = 0;
		INSERT INTO ${table} (${columns.map(({ name }) => name).join(', ')})
		SELECT ${columns.map(valueOf).join(', ')} FROM seq_${FIRST}_to_${LAST};
		ANALYZE TABLE ${table}`);
}
