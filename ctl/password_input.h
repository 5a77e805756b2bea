/*
 * Reading a password from whoever runs the command.
 */
#ifndef TASKDESK_CTL_PASSWORD_INPUT_H
#define TASKDESK_CTL_PASSWORD_INPUT_H

#include <stdbool.h>
#include <stddef.h>

enum password_source {
	PASSWORD_ASK,     /* at the terminal, without showing it */
	PASSWORD_STDIN,   /* the next line of standard input */
};

/* False when there is none. The caller wipes it. */
bool password_input(char *password, size_t capacity, enum password_source source);

#endif
