/*
 * The paths that people open in a browser.
 */
#ifndef TASKDESK_APP_PAGE_ROUTES_H
#define TASKDESK_APP_PAGE_ROUTES_H

#include "app/exchange.h"

/* /auth/authorize */
void serve_authorize(struct exchange *exchange);

/* /auth/callback */
void serve_callback(struct exchange *exchange);

/* /auth and /auth/ */
void serve_account(struct exchange *exchange);

#endif
