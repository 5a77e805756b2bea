#include "ctl/ctl.h"

#include "desk/resolve.h"
#include "store/identity_store.h"

#include <stdio.h>
#include <string.h>

/* OpenID Connect Core 1.0 section 2 */
#define LONGEST_SUBJECT 255

/* The provider's person that the command speaks of; false, with a sentence on stderr, when it is not said which. */
static bool read_identity(struct ctl *ctl, struct identity *identity)
{
	const char *issuer = NULL;

	*identity = (struct identity){ .issuer = ctl->config.issuer_url };
	if (ctl_option(ctl, "--issuer", &issuer))
		identity->issuer = issuer;
	ctl_option(ctl, "--subject", &identity->subject);
	if (!identity->subject || !*identity->subject) {
		ctl_misused("--subject is missing: the provider's name for the person (sub)");
		return false;
	}
	if (strlen(identity->subject) > LONGEST_SUBJECT) {
		ctl_misused("--subject has at most %d characters", LONGEST_SUBJECT);
		return false;
	}
	if (!*identity->issuer) {
		ctl_misused("neither --issuer nor the setting issuer_url says which provider");
		return false;
	}
	return true;
}

int ctl_user_bind(struct ctl *ctl)
{
	struct identity identity;
	struct principal principal;
	struct desk desk;
	struct user user;
	const char *email;

	if (!read_identity(ctl, &identity))
		return 2;
	email = ctl_argument(ctl, "e-mail address");
	if (!email)
		return 2;
	if (!ctl_desk(ctl, &desk, &principal) || !resolve_user(&desk, email, &user) ||
	    !identity_store_bind(ctl->db, &identity, user.id))
		return ctl_failed(ctl);
	printf("%s of %s is %s here\n", identity.subject, identity.issuer, user.email);
	return 0;
}

int ctl_user_unbind(struct ctl *ctl)
{
	struct identity identity;
	struct principal principal;
	struct desk desk;
	bool changed;

	if (!read_identity(ctl, &identity))
		return 2;
	if (ctl->count)
		return ctl_misused("user unbind takes --subject and no other arguments");
	if (!ctl_desk(ctl, &desk, &principal) || !identity_store_unbind(ctl->db, &identity, &changed))
		return ctl_failed(ctl);
	if (!changed) {
		fail(&ctl->error, ERROR_NOT_FOUND, "%.255s of %.255s is bound to nobody here", identity.subject, identity.issuer);
		return ctl_failed(ctl);
	}
	printf("%s of %s is bound to nobody any more\n", identity.subject, identity.issuer);
	return 0;
}
