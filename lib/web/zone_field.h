/*
 * The field of a form in which people say in which time zone they live.
 */
#ifndef TASKDESK_WEB_ZONE_FIELD_H
#define TASKDESK_WEB_ZONE_FIELD_H

#include "http/page.h"

/* mistake: a sentence about the value, or NULL. */
void zone_field(struct html *html, const char *value, const char *mistake);

#endif
