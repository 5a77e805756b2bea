/*
 * A person's visit to one of our pages: who is signed in with this browser, what was asked for
 * in the address, and what a form of ours wants done.
 */
#ifndef TASKDESK_WEB_VISIT_H
#define TASKDESK_WEB_VISIT_H

#include "auth/browser_session.h"
#include "desk/desk.h"
#include "http/form.h"
#include "http/page.h"
#include "oauth/oauth.h"

#include <stdbool.h>

struct visit {
	struct oauth *oauth;
	struct browser_session session;
	struct http_form query;      /* of the address; with query.repeated set when a name came twice */
	struct http_form form;       /* what was sent; empty unless action is set */
	const char *action;          /* of the button pressed in a form of ours; NULL: none was */
	bool is_stale;               /* a form came that is not of this session: nothing of it is done */
	bool is_fresh;               /* the person signed in with this very request */
};

/* What the page says whose form is_stale. */
#define VISIT_STALE "This page was too old, and nothing was done. Please try once more."

/* Opens the session and reads what came. False when the answer is written already. */
bool visit_begin(struct visit *visit, struct oauth *oauth);

/* Whether this button was pressed. */
bool visit_wants(const struct visit *visit, const char *action);

/*
 * The absolute address of this page with what was asked for in it. page: which of our own pages
 * under this address; NULL: what comes first.
 */
const char *visit_address(const struct visit *visit, const char *page);

/* Sends the browser to this page again, by GET, without the words of prompt that ask to sign in first. */
void visit_again(struct visit *visit);

/*
 * Sends the browser to an address of another server: by a redirect, or after a form by a page
 * that leads there and says whereto, since browsers hold redirects after a form to the page's
 * own rules (form-action). A program that does not accept HTML is redirected in any case.
 */
void visit_leave(struct visit *visit, const char *url, const char *whereto);

/*
 * Shows the address of another server, to which the person may go on by hand; a program that
 * does not accept HTML is redirected.
 */
void visit_offer_way(struct visit *visit, const char *url, const char *whereto);

/* Begins and ends a form that is sent to the page's own address. */
void visit_form_begin(const struct visit *visit, struct html *html);
void visit_form_end(struct html *html);

/* Opens the desk of the person who is signed in; principal is filled in and has to live as long. */
void visit_desk(const struct visit *visit, struct desk *desk, struct principal *principal);

/* Answers with a page of one heading and a few sentences; advice may be NULL. */
void visit_notice(struct visit *visit, int status, const char *heading, const char *sentence, const char *advice);

/* Answers with what OAuth's refusal says, or, where the fault is not the client's, as visit_failed. */
void visit_refused(struct visit *visit, const char *heading, const char *advice);

/* Answers with what the request's error says: 503 and the like. Always false. */
bool visit_failed(struct visit *visit);

/* A sentence from an error's words: a capital at its start and a full stop at its end, unless it asks. */
const char *visit_sentence(struct arena *arena, const char *words);

#endif
