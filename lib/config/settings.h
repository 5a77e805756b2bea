/*
 * The table of settings: what there is, its default, and what it means to the administrator.
 */
#ifndef TASKDESK_CONFIG_SETTINGS_H
#define TASKDESK_CONFIG_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum setting_type {
	SETTING_TEXT,
	SETTING_INTEGER,
	SETTING_CHOICE, /* the number stored is the position in choices */
	SETTING_LINES,  /* text; given again, it adds a line */
};

struct setting {
	const char *name;
	enum setting_type type;
	size_t offset;
	const char *standard;          /* the default, as it would be written */
	int64_t minimum, maximum;      /* SETTING_INTEGER */
	const char *const *choices;    /* SETTING_CHOICE, NULL at the end */
	bool secret;                   /* never shown, not even in an error */
	const char *meaning;
};

/* In the order of the commented example; a row without a name ends it. */
extern const struct setting settings[];

#endif
