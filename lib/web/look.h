/*
 * How our pages look: one style for all, the frame around each, and the pieces they share.
 */
#ifndef TASKDESK_WEB_LOOK_H
#define TASKDESK_WEB_LOOK_H

#include "http/page.h"

#include <stdbool.h>

/* A page with its frame begun; what is added to page.body stands in the card in the middle. */
struct page look_begin(struct arena *arena, const char *title);

/* Closes the frame and answers with the page. */
void look_answer(struct http_response *response, int status, struct page *page);

enum look_tone {
	LOOK_ADVICE,     /* worth knowing */
	LOOK_CAUTION,    /* look twice */
	LOOK_FAILURE,    /* what was sent did not work; read out at once */
};

/* A box with one sentence that stands out. */
void look_box(struct html *html, enum look_tone tone, const char *sentence);

/* A field of a form, with its label, and with what is wrong about it. */
struct look_field {
	const char *name;
	const char *label;
	const char *type;           /* of the input element */
	const char *autocomplete;
	const char *value;          /* NULL: empty */
	const char *hint;           /* NULL: none */
	const char *mistake;        /* a sentence; NULL: none */
	const char *list;           /* id of a datalist; NULL: none */
	bool has_focus;
	bool is_optional;
};

void look_field(struct html *html, const struct look_field *field);

#endif
