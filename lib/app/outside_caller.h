/*
 * Callers with a token of an outside provider, and who they are here.
 */
#ifndef TASKDESK_APP_OUTSIDE_CALLER_H
#define TASKDESK_APP_OUTSIDE_CALLER_H

#include "app/exchange.h"
#include "auth/credentials.h"
#include "oauth/resource.h"

/*
 * Fills in the principal of a token of the provider for this resource, or answers: 401 with a
 * challenge for a token that does not count, 403 for somebody who has no account here, 503.
 *
 * Somebody seen for the first time is known by the e-mail address that the provider has
 * verified, or gets an account where the setting create_users says so; from then on issuer and
 * subject tell who it is.
 */
bool outside_caller_authenticate(struct exchange *exchange, const struct credentials *credentials,
				 const struct oauth_resource *resource);

#endif
