#include "ctl/ctl.h"

#include "oauth/keys.h"

#include <stdio.h>

int ctl_keys_rotate(struct ctl *ctl)
{
	enum keys_rotation as = ctl_flag(ctl, "--distrust") ? KEYS_DISTRUST : KEYS_RETIRE;
	struct principal principal;
	struct desk desk;
	const char *kid;

	if (ctl->count)
		return ctl_misused("keys rotate takes no arguments but --distrust");
	if (!ctl_desk(ctl, &desk, &principal) || !keys_rotate(ctl->db, &ctl->config, as, &kid))
		return ctl_failed(ctl);
	printf("tokens are signed with the key %s from now on\n", kid);
	puts(as == KEYS_DISTRUST ? "those signed before are refused" : "those signed before stay good until they expire");
	return 0;
}
