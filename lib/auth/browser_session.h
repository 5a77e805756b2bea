/*
 * Who is signed in with this browser: a random cookie that the database knows by its hash, and
 * forms that only this browser can have got from us.
 */
#ifndef TASKDESK_AUTH_BROWSER_SESSION_H
#define TASKDESK_AUTH_BROWSER_SESSION_H

#include "http/cookie.h"
#include "http/request.h"
#include "http/response.h"
#include "store/db.h"
#include "store/user_store.h"

#include <stdbool.h>
#include <stdint.h>

struct browser_session {
	struct db *db;
	struct http_response *response;
	enum cookie_transport transport;
	const char *token;               /* the cookie; there is always one, signed in or not */
	bool is_new;                     /* it was not sent by the browser */
	const char *form_token;          /* what our forms carry: it goes with the cookie, and is another one each time */
	bool is_signed_in;
	struct user user;                /* only when signed in */
	int64_t signed_in_at_unix;
};

/*
 * Opens the session of the request. A browser without one gets a cookie, which stands for
 * nobody, with the response. transport: COOKIE_OVER_HTTPS where our public address is https.
 * False only when the database cannot be asked.
 */
bool browser_session_open(struct browser_session *session, const struct http_request *request,
			  enum cookie_transport transport, struct db *db, struct http_response *response);

/*
 * Whether a form was sent from one of our pages in this very session: form_token is what the
 * form carries, own_origin our public address without a path.
 */
bool browser_session_sent(const struct browser_session *session, const struct http_request *request,
			  const char *own_origin, const char *form_token);

/* Signs the user in under a fresh cookie, and out whoever was before. */
bool browser_session_begin(struct browser_session *session, const struct user *user);

/* Signs out: the session is over and the cookie gone. */
bool browser_session_end(struct browser_session *session);

/* The same for every browser that this user is signed in with. */
bool browser_session_end_all(struct browser_session *session);

#endif
