/*
 * What somebody may have meant by a time zone that there is not: "Berlin", "europe/berlin", "Asia/Tokio".
 */
#ifndef TASKDESK_BASE_ZONE_NAMES_H
#define TASKDESK_BASE_ZONE_NAMES_H

#include "base/arena.h"

/* The nearest names in words, "Asia/Tokyo" or "Europe/Paris or America/Paramaribo"; NULL when none is near. */
const char *zone_names_near(struct arena *arena, const char *mistyped);

#endif
