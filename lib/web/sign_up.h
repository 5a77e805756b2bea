/*
 * Making an account for oneself, where the setting registration allows it.
 */
#ifndef TASKDESK_WEB_SIGN_UP_H
#define TASKDESK_WEB_SIGN_UP_H

#include "store/user_store.h"
#include "web/visit.h"

/* Answers with the page to fill in; mistake: a sentence about what went wrong before, or NULL. */
void sign_up_show(struct visit *visit, const char *mistake);

/* Makes the account that the form describes. False when the answer is written: the page again, or a failure. */
bool sign_up_make(struct visit *visit, struct user *user);

#endif
