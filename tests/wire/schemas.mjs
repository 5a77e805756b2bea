/*
 * Calls of tools against the schemas that tools/list shows: what a case sends and what comes back.
 */
import { Ajv2020 } from 'ajv/dist/2020.js';

const ajv = new Ajv2020({ strict: false, formats: { email: /^[^@\s]+@[^@\s]+$/ } });

/* The tools by name, as the bootstrap key sees them: { takes, returns }, two checks. */
export async function readCatalogue(world) {
	return new Map((await world.tools(world.values.KEY)).map(({ name, inputSchema, outputSchema }) =>
		[name, { takes: ajv.compile(inputSchema), returns: ajv.compile(outputSchema) }]));
}

/* What was called and answered with success: { name, sent, got }, or null. */
export function successfulCall(request, answer) {
	const result = answer.json?.result;

	if (request?.method !== 'tools/call' || !result?.structuredContent || result.isError)
		return null;
	return { name: request.params.name, sent: request.params.arguments ?? {}, got: result.structuredContent };
}

/* In what such a call departs from its tool's schemas. */
export function schemaComplaints(catalogue, { name, sent, got }) {
	const tool = catalogue.get(name);
	const complaints = [];

	/* Under an earlier name arguments have an earlier shape. */
	if (!tool)
		return complaints;
	if (!tool.takes(sent))
		complaints.push(`the arguments were taken and depart from ${name}'s inputSchema: ${ajv.errorsText(tool.takes.errors)}`);
	if (!tool.returns(got))
		complaints.push(`the result departs from ${name}'s outputSchema: ${ajv.errorsText(tool.returns.errors)}`);
	return complaints;
}
