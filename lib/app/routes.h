/*
 * The paths this server answers.
 */
#ifndef TASKDESK_APP_ROUTES_H
#define TASKDESK_APP_ROUTES_H

#include "app/exchange.h"

/* Answers the request by its path, or with 404. */
void route_request(struct exchange *exchange);

#endif
