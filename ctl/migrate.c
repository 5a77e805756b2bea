#include "ctl/ctl.h"

#include "store/migration.h"

#include <stdio.h>

static void say_applied(const char *name)
{
	printf("applied %s\n", name);
}

int ctl_migrate(struct ctl *ctl)
{
	if (ctl->count)
		return ctl_misused("migrate takes no arguments");
	if (!migration_apply(ctl->db, say_applied))
		return ctl_failed(ctl);
	printf("the database is at schema %d\n", migration_newest());
	return 0;
}
