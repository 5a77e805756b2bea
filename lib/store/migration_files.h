/*
 * The files under sql/, compiled into the program by the build.
 */
#ifndef TASKDESK_STORE_MIGRATION_FILES_H
#define TASKDESK_STORE_MIGRATION_FILES_H

#include <stddef.h>

struct migration_file {
	int number;
	const char *name;       /* the file's name, "0001_users.sql" */
	const char *sql;        /* statements separated by ";\n" */
};

/* In ascending order of their numbers, which have no gaps and start at 1. */
extern const struct migration_file migration_files[];
extern const size_t migration_file_count;

#endif
