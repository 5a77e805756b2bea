/*
 * A page under /auth/: a person's own password.
 */
#ifndef TASKDESK_WEB_OWN_PASSWORD_H
#define TASKDESK_WEB_OWN_PASSWORD_H

#include "web/visit.h"

/* Answers with the form, of a person who is signed in. */
void own_password_show(struct visit *visit);

/*
 * Answers what the form asks for: the password is another one, every other browser signed out and what applications
 * were given revoked; or the form again with what is wrong. A wrong password counts as one at the entrance does.
 */
void own_password_change(struct visit *visit);

#endif
