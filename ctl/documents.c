#include "ctl/ctl.h"

#include "oauth/client_document.h"
#include "oauth/fetch.h"
#include "store/client_document_store.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* The whole file, or with "-" standard input; NULL, with a sentence on stderr, when it cannot be read. */
static const char *read_file(struct ctl *ctl, const char *path)
{
	bool is_input = strcmp(path, "-") == 0;
	FILE *file = is_input ? stdin : fopen(path, "re");
	char *text = arena_alloc(&ctl->arena, FETCH_BODY_LONGEST + 2);
	size_t length;

	if (!file) {
		fprintf(stderr, "%s cannot be read: %s\n", path, strerror(errno));
		return NULL;
	}
	length = fread(text, 1, FETCH_BODY_LONGEST + 1, file);
	if (!is_input)
		fclose(file);
	if (length <= FETCH_BODY_LONGEST && strlen(text) == length)
		return text;
	fprintf(stderr, "%s is longer than %d bytes, or no text\n", path, FETCH_BODY_LONGEST);
	return NULL;
}

int ctl_client_pin(struct ctl *ctl)
{
	struct oauth oauth = {
		.db = ctl->db,
		.arena = &ctl->arena,
		.error = &ctl->error,
		.config = &ctl->config,
		.log = &ctl->log,
	};
	const char *text;

	if (!ctl_arguments(ctl, 2, 2, "the URL of a document and a FILE with a copy of it ('-': standard input)"))
		return 2;
	text = read_file(ctl, ctl->arguments[1]);
	if (!text)
		return 1;
	if (!client_document_pin(&oauth, ctl->arguments[0], text)) {
		if (oauth.refusal.error)
			fail(&ctl->error, ERROR_INVALID, "%s", oauth.refusal.description);
		return ctl_failed(ctl);
	}
	printf("%s is known by this copy from now on, and not fetched\n", ctl->arguments[0]);
	return 0;
}

int ctl_client_unpin(struct ctl *ctl)
{
	const char *url = ctl_argument(ctl, "url");
	bool changed;

	if (!url)
		return 2;
	if (!client_document_store_unpin(ctl->db, url, &changed))
		return ctl_failed(ctl);
	if (!changed) {
		fail(&ctl->error, ERROR_NOT_FOUND, "no copy is kept of %.500s", url);
		return ctl_failed(ctl);
	}
	printf("%s is fetched from now on\n", url);
	return 0;
}
