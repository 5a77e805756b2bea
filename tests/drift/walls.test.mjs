/*
 * Who may include whom: the tables of docs/design.md are the rule, and every include line keeps to it.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { filesBelow, isFolder, productSources, quoted, tableBehind, textOf } from './files.mjs';

const design = textOf('docs/design.md');

/* Headers of C and POSIX, which belong to everybody. */
const standard = new Set(`arpa/inet.h assert.h ctype.h dlfcn.h errno.h fcntl.h inttypes.h limits.h locale.h math.h netdb.h netinet/in.h
	poll.h setjmp.h signal.h stdalign.h stdarg.h stdbool.h stddef.h stdint.h stdio.h stdlib.h string.h strings.h sys/random.h
	sys/socket.h sys/stat.h sys/types.h sys/un.h termios.h time.h unistd.h wctype.h`.split(/\s+/));

const roomOf = (path) => (path.startsWith('lib/') ? path.split('/')[1] : path.split('/')[0]);

/* { room: words of its last column }; "lib/mcp" is mcp. */
function readRooms() {
	const rooms = new Map();

	for (const [names, , rule] of tableBehind(design, /^## Rooms/m))
		for (const name of quoted(names))
			rooms.set(name.replace(/^lib\//, ''), rule.split(/,\s*/));
	return rooms;
}

const rooms = readRooms();

/* The rooms and single headers that a room may include, itself among them. */
function allowed(room) {
	const words = rooms.get(room);
	const below = words.at(-1).endsWith(' and below');
	const named = words.map((word) => word.replace(/ and below$/, ''));

	if (named[0] === 'all')
		return new Set([...rooms.keys()].filter((name) => isFolder(`lib/${name}`)));
	const lower = below ? named.filter((word) => rooms.has(word)).flatMap((word) => [...allowed(word)]) : [];

	return new Set([room, ...named.filter((word) => word !== 'nothing'), ...lower]);
}

function includes(path, pattern) {
	return [...textOf(path).matchAll(pattern)].map(([, header]) => header);
}

test('the table of rooms names every room, and none that is not there', () => {
	const found = filesBelow('lib').map((path) => roomOf(path));

	assert.deepEqual([...new Set([...found, 'fcgi', 'cgi', 'ctl'])].sort(), [...rooms.keys()].sort());
});

test('what a room may include are rooms, or headers of theirs', () => {
	const headers = new Set(filesBelow('lib').map((path) => path.replace(/^lib\//, '')));

	for (const room of rooms.keys())
		for (const word of allowed(room))
			assert.ok(rooms.has(word) || headers.has(word), `${room}: there is no '${word}'`);
});

test('no include crosses a wall', () => {
	for (const path of productSources) {
		const may = allowed(roomOf(path));

		for (const header of includes(path, /^#include "([^"]+)"/gm))
			assert.ok(may.has(header) || may.has(header.split('/')[0]),
				`${path} includes ${header}, and ${roomOf(path)} may include: ${[...may].join(' ')}`);
	}
});

test('no two rooms include each other', () => {
	for (const room of rooms.keys())
		for (const other of allowed(room))
			if (rooms.has(other) && other !== room)
				assert.ok(!allowed(other).has(room), `${room} and ${other} may include each other`);
});

test('every foreign header has a home and stays there', () => {
	const homes = tableBehind(design, /Foreign headers/).map(([headers, home]) => [quoted(headers), quoted(home)]);

	for (const path of productSources)
		for (const header of includes(path, /^#include <([^>]+)>/gm)) {
			if (standard.has(header))
				continue;
			const [, home] = homes.find(([names]) => names.some((name) => name === header || (name.endsWith('/') && header.startsWith(name)))) ?? [];

			assert.ok(home, `${path} includes <${header}>, and docs/design.md names no home for it`);
			assert.ok(home.some((place) => path === place || path.startsWith(`${place}/`)),
				`${path} includes <${header}>, whose home is ${home.join(' ')}`);
		}
});

test('SQL stands in the stores and in migrations only', () => {
	for (const path of productSources.filter((name) => !name.startsWith('lib/store/')))
		assert.doesNotMatch(textOf(path), /"(SELECT|INSERT INTO|UPDATE|DELETE FROM) [a-zA-Z]/, path);
});

test('the protocol knows no tool, resource or prompt by name', () => {
	const names = filesBelow('lib/tools').filter((path) => path.endsWith('.c')).flatMap((path) =>
		includes(path, /^\t\.name = "([a-z_]+)",$/gm));

	assert.ok(names.length >= 19, names.join(' '));
	for (const path of filesBelow('lib/mcp'))
		for (const name of names)
			assert.ok(!textOf(path).includes(`"${name}"`), `${path} knows ${name}`);
});
