/*
 * An authorization request (RFC 6749 section 4.1.1, RFC 7636 section 4.3, RFC 8707 section 2):
 * what the client asks for, checked, and the addresses that answer it.
 */
#ifndef TASKDESK_OAUTH_AUTHORIZATION_REQUEST_H
#define TASKDESK_OAUTH_AUTHORIZATION_REQUEST_H

#include "http/form.h"
#include "oauth/client.h"
#include "oauth/oauth.h"

enum authorization_outcome {
	AUTHORIZATION_GOOD,
	/* Tell the person, never redirect: the client or where to send it is not known or not right. */
	AUTHORIZATION_SHOW,
	/* Tell the client: redirect to oauth_authorization_error_url(). */
	AUTHORIZATION_REDIRECT,
};

struct authorization_request {
	struct oauth_client client;
	const char *redirect_uri;
	const char *state;           /* NULL: none was sent */
	unsigned scopes;             /* asked for and possible: of enum oauth_scope */
	const char *provider_scopes; /* what to ask an outside provider for, in its words; NULL: there is none */
	const char *resource;        /* in our own spelling; becomes the audience */
	const char *code_challenge;
	const char *prompt;          /* "none", "login", "consent", "select_account", several of them, or NULL */
	const char *login_hint;      /* an e-mail address to fill in, untrusted; NULL: none */
};

/*
 * Reads and checks the parameters. form may be one that http_form_read refused for a repeated
 * name alone (form->repeated): that is refused here, to whom it may be told. Unless the outcome
 * is AUTHORIZATION_GOOD, oauth_refusal_of() says why.
 *
 * OAUTH_OFFLINE_ACCESS is among the scopes also when the client did not ask for it in words but
 * is registered for the grant type refresh_token: the person decides about it all the same.
 */
enum authorization_outcome oauth_authorization_request_read(struct oauth *oauth, const struct http_form *form,
							    struct authorization_request *request);

/* Where to redirect to with error, error_description, state and iss (RFC 9207): oauth_refusal_of() as it stands. */
const char *oauth_authorization_error_url(const struct oauth *oauth, const struct authorization_request *request);

/* Where to redirect to with a code, state and iss. */
const char *oauth_authorization_code_url(const struct oauth *oauth, const struct authorization_request *request,
					 const char *code);

#endif
