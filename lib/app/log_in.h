/*
 * What the application gives the desk for the tool login.
 */
#ifndef TASKDESK_APP_LOG_IN_H
#define TASKDESK_APP_LOG_IN_H

#include "desk/desk.h"

/* The log_in of a desk that is an exchange's. */
bool exchange_log_in(struct desk *desk, const char *email, const char *password, struct desk_token *token);

#endif
