/*
 * Whether a file is still what it was, asked so often that looking for it by its path would cost too much: one system
 * call on an open descriptor.
 */
#ifndef TASKDESK_BASE_WATCH_H
#define TASKDESK_BASE_WATCH_H

#include <stdbool.h>
#include <time.h>

struct watch {
	int descriptor;             /* below 0: of no file */
	struct timespec changed_at;
};

/* Watches the file that is at this path now. Where there is none, it counts as touched from the beginning. */
void watch_begin(struct watch *watch, const char *path);
void watch_end(struct watch *watch);

/*
 * True when the file was written, renamed, removed, or replaced by another one under its name, or may have been: then
 * the path says what is there now.
 */
bool watch_is_touched(const struct watch *watch);

#endif
