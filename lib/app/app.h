/*
 * The application behind the doors: configuration, database and routes put together. It
 * answers one request at a time.
 */
#ifndef TASKDESK_APP_APP_H
#define TASKDESK_APP_APP_H

#include "http/gateway.h"

#include <stdbool.h>

struct app;

/*
 * config_path is the --config argument or NULL. A configuration that is missing or broken
 * is no failure here: requests are answered 503 with the reason in the log, until it is
 * right. NULL only without memory.
 */
struct app *app_new(const char *config_path);
void app_free(struct app *app);

/* Answers one request. */
void app_answer(struct app *app, const struct gateway *gateway);

/* To be called while no request comes: gives back what is expensive to hold. */
void app_idle(struct app *app, int idle_seconds);

/*
 * Whether a new process should take over: the configuration file was changed since it was
 * read, or is there only now, or a request ran out of memory. To be asked between requests.
 */
bool app_is_outdated(struct app *app);

#endif
