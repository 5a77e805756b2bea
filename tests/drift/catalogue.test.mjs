/*
 * The tools as a model reads them: complete, in one order, in a form that every client takes, and not too long.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';

import { startWorld } from '../wire/world.mjs';
import { filesBelow, quoted, tableBehind, textOf } from './files.mjs';

const LONGEST_CATALOGUE = 25000;

const ajv = new Ajv2020({ strict: false, formats: { email: /^[^@\s]+@[^@\s]+$/ } });

let world, tools;

before(async () => {
	/* With OAuth, since login is among the tools only where there is somebody to sign in with. */
	world = await startWorld();
	tools = await world.tools(world.values.KEY);
});

after(() => world?.stop());

/* Every schema within a schema, with the path to it. */
function* schemasOf(schema, path) {
	yield [schema, path];
	for (const [name, property] of Object.entries(schema.properties ?? {}))
		yield* schemasOf(property, `${path}.${name}`);
	if (schema.items)
		yield* schemasOf(schema.items, `${path}[]`);
}

function* allSchemas() {
	for (const tool of tools) {
		yield* schemasOf(tool.inputSchema, `${tool.name} takes`);
		yield* schemasOf(tool.outputSchema, `${tool.name} returns`);
	}
}

test(`the catalogue has at most ${LONGEST_CATALOGUE} characters`, () => {
	const { length } = JSON.stringify(tools);

	assert.ok(length <= LONGEST_CATALOGUE, `it has ${length}`);
});

test(`tools/list as it is sent has at most ${LONGEST_CATALOGUE} characters, all that stands around the tools included`, async () => {
	const text = await world.catalogue(world.values.KEY);

	assert.equal(JSON.parse(text).result.tools.length, tools.length);
	assert.ok(text.length <= LONGEST_CATALOGUE, `it has ${text.length}`);
});

test('every tool has a name, a title, both schemas and annotations', () => {
	for (const tool of tools) {
		assert.match(tool.name, /^[a-z][a-z_]{0,63}$/);
		assert.match(tool.title, /^[A-Z]/, tool.name);
		assert.equal(tool.inputSchema.type, 'object', tool.name);
		assert.equal(tool.outputSchema.type, 'object', tool.name);
		assert.equal(tool.inputSchema.additionalProperties, false, tool.name);
		assert.equal(typeof tool.annotations.readOnlyHint, 'boolean', tool.name);
		assert.equal(tool.annotations.openWorldHint, false, tool.name);
		if (!tool.annotations.readOnlyHint)
			assert.equal(typeof tool.annotations.destructiveHint, 'boolean', tool.name);
	}
});

test('every description is a sentence with an example, whose arguments the tool takes', () => {
	for (const { name, description, inputSchema } of tools) {
		const [, sentence, example] = description.match(/^([A-Z].*[.:)]) Example: (\{.*\})$/s) ?? [];

		assert.ok(sentence, `${name}: ${description}`);
		const check = ajv.compile(inputSchema);

		assert.ok(check(JSON.parse(example)), `${name}: its example departs from its schema: ${ajv.errorsText(check.errors)}`);
	}
});

test('every schema is one of JSON Schema 2020-12', () => {
	for (const { name, inputSchema, outputSchema } of tools)
		for (const schema of [inputSchema, outputSchema])
			assert.ok(ajv.validateSchema(schema), `${name}: ${ajv.errorsText(ajv.errors)}`);
});

test('no schema has what some clients refuse: unions with null, dots in names, references, combinations', () => {
	for (const [schema, path] of allSchemas()) {
		assert.equal(typeof schema.type, 'string', path);
		assert.notEqual(schema.type, 'null', path);
		for (const word of ['$ref', '$defs', 'anyOf', 'oneOf', 'allOf', 'not', 'if', 'patternProperties'])
			assert.ok(!(word in schema), `${path} has ${word}`);
		for (const name of Object.keys(schema.properties ?? {}))
			assert.match(name, /^[a-z][a-z0-9_]*$/, path);
	}
});

test('what is required is described by a property', () => {
	for (const [schema, path] of allSchemas())
		for (const name of schema.required ?? [])
			assert.ok(name in schema.properties, `${path} requires ${name}`);
});

test('the order is the same in every process and for every key', async () => {
	const names = tools.map(({ name }) => name);

	assert.deepEqual((await world.tools(world.values.KEY)).map(({ name }) => name), names);
	for (const key of ['READER', 'ADA_KEY']) {
		const seen = (await world.tools(world.values[key])).map(({ name }) => name);

		assert.deepEqual(seen, names.filter((name) => seen.includes(name)), key);
	}
});

test('reading tools need the scope read and nothing else', async () => {
	const reading = tools.filter(({ annotations }) => annotations.readOnlyHint).map(({ name }) => name);

	assert.deepEqual((await world.tools(world.values.READER)).map(({ name }) => name), reading);
});

test('the README lists every tool, and none that there is not', () => {
	const listed = tableBehind(textOf('README.md'), /^## The tools/m).flatMap(([, cell]) => quoted(cell));

	assert.deepEqual(listed.sort(), tools.map(({ name }) => name).sort());
});

test('every tool is called by a test of the work model or of the wire', () => {
	const texts = filesBelow('tests').filter((path) => /\.(test\.mjs|wire)$/.test(path)).map(textOf).join('\n');

	for (const { name } of tools)
		assert.match(texts, new RegExp(`['"]${name}['"]`), name);
});
