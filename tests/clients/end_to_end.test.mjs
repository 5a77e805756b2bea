/*
 * The product as its users meet it: each official client, over one way to host it, from connecting to deleting.
 *
 * usage: node end_to_end.test.mjs lighttpd-fcgi|lighttpd-cgi|apache-fcgid|apache-cgid|apache-subdir|shell
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';

import { connecting } from './connecting.mjs';
import { Team, startFlavour } from './installations.mjs';
import { offers } from './offers.mjs';
import { kinds } from './official.mjs';
import { people } from './people.mjs';
import { working } from './working.mjs';

const flavour = process.argv[2];
const installation = await startFlavour(flavour);

after(() => installation.stop());

for (const kind of kinds)
	describe(`${kind.name} over ${flavour}`, () => {
		const team = new Team(installation, kind);

		before(() => team.meet());
		afterEach(() => assert.deepEqual(team.complaints(), []));
		after(() => team.part());

		connecting(team);
		working(team);
		people(team);
		offers(team);
	});

describe(flavour, () => {
	/* Apache keeps the length from programs of mod_cgid since 2.4.59, whatever they say. */
	const inChunks = flavour === 'apache-cgid';

	test('says how long its answers are, and the recorder looked at it', { skip: inChunks && 'mod_cgid sends chunks' }, async () => {
		const response = await installation.record().fetch(`${installation.base}/health`);

		assert.equal(response.status, 200);
		assert.equal(Number(response.headers.get('content-length')), Buffer.byteLength(await response.text()));
	});

	test('keeps the key and passwords out of its log', () => {
		const log = installation.logText();

		assert.match(log, /tool=whoami/);
		assert.ok(!log.includes(installation.key));
		assert.ok(!log.includes('a long pass phrase'));
		assert.ok(!log.includes(installation.database_password));
	});
});
