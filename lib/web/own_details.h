/*
 * A page under /auth/: a person's own name and time zone.
 */
#ifndef TASKDESK_WEB_OWN_DETAILS_H
#define TASKDESK_WEB_OWN_DETAILS_H

#include "web/visit.h"

/* Answers with the form, of a person who is signed in. */
void own_details_show(struct visit *visit);

/* Answers what the form asks for: the account's page, or the form again with what is wrong. */
void own_details_change(struct visit *visit);

#endif
