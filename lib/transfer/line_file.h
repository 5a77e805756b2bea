/*
 * A file taken line by line, each with its number, however long the file is.
 */
#ifndef TASKDESK_TRANSFER_LINE_FILE_H
#define TASKDESK_TRANSFER_LINE_FILE_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define LINE_FILE_LONGEST ((size_t)16 * 1024 * 1024)

struct line_file {
	FILE *file;            /* the caller's */
	size_t number;         /* of the present line; the first is 1 */
	char *bytes;           /* the present line with its end: "\n", "\r\n" or "\r"; then a NUL */
	size_t length;
	size_t capacity;
	bool is_too_long;      /* more than LINE_FILE_LONGEST; the rest of the line was passed over */
	bool comes_again;
	int failure;           /* the errno of reading that failed; 0: none */
	const volatile sig_atomic_t *interrupted;    /* where it becomes true, reading fails with EINTR; NULL: never */
};

void line_file_init(struct line_file *lines, FILE *file);
void line_file_free(struct line_file *lines);

/*
 * The next line; a byte order mark at the start is passed over. False at the end, and where reading fails: then failure
 * says why, and what was read of a line is dropped, since nobody knows how it goes on.
 */
bool line_file_next(struct line_file *lines);

/* The present line comes again as the next one. */
void line_file_again(struct line_file *lines);

#endif
