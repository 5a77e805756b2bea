/*
 * The administrator's own words in the metadata that we publish before an outside provider: the
 * file of the setting custom_oauth_metadata.
 */
#ifndef TASKDESK_OAUTH_CUSTOM_METADATA_H
#define TASKDESK_OAUTH_CUSTOM_METADATA_H

#include "oauth/oauth.h"

struct json_object;

/* Whether the file, if there is to be one, can be read and is a JSON object. */
bool custom_metadata_check(struct arena *arena, const struct config *config, struct error *error);

/* Puts the file's members over those of the metadata. */
void custom_metadata_put_over(struct oauth *oauth, struct json_object *metadata);

#endif
