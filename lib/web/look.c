#include "web/look.h"

/*
 * Text and controls reach 4.5:1 against what they stand on, borders of controls 3:1, in both
 * schemes (WCAG 2.2, 1.4.3 and 1.4.11); what is pressed is 44 pixels high.
 */
static const char style[] =
	":root{color-scheme:light dark;--ground:#f3f5f4;--card:#fff;--line:#dfe5e2;--edge:#7f8c86;--text:#17211d;--soft:#55625c;"
	"--accent:#0b6b58;--accent-over:#095948;--on-accent:#fff;--tint:#e9f3f0;--advice:#eef2f7;--advice-edge:#5b7086;"
	"--caution:#fdf3dc;--caution-edge:#a86a00;--failure:#fdeceb;--failure-edge:#b3261e;--shade:0 1px 2px rgba(16,32,26,.06),0 12px 32px rgba(16,32,26,.09)}\n"
	"@media(prefers-color-scheme:dark){:root{--ground:#101513;--card:#1a211e;--line:#2d3733;--edge:#7d8b85;--text:#e8eeeb;--soft:#a9b6b0;"
	"--accent:#5fcfb2;--accent-over:#83dcc4;--on-accent:#06241c;--tint:#20302b;--advice:#212a33;--advice-edge:#8aa2ba;"
	"--caution:#33290f;--caution-edge:#e0a63a;--failure:#3a1f1d;--failure-edge:#f2938c;--shade:0 1px 2px rgba(0,0,0,.4),0 12px 32px rgba(0,0,0,.35)}}\n"
	"*,::before,::after{box-sizing:border-box}\n"
	"html{-webkit-text-size-adjust:100%;text-size-adjust:100%}\n"
	"body{margin:0;min-height:100vh;display:flex;flex-direction:column;align-items:center;padding:clamp(1.25rem,6vh,4.5rem) 1rem 2rem;"
	"background:var(--ground);color:var(--text);font:1rem/1.5 system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",Ubuntu,Cantarell,\"Helvetica Neue\",Arial,sans-serif}\n"
	"header{display:flex;align-items:center;gap:.6rem;margin:0 0 1.25rem;font-weight:650;font-size:1.05rem;letter-spacing:-.01em}\n"
	"header svg{width:1.9rem;height:1.9rem;flex:none;color:var(--accent)}\n"
	"header path{stroke:var(--card)}\n"
	"main{width:100%;max-width:27.5rem;background:var(--card);border:1px solid var(--line);border-radius:1rem;box-shadow:var(--shade);padding:clamp(1.25rem,5vw,2.25rem)}\n"
	"main.wide{max-width:42rem}\n"
	"h1+.person{margin-top:1.1rem}\n"
	"main>:last-child{margin-bottom:0}\n"
	"h1{margin:0 0 .4rem;font-size:1.45rem;line-height:1.25;font-weight:650;letter-spacing:-.015em;text-wrap:balance;overflow-wrap:anywhere}\n"
	"h2{margin:1.75rem 0 .6rem;font-size:1rem;font-weight:650}\n"
	"p{margin:0 0 1rem;overflow-wrap:anywhere}\n"
	"p.lead{color:var(--soft);margin-bottom:1.4rem}\n"
	"p.small{font-size:.875rem;color:var(--soft)}\n"
	"strong{font-weight:650}\n"
	"a{color:var(--accent);text-underline-offset:.18em}\n"
	"a:hover{color:var(--accent-over)}\n"
	":focus-visible{outline:3px solid var(--accent);outline-offset:2px}\n"
	"form{margin:0}\n"
	".field{margin:0 0 1.1rem}\n"
	".field label{display:block;margin:0 0 .35rem;font-weight:550}\n"
	".field .optional{font-weight:400;color:var(--soft)}\n"
	".field input{display:block;width:100%;min-height:2.75rem;padding:.5rem .75rem;font:inherit;color:inherit;background:var(--card);border:1px solid var(--edge);border-radius:.6rem}\n"
	".field input:focus-visible{outline-offset:0;border-color:var(--accent)}\n"
	".field input[aria-invalid]{border:2px solid var(--failure-edge)}\n"
	".hint,.mistake{margin:.35rem 0 0;font-size:.875rem;color:var(--soft)}\n"
	".mistake{color:var(--failure-edge);font-weight:550}\n"
	"button{display:inline-flex;align-items:center;justify-content:center;min-height:2.75rem;padding:.5rem 1.1rem;font:inherit;font-weight:600;border-radius:.6rem;border:1px solid var(--edge);background:var(--card);color:var(--text);cursor:pointer}\n"
	"button:hover{background:var(--tint)}\n"
	"button.first{border-color:var(--accent);background:var(--accent);color:var(--on-accent)}\n"
	"button.first:hover{border-color:var(--accent-over);background:var(--accent-over)}\n"
	"button.plain{min-height:2.75rem;padding:.25rem .1rem;border:0;background:none;color:var(--accent);font-weight:550;font-size:.9rem;text-decoration:underline;text-underline-offset:.18em}\n"
	"button.plain:hover{color:var(--accent-over)}\n"
	".buttons{display:flex;gap:.75rem;margin-top:1.5rem}\n"
	".buttons button,.buttons a.button{flex:1}\n"
	"a.button{display:flex;align-items:center;justify-content:center;min-height:2.75rem;padding:.5rem 1.1rem;border-radius:.6rem;background:var(--accent);color:var(--on-accent);font-weight:600;text-decoration:none}\n"
	"a.button:hover{background:var(--accent-over);color:var(--on-accent)}\n"
	"a.quiet{display:inline-flex;align-items:center;justify-content:center;min-height:2.75rem;padding:.5rem 1.1rem;border-radius:.6rem;border:1px solid var(--edge);color:var(--text);font-weight:600;text-align:center;text-decoration:none}\n"
	"a.quiet:hover{background:var(--tint);color:var(--text)}\n"
	".box{margin:0 0 1.25rem;padding:.75rem .9rem;border-radius:.6rem;border-left:.25rem solid var(--advice-edge);background:var(--advice);font-size:.9375rem;overflow-wrap:anywhere}\n"
	".box.caution{border-left-color:var(--caution-edge);background:var(--caution)}\n"
	".box.failure{border-left-color:var(--failure-edge);background:var(--failure)}\n"
	".person{display:flex;align-items:center;gap:.75rem;margin:0 0 1.25rem;padding:.5rem .9rem;border:1px solid var(--line);border-radius:.75rem}\n"
	".person .who{flex:1;min-width:0;overflow-wrap:anywhere;line-height:1.35}\n"
	".person .who span{display:block;color:var(--soft);font-size:.875rem}\n"
	"fieldset{margin:0 0 1.25rem;padding:0;border:0;min-width:0}\n"
	"legend{padding:0;margin:0 0 .5rem;font-weight:650}\n"
	".tick{display:flex;gap:.75rem;align-items:flex-start;padding:.7rem .1rem;border-top:1px solid var(--line);cursor:pointer}\n"
	".tick:last-child{border-bottom:1px solid var(--line)}\n"
	".tick input{flex:none;width:1.25rem;height:1.25rem;margin:.125rem 0 0;accent-color:var(--accent)}\n"
	"dl{margin:0 0 1.25rem;font-size:.9375rem}\n"
	"dt{color:var(--soft);font-size:.875rem}\n"
	"dd{margin:0 0 .6rem;overflow-wrap:anywhere}\n"
	"ul{margin:0 0 1.25rem;padding-left:1.25rem}\n"
	"ul.apps{list-style:none;margin:0;padding:0}\n"
	"ul.apps li{display:flex;gap:1rem;align-items:center;padding:.9rem 0;border-top:1px solid var(--line)}\n"
	"ul.apps .what{flex:1;min-width:0;overflow-wrap:anywhere}\n"
	"ul.apps .what span{display:block;color:var(--soft);font-size:.875rem}\n"
	".below{margin:1.25rem 0 0;text-align:center}\n"
	"@media(max-width:30rem){body{padding:1.25rem .75rem 1.5rem}.buttons{flex-direction:column}.person{flex-direction:column;align-items:flex-start;gap:0}ul.apps li{flex-direction:column;align-items:flex-start;gap:.6rem}}\n"
	"@media(forced-colors:active){.box{border:1px solid}a.button{border:1px solid}}\n";

struct page look_begin(struct arena *arena, const char *title)
{
	struct page page = {
		.title = arena_printf(arena, "%s – Taskdesk", title),
		.style = style,
		.body = html_in(arena),
	};

	html_add(&page.body,
		 "<header><svg viewBox=\"0 0 32 32\" aria-hidden=\"true\" focusable=\"false\">"
		 "<rect x=\"2\" y=\"3\" width=\"28\" height=\"26\" rx=\"8\" fill=\"currentColor\"/>"
		 "<path d=\"M9.5 16.5l4.5 4.5 8.5-10\" fill=\"none\" stroke-width=\"3.2\" "
		 "stroke-linecap=\"round\" stroke-linejoin=\"round\"/></svg><span>Taskdesk</span></header>\n<main>\n");
	return page;
}

void look_answer(struct http_response *response, int status, struct page *page)
{
	html_add(&page->body, "</main>\n");
	http_response_page(response, status, page);
}

void look_box(struct html *html, enum look_tone tone, const char *sentence)
{
	static const char *const classes[] = {
		[LOOK_ADVICE] = "box", [LOOK_CAUTION] = "box caution", [LOOK_FAILURE] = "box failure",
	};

	html_add(html, "<div class=\"{}\"", classes[tone]);
	if (tone == LOOK_FAILURE)
		html_add(html, " role=\"alert\"");
	html_add(html, ">{}</div>\n", sentence);
}

/* A mistake says what to send instead, so it stands in the hint's place. */
static const char *note_class(const struct look_field *field)
{
	return field->mistake ? "mistake" : field->hint ? "hint" : NULL;
}

static void add_input(struct html *html, const struct look_field *field)
{
	html_add(html, "<input id=\"{}\" name=\"{}\" type=\"{}\" autocomplete=\"{}\" value=\"{}\" maxlength=\"254\"", field->name,
		 field->name, field->type, field->autocomplete, field->value);
	if (note_class(field))
		html_add(html, " aria-describedby=\"{}-note\"", field->name);
	if (field->list)
		html_add(html, " list=\"{}\"", field->list);
	if (field->mistake)
		html_add(html, " aria-invalid=\"true\"");
	if (!field->is_optional)
		html_add(html, " required");
	if (field->has_focus)
		html_add(html, " autofocus");
	html_add(html, ">");
}

void look_field(struct html *html, const struct look_field *field)
{
	html_add(html, "<div class=\"field\"><label for=\"{}\">{}", field->name, field->label);
	if (field->is_optional)
		html_add(html, " <span class=\"optional\">(optional)</span>");
	html_add(html, "</label>");
	add_input(html, field);
	if (note_class(field))
		html_add(html, "<p class=\"{}\" id=\"{}-note\">{}</p>", note_class(field), field->name,
			 field->mistake ? field->mistake : field->hint);
	html_add(html, "</div>\n");
}
