#include "mcp/revision.h"

#include <stddef.h>
#include <string.h>

const struct revision revisions[] = {
	{ "2026-07-28", ERA_MODERN, false },
	{ "2025-11-25", ERA_LEGACY, false },
	{ "2025-06-18", ERA_LEGACY, false },
	{ "2025-03-26", ERA_LEGACY, true },
	{ "2024-11-05", ERA_LEGACY, false },
	{ NULL, ERA_LEGACY, false },
};

const struct revision *revision_find(const char *name)
{
	for (const struct revision *revision = revisions; revision->name; revision++)
		if (strcmp(revision->name, name) == 0)
			return revision;
	return NULL;
}

const struct revision *revision_newest_legacy(void)
{
	const struct revision *revision = revisions;

	while (revision->era != ERA_LEGACY)
		revision++;
	return revision;
}

const struct revision *revision_unnamed(void)
{
	return revision_find("2025-03-26");
}
