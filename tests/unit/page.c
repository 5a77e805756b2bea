/* http/page: HTML with values that strangers chose. */
#include "unit.h"

#include "base/base64.h"
#include "base/secret.h"
#include "http/page.h"

static void puts_values_in_their_places(void **state)
{
	struct html html = html_in(*state);

	html_add(&html, "<a href=\"{}\">{}</a>", "/x", "here");
	html_add(&html, "<p>");
	html_add(&html, "{}{}", "a", NULL);
	html_add(&html, "</p>");
	assert_string_equal(text_string(&html.text), "<a href=\"/x\">here</a><p>a</p>");
}

static void escapes_every_value(void **state)
{
	static const char evil[] = "\"><script>alert('&')</script>{}";
	struct html html = html_in(*state);

	html_add(&html, "<input value=\"{}\">{}", evil, evil);
	assert_string_equal(text_string(&html.text),
			    "<input value=\"&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;{}\">"
			    "&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;{}");
}

static void keeps_its_place_between_pieces_of_markup(void **state)
{
	struct html html = html_in(*state);

	html_add(&html, "<input name=\"a\"");
	assert_int_equal(html.place, HTML_IN_TAG);
	html_add(&html, " title=\"");
	assert_int_equal(html.place, HTML_IN_VALUE);
	html_add(&html, "a > b {}\"", "c");
	html_add(&html, ">");
	assert_int_equal(html.place, HTML_IN_TEXT);
	assert_string_equal(text_string(&html.text), "<input name=\"a\" title=\"a > b c\">");
}

static const char style[] = "p{color:red}";

static struct http_response answer(struct arena *arena, const char *title)
{
	struct page page = { .title = title, .style = style, .body = html_in(arena) };
	struct http_response response;

	http_response_init(&response, arena);
	html_add(&page.body, "<p>{}</p>", "1 < 2");
	http_response_page(&response, 403, &page);
	return response;
}

static void answers_with_a_whole_document(void **state)
{
	struct http_response response = answer(*state, "</title><script>");

	assert_int_equal(response.status, 403);
	assert_string_equal(response.type, "text/html; charset=utf-8");
	assert_int_equal(response.body_bytes, strlen(response.body));
	assert_mentions(response.body, "<!DOCTYPE html>\n<html lang=\"en\">");
	assert_mentions(response.body, "<title>&lt;/title&gt;&lt;script&gt;</title>");
	assert_mentions(response.body, "<style>p{color:red}</style>");
	assert_mentions(response.body, "<p>1 &lt; 2</p>");
}

static void lets_no_one_frame_feed_or_follow_it(void **state)
{
	const struct http_response response = answer(*state, "t");
	const char *headers = text_string(&response.headers);

	assert_mentions(headers, "Content-Security-Policy: default-src 'none'; ");
	assert_mentions(headers, "; form-action 'self'; base-uri 'none'; frame-ancestors 'none'\r\n");
	assert_mentions(headers, "X-Frame-Options: DENY\r\n");
	assert_mentions(headers, "Referrer-Policy: no-referrer\r\n");
	assert_silent_about(headers, "unsafe");
}

static void admits_exactly_its_own_style(void **state)
{
	const struct http_response response = answer(*state, "t");
	unsigned char digest[SHA256_BYTES];

	sha256(style, strlen(style), digest);
	assert_mentions(text_string(&response.headers),
			arena_printf(*state, "style-src 'sha256-%s';",
				     base64_encode(*state, BASE64_STANDARD, digest, sizeof(digest))));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(puts_values_in_their_places),
		TEST(escapes_every_value),
		TEST(keeps_its_place_between_pieces_of_markup),
		TEST(answers_with_a_whole_document),
		TEST(lets_no_one_frame_feed_or_follow_it),
		TEST(admits_exactly_its_own_style),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
