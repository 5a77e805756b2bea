/*
 * HTML for people: markup is written by us and values are escaped, always; and the headers that
 * keep a page from being framed, cached, or made to load anything.
 */
#ifndef TASKDESK_HTTP_PAGE_H
#define TASKDESK_HTTP_PAGE_H

#include "base/arena.h"
#include "base/text.h"
#include "http/response.h"

#include <stddef.h>

enum html_place {
	HTML_IN_TEXT,
	HTML_IN_TAG,
	HTML_IN_VALUE,       /* of an attribute, between double quotes */
};

struct html {
	struct text text;
	enum html_place place;
};

/* An empty piece of HTML that will live in this arena. */
struct html html_in(struct arena *arena);

/*
 * Adds markup, a string literal in which each {} stands for the next value (a string; NULL is
 * ""), escaped: html_add(&html, "<a href=\"{}\">{}</a>", address, name). A {} is only allowed
 * in text and between the double quotes of an attribute.
 */
#define html_add(html, ...) \
	html_add_parts(html, (const char *const[]){ "" __VA_ARGS__ }, \
		       sizeof((const char *const[]){ "" __VA_ARGS__ }) / sizeof(char *))

void html_add_parts(struct html *html, const char *const *parts, size_t count);

/* Adds a finished piece of HTML. */
void html_add_html(struct html *html, const struct html *piece);

struct page {
	const char *title;
	const char *style;      /* CSS, written by us */
	const struct html *head; /* further elements of <head>; NULL: none */
	struct html body;
};

/*
 * Answers with the page. Nothing but its own style is applied, it loads nothing, its forms
 * reach this server only, and no page may frame it.
 */
void http_response_page(struct http_response *response, int status, const struct page *page);

#endif
