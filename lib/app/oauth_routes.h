/*
 * The paths that OAuth clients talk to. Where OAuth is off there is nothing behind them.
 */
#ifndef TASKDESK_APP_OAUTH_ROUTES_H
#define TASKDESK_APP_OAUTH_ROUTES_H

#include "app/exchange.h"

void serve_well_known(struct exchange *exchange);    /* /.well-known/… and /auth/.well-known/… */
void serve_jwks(struct exchange *exchange);          /* /auth/jwks.json */
void serve_register(struct exchange *exchange);      /* /auth/register */
void serve_token(struct exchange *exchange);         /* /auth/token */
void serve_revoke(struct exchange *exchange);        /* /auth/revoke */
void serve_introspect(struct exchange *exchange);    /* /auth/introspect */

#endif
