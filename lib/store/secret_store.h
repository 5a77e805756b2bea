/*
 * Secrets of the installation that all processes share, made at first use.
 */
#ifndef TASKDESK_STORE_SECRET_STORE_H
#define TASKDESK_STORE_SECRET_STORE_H

#include "store/db.h"

#define SERVER_SECRET_BYTES 32

/* Fills in the secret of this name, making it when it is the first time. */
bool secret_store_get(struct db *db, const char *name, unsigned char secret[SERVER_SECRET_BYTES]);

#endif
