/*
 * Unpredictable bytes from the kernel.
 */
#ifndef TASKDESK_BASE_RANDOM_H
#define TASKDESK_BASE_RANDOM_H

#include <stddef.h>

/* Fills the buffer from getrandom(2). Without randomness there is no safe way on: it aborts. */
void random_bytes(void *bytes, size_t length);

/*
 * A random name of length characters from a lower-case alphabet without look-alikes,
 * five bits each, and its NUL. The buffer holds length + 1 bytes.
 */
void random_name(char *name, size_t length);

#endif
