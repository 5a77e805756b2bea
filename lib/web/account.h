/*
 * /auth/: a person sees what applications may do with the account, takes it back, changes name, time zone
 * and password, and signs out.
 */
#ifndef TASKDESK_WEB_ACCOUNT_H
#define TASKDESK_WEB_ACCOUNT_H

#include "oauth/oauth.h"

/* Answers GET and POST. */
void web_account(struct oauth *oauth);

#endif
