#include "oauth/fetch.h"

#include "fields/json.h"
#include "http/request.h"
#include "oauth/freshness.h"
#include "oauth/network.h"

#include <string.h>
#include <strings.h>

#include <dlfcn.h>
#include <sys/socket.h>

/* Called through pointers, with values of the documented types; the old names work with all versions. */
#define CURL_DISABLE_TYPECHECK
#define CURL_DISABLE_DEPRECATION
#include <curl/curl.h>
#undef curl_easy_setopt
#undef curl_easy_getinfo

#define LIBRARY "libcurl.so.4"
#define HEADERS_LONGEST 16384

/* The functions of libcurl that are used, under its names for them. */
struct curl_calls {
	__typeof__(curl_global_init) *global_init;
	__typeof__(curl_easy_init) *easy_init;
	__typeof__(curl_easy_setopt) *easy_setopt;
	__typeof__(curl_easy_perform) *easy_perform;
	__typeof__(curl_easy_getinfo) *easy_getinfo;
	__typeof__(curl_easy_strerror) *easy_strerror;
	__typeof__(curl_easy_cleanup) *easy_cleanup;
	__typeof__(curl_slist_append) *slist_append;
	__typeof__(curl_slist_free_all) *slist_free_all;
};

struct call_name {
	const char *name;
	size_t offset;
};

#define CALL(member) { "curl_" #member, offsetof(struct curl_calls, member) }

static const struct call_name call_names[] = {
	CALL(global_init), CALL(easy_init), CALL(easy_setopt), CALL(easy_perform), CALL(easy_getinfo),
	CALL(easy_strerror), CALL(easy_cleanup), CALL(slist_append), CALL(slist_free_all),
};

/* Room set aside beforehand: an arena that is exhausted may not jump out of the library. */
struct room {
	char *bytes;
	size_t used;
	size_t size;
};

/* One fetch on its way. */
struct transfer {
	const struct fetch_request *request;
	struct curl_calls curl;
	CURL *handle;
	struct curl_slist *sent;
	struct arena *arena;
	struct room body;
	struct room headers;
	bool address_refused;
	bool too_long;
};

/* The library stays loaded: opening it again costs nothing, and it may have started a thread. */
static bool load_library(struct curl_calls *curl, struct error *error)
{
	void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);

	if (!library)
		return fail(error, ERROR_INTERNAL, "this machine has no " LIBRARY ": install libcurl4");
	for (size_t i = 0; i < sizeof(call_names) / sizeof(call_names[0]); i++) {
		void *address = dlsym(library, call_names[i].name);

		if (!address)
			return fail(error, ERROR_INTERNAL, LIBRARY " has no %s", call_names[i].name);
		memcpy((char *)curl + call_names[i].offset, &address, sizeof(address));
	}
	return curl->global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ||
	       fail(error, ERROR_INTERNAL, LIBRARY " could not be started");
}

bool fetch_url_is_proper(const char *url)
{
	const char *scheme = "https://";
	const char *host;
	size_t length;

	if (strncasecmp(url, scheme, strlen(scheme)) != 0 || strnlen(url, FETCH_URL_LONGEST + 1) > FETCH_URL_LONGEST)
		return false;
	for (const char *at = url; *at; at++)
		if (*at <= ' ' || *at > '~' || strchr("\"#<>\\^`{|}", *at))
			return false;
	host = url + strlen(scheme);
	length = strcspn(host, "/?");
	return length && host[0] != ':' && !memchr(host, '@', length);
}

/* Here the name is an address already, and nobody resolves it again. */
static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct transfer *transfer = context;

	if (purpose != CURLSOCKTYPE_IPCXN || (transfer->request->trust != FETCH_FROM_ADMINISTRATOR &&
					      !network_is_public(&address->addr))) {
		transfer->address_refused = true;
		return CURL_SOCKET_BAD;
	}
	return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static size_t take(struct transfer *transfer, struct room *room, const char *bytes, size_t length)
{
	if (length > room->size - room->used) {
		transfer->too_long = true;
		return 0;
	}
	memcpy(room->bytes + room->used, bytes, length);
	room->used += length;
	return length;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *context)
{
	struct transfer *transfer = context;

	return take(transfer, &transfer->body, bytes, size * count);
}

static size_t take_header(char *bytes, size_t size, size_t count, void *context)
{
	struct transfer *transfer = context;

	return take(transfer, &transfer->headers, bytes, size * count);
}

static bool set_number(struct transfer *transfer, CURLoption option, long number)
{
	return transfer->curl.easy_setopt(transfer->handle, option, number) == CURLE_OK;
}

static bool set_text(struct transfer *transfer, CURLoption option, const char *text)
{
	return transfer->curl.easy_setopt(transfer->handle, option, text) == CURLE_OK;
}

static bool set_context(struct transfer *transfer, CURLoption option)
{
	return transfer->curl.easy_setopt(transfer->handle, option, transfer) == CURLE_OK;
}

/* Whom to believe, and where to go: nothing but straight there. */
static bool set_bounds(struct transfer *transfer)
{
	const struct fetch_request *request = transfer->request;
	bool is_administrator = request->trust == FETCH_FROM_ADMINISTRATOR;
	const char *authorities = is_administrator ? request->authorities : network_authorities();

	return set_number(transfer, CURLOPT_PROTOCOLS, CURLPROTO_HTTPS) &&
	       set_number(transfer, CURLOPT_FOLLOWLOCATION, 0) &&
	       set_text(transfer, CURLOPT_PROXY, "") && set_text(transfer, CURLOPT_NOPROXY, "*") &&
	       set_number(transfer, CURLOPT_NETRC, CURL_NETRC_IGNORED) &&
	       set_number(transfer, CURLOPT_SSL_VERIFYPEER, 1) && set_number(transfer, CURLOPT_SSL_VERIFYHOST, 2) &&
	       set_number(transfer, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2) &&
	       (!authorities || !*authorities || set_text(transfer, CURLOPT_CAINFO, authorities)) &&
	       set_number(transfer, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1) &&
	       set_number(transfer, CURLOPT_TIMEOUT_MS, FETCH_SECONDS * 1000) &&
	       set_number(transfer, CURLOPT_NOSIGNAL, 1);
}

static bool set_callbacks(struct transfer *transfer)
{
	const struct curl_calls *curl = &transfer->curl;

	return curl->easy_setopt(transfer->handle, CURLOPT_OPENSOCKETFUNCTION, open_socket) == CURLE_OK &&
	       curl->easy_setopt(transfer->handle, CURLOPT_WRITEFUNCTION, take_body) == CURLE_OK &&
	       curl->easy_setopt(transfer->handle, CURLOPT_HEADERFUNCTION, take_header) == CURLE_OK &&
	       set_context(transfer, CURLOPT_OPENSOCKETDATA) && set_context(transfer, CURLOPT_WRITEDATA) &&
	       set_context(transfer, CURLOPT_HEADERDATA);
}

static bool add_header(struct transfer *transfer, const char *line)
{
	struct curl_slist *longer = transfer->curl.slist_append(transfer->sent, line);

	if (longer)
		transfer->sent = longer;
	return longer != NULL;
}

static bool set_message(struct transfer *transfer)
{
	const struct fetch_request *request = transfer->request;
	const char *authorization = request->authorization;

	return set_text(transfer, CURLOPT_URL, request->url) &&
	       add_header(transfer, "Accept: application/json") && add_header(transfer, "User-Agent: taskdesk") &&
	       (!authorization ||
		add_header(transfer, arena_printf(transfer->arena, "Authorization: %s", authorization))) &&
	       (!request->form || set_text(transfer, CURLOPT_POSTFIELDS, request->form)) &&
	       transfer->curl.easy_setopt(transfer->handle, CURLOPT_HTTPHEADER, transfer->sent) == CURLE_OK;
}

/*
 * When the time is up while a name is being resolved, the thread that does so is left behind
 * instead of waited for. Versions before 7.87 do not know the option.
 */
static void leave_quickly(struct transfer *transfer)
{
	set_number(transfer, CURLOPT_QUICK_EXIT, 1);
}

static bool nothing_came(const struct transfer *transfer, CURLcode code, struct error *error)
{
	const char *why = transfer->address_refused ? "its address is not public" : transfer->curl.easy_strerror(code);

	log_event(transfer->request->log, LOG_INFO, "fetch", "url=%s reason=%s",
		  log_quote(transfer->arena, transfer->request->url), log_quote(transfer->arena, why));
	return fail(error, ERROR_UNAVAILABLE,
		    "nothing could be fetched from there within %d s; it must be https with a valid certificate, at a public address",
		    FETCH_SECONDS);
}

/* The values of all headers of a name, joined, or NULL. */
static const char *header(const struct transfer *transfer, const char *name)
{
	const char *value = NULL;
	size_t length = strlen(name);

	for (const char *line = transfer->headers.bytes; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		const char *text = line + length + 1;

		if (strncasecmp(line, name, length) != 0 || line[length] != ':')
			continue;
		text += strspn(text, " \t");
		text = arena_copy(transfer->arena, text, strcspn(text, "\r\n"));
		value = value ? arena_printf(transfer->arena, "%s, %s", value, text) : text;
	}
	return value;
}

static int64_t fresh_seconds(const struct transfer *transfer)
{
	struct freshness_headers headers = {
		.cache_control = header(transfer, "Cache-Control"),
		.age = header(transfer, "Age"),
		.date = header(transfer, "Date"),
		.expires = header(transfer, "Expires"),
	};

	return freshness_seconds(&headers);
}

static bool is_json(const char *type)
{
	size_t length = type ? strcspn(type, "; \t") : 0;

	return type && (http_media_type_is(type, "application/json") ||
			(length > 5 && strncasecmp(type + length - 5, "+json", 5) == 0));
}

static bool read_answer(struct transfer *transfer, struct fetch_response *response, struct error *error)
{
	const char *type = NULL;
	long status = 0;

	if (transfer->curl.easy_getinfo(transfer->handle, CURLINFO_RESPONSE_CODE, &status) != CURLE_OK ||
	    transfer->curl.easy_getinfo(transfer->handle, CURLINFO_CONTENT_TYPE, &type) != CURLE_OK)
		return fail(error, ERROR_INTERNAL, LIBRARY " does not say what came");
	if (status >= 300 && status < 400)
		return fail(error, ERROR_INVALID, "the server there redirects elsewhere, which is not followed");
	if (!is_json(type))
		return fail(error, ERROR_INVALID, "what is there (HTTP status %ld) is not of the type application/json", status);
	*response = (struct fetch_response){
		.status = (int)status,
		.body = transfer->body.bytes,
		.body_bytes = transfer->body.used,
		.fresh_seconds = fresh_seconds(transfer),
	};
	return true;
}

static bool perform(struct transfer *transfer, struct fetch_response *response, struct error *error)
{
	CURLcode code;

	if (!set_bounds(transfer) || !set_callbacks(transfer) || !set_message(transfer))
		return fail(error, ERROR_INTERNAL, LIBRARY " does not take the settings that fetching safely needs");
	leave_quickly(transfer);
	code = transfer->curl.easy_perform(transfer->handle);
	if (transfer->too_long)
		return fail(error, ERROR_INVALID, "what is there is longer than %d bytes", FETCH_BODY_LONGEST);
	if (code != CURLE_OK)
		return nothing_came(transfer, code, error);
	return read_answer(transfer, response, error);
}

/* Also run when the arena is exhausted half-way. */
static void release(void *context)
{
	struct transfer *transfer = context;

	if (transfer->handle)
		transfer->curl.easy_cleanup(transfer->handle);
	if (transfer->sent)
		transfer->curl.slist_free_all(transfer->sent);
	transfer->handle = NULL;
	transfer->sent = NULL;
}

static struct room room_of(struct arena *arena, size_t size)
{
	return (struct room){ .bytes = arena_alloc(arena, size + 1), .size = size };
}

bool fetch(struct arena *arena, const struct fetch_request *request, struct fetch_response *response,
	   struct error *error)
{
	struct transfer *transfer = arena_alloc(arena, sizeof(*transfer));
	bool fetched;

	if (!fetch_url_is_proper(request->url))
		return fail(error, ERROR_INVALID, "this is not an https URL with a host, without user and fragment");
	*transfer = (struct transfer){
		.request = request,
		.arena = arena,
		.body = room_of(arena, FETCH_BODY_LONGEST),
		.headers = room_of(arena, HEADERS_LONGEST),
	};
	if (!load_library(&transfer->curl, error))
		return false;
	arena_defer(arena, release, transfer);
	transfer->handle = transfer->curl.easy_init();
	fetched = transfer->handle ? perform(transfer, response, error) :
				     fail(error, ERROR_INTERNAL, LIBRARY " gives no handle");
	release(transfer);
	return fetched;
}
