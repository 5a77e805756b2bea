/*
 * The official conformance suite, run as its authors mean it to be (server --requirements REVISION), and its
 * findings as TAP: one line a scenario. A check that does not succeed has to stand in the baseline with a reason, and
 * what stands there has to fail; a warning counts as much as a failure.
 *
 * A baseline: { reasons: { NAME: { why, shows } }, REVISION: { SCENARIO: { CHECK: NAME } } }; shows is the pattern of
 * what the suite says where the check fails for that reason and no other.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

import { folderOfTests, root, startInstallation, variant } from '../support/installation.mjs';

const require = createRequire(import.meta.url);
const suiteFolder = `${root}/tests/node_modules/@modelcontextprotocol/conformance`;
const revisions = ['2026-07-28', '2025-11-25'];

/* While some calls wait for answers in mid-call, somebody has to be free to receive them. */
const workers = ['--workers', '4'];

const targets = {
	fixture: {
		options: ['--program', `${root}/build/${variant}/tests/conformance/fixture.fcgi`],
		importing: [],
	},
	product: {
		options: [],
		importing: ['--import', fileURLToPath(new URL('api-key.mjs', import.meta.url))],
	},
};

/* The scenarios that the revision's requirements name: { name, why }, why being the reason not to score it. */
function scenariosOf(revision) {
	const { parse } = require(require.resolve('yaml', { paths: [suiteFolder] }));
	const requirements = parse(readFileSync(`${suiteFolder}/requirements/${revision}.yaml`, 'utf8'));
	const unscored = requirements.not_scored.filter(({ leg }) => leg === 'server');

	return [
		...requirements.server.map((name) => ({ name })),
		...unscored.map(({ scenario, reason }) => ({ name: scenario, why: reason })),
	];
}

/* Runs the suite; what it prints goes to a log, and what it found to a file a scenario. */
async function runSuite(server, target, revision, folder) {
	const log = openSync(`${folder}/suite-${revision}.log`, 'w');
	const child = spawn(process.execPath, [...target.importing, `${suiteFolder}/dist/index.js`, 'server', '--url', server.url,
		'--requirements', revision, '--output-dir', `${folder}/${revision}`], {
		stdio: ['ignore', log, log],
		env: { ...process.env, TASKDESK_TEST_URL: server.url, TASKDESK_TEST_KEY: server.key },
	});

	await once(child, 'exit');
}

/* The checks of a scenario, one entry an id: { id, complaints }, complaints empty where all went well. */
function checksOf(folder, name) {
	const [file] = globSync(`${folder}/server-${name}-[0-9][0-9][0-9][0-9]-*/checks.json`);
	const checks = new Map();

	for (const { id, status, errorMessage, details } of file ? JSON.parse(readFileSync(file, 'utf8')) : []) {
		const complaints = checks.get(id) ?? [];

		if (status === 'FAILURE' || status === 'WARNING')
			complaints.push(`${status} ${id}: ${errorMessage ?? details?.message ?? 'no reason given'}`);
		checks.set(id, complaints);
	}
	return checks;
}

/* What is wrong with the findings, given the checks that are expected to fail: { id: reason }. */
function differences(checks, expected) {
	const problems = [];

	if (!checks.size)
		problems.push('the suite reports no check for this scenario');
	for (const [id, complaints] of checks)
		problems.push(...complaints.filter((complaint) => !expected[id]?.shows.test(complaint)));
	for (const id of Object.keys(expected)) {
		if (!checks.has(id))
			problems.push(`the baseline expects ${id} to fail, and the suite has no such check here`);
		else if (!checks.get(id).length)
			problems.push(`${id} succeeds now: take it out of the baseline`);
	}
	return problems;
}

let count = 0;

function report(title, problems, notes = []) {
	count += 1;
	if (problems.length)
		process.exitCode = 1;
	console.log(`${problems.length ? 'not ok' : 'ok'} ${count} - ${title}`);
	for (const line of [...problems, ...notes])
		console.log(`# ${line.replaceAll('\n', ' ').slice(0, 400)}`);
}

/* { revision: { scenario: { check: { why, shows } } } } */
function readBaseline(name) {
	const { reasons, ...expected } = JSON.parse(readFileSync(new URL(`${name}-baseline.json`, import.meta.url), 'utf8'));

	for (const checks of Object.values(expected).flatMap(Object.values))
		for (const [id, reason] of Object.entries(checks))
			checks[id] = { why: reasons[reason].why, shows: new RegExp(reasons[reason].shows) };
	return expected;
}

/* Prints a line for every scenario; those of extensions that this server does not offer are only named. */
function reportRevision(revision, folder, baseline) {
	const scenarios = scenariosOf(revision);
	const extensions = scenarios.filter(({ why }) => why === 'extension');
	const judged = scenarios.filter(({ why }) => why !== 'extension');

	for (const { name, why } of judged) {
		const expected = baseline[name] ?? {};
		const notes = Object.entries(expected).map(([id, reason]) => `${id} fails: ${reason.why}`);

		report(`${revision} ${name}${notes.length ? ' fails as expected' : ''}${why ? ` (not scored: ${why})` : ''}`,
			differences(checksOf(`${folder}/${revision}`, name), expected), notes);
	}
	for (const name of Object.keys(baseline))
		if (!judged.some((scenario) => scenario.name === name))
			report(`${revision} ${name}`, ['the baseline names a scenario that does not run']);
	if (extensions.length)
		console.log(`# not offered, hence not judged: ${extensions.map(({ name }) => name).join(' ')}`);
}

async function main(name) {
	const target = targets[name];
	const baseline = readBaseline(name);
	const folder = `${folderOfTests}/conformance-${name}`;
	const server = await startInstallation('lighttpd-fcgi', ...workers, ...target.options);

	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	for (const revision of revisions) {
		await runSuite(server, target, revision, folder);
		reportRevision(revision, folder, baseline[revision]);
	}
	await server.stop();
	console.log(`1..${count}`);
}

if (!(process.argv[2] in targets) || !existsSync(suiteFolder)) {
	console.error('usage: tests/conformance/run [fixture|product], after tests/support/install-clients.sh');
	process.exit(2);
}
await main(process.argv[2]);
