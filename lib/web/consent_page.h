/*
 * The page on which a person decides what a client may do.
 */
#ifndef TASKDESK_WEB_CONSENT_PAGE_H
#define TASKDESK_WEB_CONSENT_PAGE_H

#include "oauth/authorization_request.h"
#include "web/visit.h"

/* The client's name, fit to be shown. */
const char *consent_client_name(struct arena *arena, const struct oauth_client *client);

/* Whom the person goes back to, in words: a host, or a program on the own computer. */
const char *consent_destination(struct arena *arena, const struct authorization_request *request);

/* Whether the redirect address proves nothing: any program on the person's computer may answer there. */
bool consent_is_unproven(const struct authorization_request *request);

/* Adds a box that says whom the answer goes to. */
void consent_add_destination(struct arena *arena, struct html *html, const struct authorization_request *request);

/* How far the client's word can be trusted, in a sentence. */
const char *consent_standing(struct arena *arena, const struct oauth_client *client);

/* Answers a request whose client or redirect address is not right: nobody may be sent anywhere. */
void consent_distrust(struct visit *visit);

/*
 * Leads back to the client with oauth_refusal_of(). Anybody can register a client, and ask for what
 * cannot be given: a link to us would then lead wherever they like. So a person who has pressed
 * nothing here is told, and goes on by hand (OAuth 2.1 section 7.12.2), unless somebody has vouched
 * for where the client wants to be answered: the administrator, or this person, by what was allowed
 * before (scopes; 0: nothing).
 */
void consent_fail_back(struct visit *visit, const struct authorization_request *request, unsigned allowed);

/* Answers with the page. allowed: the scopes that this person allowed this client before; mistake may be NULL. */
void consent_show(struct visit *visit, const struct authorization_request *request, unsigned allowed, const char *mistake);

/*
 * What the form that was sent allows, of what was asked for: the scopes that are ticked, but for those that
 * include one that is not.
 */
unsigned consent_granted(const struct visit *visit, const struct authorization_request *request);

#endif
