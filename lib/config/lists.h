/*
 * Settings that are lists: what stands in them has to be of a kind, or it would be passed over without a word.
 */
#ifndef TASKDESK_CONFIG_LISTS_H
#define TASKDESK_CONFIG_LISTS_H

#include "config/config.h"

/* allowed_origins, trusted_proxies and redirect_schemes. Fails with ERROR_INVALID, naming the setting and the word. */
bool config_lists_check(const struct config *config, struct arena *arena, struct error *error);

#endif
