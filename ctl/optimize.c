#include "ctl/ctl.h"

#include "store/search_index.h"

#include <stdio.h>

int ctl_optimize(struct ctl *ctl)
{
	if (ctl->count)
		return ctl_misused("optimize takes no arguments");
	if (!search_index_renew(ctl->db))
		return ctl_failed(ctl);
	puts("the index of search is made anew");
	return 0;
}
