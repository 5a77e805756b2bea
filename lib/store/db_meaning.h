/*
 * What an error number of the server or the client library means to us.
 */
#ifndef TASKDESK_STORE_DB_MEANING_H
#define TASKDESK_STORE_DB_MEANING_H

#include "base/error.h"

enum db_meaning {
	MEANS_AWAY,
	MEANS_FULL,          /* as many connections as there may be */
	MEANS_DEADLOCK,
	MEANS_DUPLICATE,
	MEANS_TOO_SLOW,
	MEANS_MISCONFIGURED,
	MEANS_OTHER_SCHEMA,
	MEANS_BUG,
};

/* MEANS_BUG for a number that is not known. */
enum db_meaning db_meaning_of(unsigned number);

/* Says it as callers may read it; the server's own words are for the log, under this request. Always false. */
bool db_meaning_fail(enum db_meaning meaning, struct error *error, const char *request_id);

#endif
