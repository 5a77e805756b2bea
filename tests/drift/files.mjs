/*
 * The files of the project, as texts.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';

import { root } from '../support/installation.mjs';

/* What is made, not written. */
const made = /^(build|var|\.git|tests\/node_modules)$/;

/* Every file below a folder of the project ('' for all of it), by its path from the root. */
export function filesBelow(folder) {
	return readdirSync(`${root}/${folder}`, { withFileTypes: true }).flatMap((entry) => {
		const path = folder ? `${folder}/${entry.name}` : entry.name;

		if (made.test(path))
			return [];
		return entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : [];
	}).sort();
}

export const textOf = (path) => readFileSync(`${root}/${path}`, 'utf8');

export const isFolder = (path) => statSync(`${root}/${path}`, { throwIfNoEntry: false })?.isDirectory() ?? false;

/* The C files of the product. */
export const productSources = ['lib', 'fcgi', 'cgi', 'ctl'].flatMap(filesBelow).filter((path) => /\.[ch]$/.test(path));

/* The rows of the Markdown table behind a heading or sentence that matches, as lists of cells. */
export function tableBehind(text, pattern) {
	const rest = text.slice(text.search(pattern));
	const rows = /^\|.*(?:\n\|.*)*/m.exec(rest)[0].split('\n');

	return rows.slice(2).map((row) => row.split('|').slice(1, -1).map((cell) => cell.trim()));
}

/* What stands between backticks, fenced blocks apart. */
export const quoted = (text) => [...text.replaceAll(/^```[^]*?^```$/gm, '').matchAll(/`([^`]+)`/g)].map(([, word]) => word);
