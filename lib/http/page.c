#include "http/page.h"

#include "base/base64.h"
#include "base/secret.h"

#include <assert.h>
#include <string.h>

struct html html_in(struct arena *arena)
{
	return (struct html){ .text = text_in(arena) };
}

struct entity {
	char character;
	const char *entity;
};

static const struct entity entities[] = {
	{ '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" }, { '"', "&quot;" }, { '\'', "&#39;" },
};

static const char *entity_for(char character)
{
	for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++)
		if (entities[i].character == character)
			return entities[i].entity;
	return NULL;
}

static void add_escaped(struct text *text, const char *value)
{
	for (; value && *value; value++) {
		size_t plain = strcspn(value, "&<>\"'");

		text_add_bytes(text, value, plain);
		value += plain;
		if (!*value)
			break;
		text_add(text, entity_for(*value));
	}
}

static enum html_place place_after(enum html_place place, char character)
{
	switch (character) {
	case '<':
		return place == HTML_IN_TEXT ? HTML_IN_TAG : place;
	case '>':
		return place == HTML_IN_TAG ? HTML_IN_TEXT : place;
	case '"':
		return place == HTML_IN_TAG ? HTML_IN_VALUE : place == HTML_IN_VALUE ? HTML_IN_TAG : place;
	}
	return place;
}

void html_add_parts(struct html *html, const char *const *parts, size_t count)
{
	size_t next = 1;

	for (const char *markup = parts[0]; *markup; markup++) {
		if (markup[0] == '{' && markup[1] == '}') {
			assert(html->place != HTML_IN_TAG && next < count);
			add_escaped(&html->text, parts[next++]);
			markup++;
			continue;
		}
		html->place = place_after(html->place, *markup);
		text_add_char(&html->text, *markup);
	}
	assert(next == count);
}

void html_add_html(struct html *html, const struct html *piece)
{
	assert(html->place == HTML_IN_TEXT && piece->place == HTML_IN_TEXT);
	text_add_bytes(&html->text, text_string(&piece->text), piece->text.length);
}

/*
 * form-action: Chromium holds every redirect that follows a form to it, also those of other
 * servers further on. So no answer to a form redirects to another server; it shows a page that
 * leads there.
 */
static const char *content_security_policy(struct arena *arena, const char *style)
{
	unsigned char digest[SHA256_BYTES];

	sha256(style, strlen(style), digest);
	return arena_printf(arena,
			    "default-src 'none'; style-src 'sha256-%s'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
			    base64_encode(arena, BASE64_STANDARD, digest, sizeof(digest)));
}

void http_response_page(struct http_response *response, int status, const struct page *page)
{
	struct html html = html_in(response->arena);

	html_add(&html, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
			"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
			"<meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n", page->title);
	if (page->head)
		html_add_html(&html, page->head);
	text_add(&html.text, "<style>");
	text_add(&html.text, page->style);
	text_add(&html.text, "</style>\n</head>\n<body>\n");
	html_add_html(&html, &page->body);
	text_add(&html.text, "</body>\n</html>\n");
	http_response_header(response, "Content-Security-Policy", content_security_policy(response->arena, page->style));
	http_response_header(response, "X-Frame-Options", "DENY");
	http_response_header(response, "Referrer-Policy", "no-referrer");
	http_response_header(response, "Cross-Origin-Resource-Policy", "same-origin");
	http_response_body(response, status, "text/html; charset=utf-8", text_string(&html.text), html.text.length);
}
