/*
 * Somebody who knows no more of the server than what tools/list and the errors say: tools are chosen by their
 * descriptions, arguments by their schemas, and what is refused is sent again as the refusal says.
 */
const MOST_REPAIRS = 40;

/* The example that every description ends with. */
function exampleOf(tool) {
	return JSON.parse(tool.description.replace(/^[^]*Example: /, ''));
}

/* Replaces a value wherever it stands in arguments. */
function replaced(value, from, to) {
	if (value === from)
		return to;
	if (Array.isArray(value))
		return value.map((element) => replaced(element, from, to));
	if (value && typeof value === 'object')
		return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, replaced(member, from, to)]));
	return value;
}

function renamed(value, from, to) {
	if (Array.isArray(value))
		return value.map((element) => renamed(element, from, to));
	if (value && typeof value === 'object')
		return Object.fromEntries(Object.entries(value).map(([name, member]) => [name === from ? to : name, renamed(member, from, to)]));
	return value;
}

const names = (list) => list.split(/, */);

/*
 * Ways to go on after a refusal: what it says, and the arguments to send then. Each reads the sentence and knows
 * nothing of tasks.
 */
const repairs = [
	{ /* "there is no project 'Websit'…; did you mean 'Website'?" */
		says: /there is no (?!argument)\w+ '([^']+)'.*did you mean '([^']+)'/,
		then: (planner, call, [, wrong, right]) => replaced(call, wrong, right),
	},
	{ /* "there is no user 'Rosa' / Send an e-mail address, …" */
		says: /there is no user '([^']+)'[^]*\nSend an e-mail address/,
		then: (planner, call, [, person]) => replaced(call, person, planner.addresses[person]),
	},
	{ /* "there is no argument 'tasks[0].name'; did you mean 'notes'?" and then the arguments there are */
		says: /there is no argument '(?:.*\.)?(\w+)'[^]*\nThe arguments here are: (.*)\./,
		then: (planner, call, [, wrong, known]) => renamed(call, wrong, planner.synonym(wrong, names(known))),
	},
	{ /* "'priority' is 'critical'; it must be one of: none, low, …" */
		says: /' is '([^']+)'; it must be one of: (.*)/,
		then: (planner, call, [, wrong, known]) => replaced(call, wrong, planner.synonym(wrong, names(known))),
	},
	{ /* "'workspace' is missing, and there are several / list_workspaces shows them" */
		says: /'(\w+)' is missing[^]*\n(\w+) shows/,
		then: async (planner, call, [, argument, tool]) => {
			const rows = Object.values(await planner.call(tool)).find(Array.isArray);

			return { ...call, [argument]: rows.find((row) => planner.knows(row.name)).name };
		},
	},
	{ /* "ben@… does not belong to the workspace 'X' / …; update_workspace adds members" */
		says: /^(\S+@\S+) does not belong to the workspace '([^']+)'[^]*\n.*\b(update_\w+) adds members/,
		then: async (planner, call, [, person, workspace, tool]) => {
			const example = exampleOf(planner.tool(tool));

			await planner.call(tool, { ...example, workspace, members: [{ ...example.members[0], user: person }] });
			return call;
		},
	},
	{ /* "'X' is item 0 of this call, which failed / Put item 0 right, and send both again" */
		says: /which failed\n.*send both again/,
		then: (planner, call) => call,
	},
	{ /* "a recurring task needs a due date / Send due as well" */
		says: /\nSend (\w+) as well/,
		then: (planner, call, [, argument]) => ({ ...call, [argument]: 'today' }),
	},
	{ /* "… is at version 3, not 1 / … send its present version" */
		says: /is at version (\d+), not (\d+)[^]*present version/,
		then: (planner, call, [, present, wrong]) => replaced(call, Number(wrong), Number(present)),
	},
];

export class Planner {
	/* vocabulary: for the planner's own words, better ones in order of preference; addresses: of people by name. */
	constructor(client, vocabulary, addresses) {
		Object.assign(this, { client, vocabulary, addresses, tools: new Map(), known: new Set(), refusals: [] });
	}

	async begin() {
		for (const tool of (await this.client.listTools()).tools)
			this.tools.set(tool.name, tool);
	}

	tool(name) {
		return this.tools.get(name);
	}

	/* The tool whose description begins so. */
	toolThat(does) {
		const found = [...this.tools.values()].filter((tool) => does.test(tool.description));

		if (found.length !== 1)
			throw new Error(`${found.length} tools say ${does}`);
		return found[0];
	}

	synonym(word, known) {
		const better = [word, ...this.vocabulary[word] ?? []].find((candidate) => known.includes(candidate));

		if (!better)
			throw new Error(`no word for ${word} among ${known}`);
		return better;
	}

	/* Names this planner has given to things. */
	knows(name) {
		return this.known.has(name);
	}

	async repaired(sentence, call) {
		this.refusals.push(sentence.split('\n')[0]);
		if (this.refusals.length > MOST_REPAIRS)
			throw new Error(`too many refusals: ${this.refusals.join('; ')}`);
		for (const { says, then } of repairs) {
			const words = sentence.match(says);

			if (words)
				return then(this, call, words);
		}
		throw new Error(`nothing to do about: ${sentence}`);
	}

	/* Calls a tool by its name until it does what is wanted; its structured result. */
	async call(name, toolArguments = {}) {
		for (;;) {
			const result = await this.client.callTool({ name, arguments: toolArguments });

			if (!result.isError || result.structuredContent)
				return this.withItems(name, toolArguments, result.structuredContent);
			const { message, remedy } = result._meta['taskdesk/error'];

			toolArguments = await this.repaired(`${message}\n${remedy ?? ''}`, toolArguments);
		}
	}

	/* Sends the items of a bulk call again that failed alone. */
	async withItems(name, toolArguments, answer) {
		const failed = answer.results?.filter((item) => item.status === 'failed') ?? [];

		if (!failed.length)
			return answer;
		const items = [];

		for (const { index, error } of failed)
			items.push(await this.repaired(`${error.message}\n${error.remedy ?? ''}`, toolArguments.tasks[index]));
		const again = await this.call(name, { ...toolArguments, tasks: items });

		failed.forEach(({ index }, i) => {
			answer.results[index] = again.results[i];
		});
		return { ...answer, change_id: answer.change_id ?? again.change_id };
	}
}
