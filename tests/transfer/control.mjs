/*
 * taskdeskctl with standard input, its status and both outputs.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';

/* Resolves to { status, stdout, stderr, peakBytes }; source and output are what to read from and write to
 * instead. interruptedAt(child, interrupt) says when it is interrupted; its input does not end then. */
export async function control(installation, words, { input = '', source = 'pipe', output = 'pipe', interruptedAt } = {}) {
	const child = spawn(installation.control, ['--config', installation.config, ...words], { stdio: [source, output, 'pipe'] });
	const out = [], err = [];
	let peakBytes = 0;
	const watch = setInterval(() => {
		peakBytes = Math.max(peakBytes, peakOf(child.pid));
	}, 20);

	child.stdout?.on('data', (part) => out.push(part));
	child.stderr.on('data', (part) => err.push(part));
	child.stdin?.on('error', () => {}); /* it may end before it has read everything */
	if (interruptedAt) {
		child.stdin.write(input);
		interruptedAt(child, () => child.kill('SIGINT'));
	} else {
		child.stdin?.end(input);
	}
	const [status] = await once(child, 'close');

	clearInterval(watch);
	return {
		status,
		stdout: Buffer.concat(out).toString('utf8'),
		stderr: Buffer.concat(err).toString('utf8'),
		peakBytes,
	};
}

function peakOf(pid) {
	try {
		return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
	} catch {
		return 0;
	}
}

export function newFolder(installation) {
	return mkdtempSync(`${installation.folder}/files-`);
}

export function fileWith(folder, name, content) {
	writeFileSync(`${folder}/${name}`, content);
	return `${folder}/${name}`;
}

/* The changes that an import says it made, newest first. */
export function changesOf({ stdout }) {
	return /^to take it back: taskdeskctl undo (.*)$/m.exec(stdout)?.[1].split(' ') ?? [];
}

/* The id of the workspace that an import says it made or went into. */
export function workspaceOf({ stdout }) {
	return /workspace (\d+), /.exec(stdout)?.[1];
}
