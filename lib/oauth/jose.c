#include "oauth/jose.h"

#include "base/base64.h"
#include "base/secret.h"
#include "base/text.h"
#include "fields/json.h"

#include <string.h>
#include <strings.h>

#include <cjose/cjose.h>

#define PARTS 3
#define RSA_SHORTEST_BYTES 256  /* 2048 bits (RFC 7518 section 3.3) */
#define RSA_LONGEST_BYTES 1024  /* checking with longer ones costs too much */
#define RSA_EXPONENT_BYTES 4

struct algorithm {
	const char *name;
	unsigned bit;
	const char *key_type;
	const char *curve;      /* EC: the only one that belongs to it (RFC 7518 section 3.4) */
	size_t signature_bytes; /* EC: two numbers of the curve's size; RSA: as long as the key */
};

static const struct algorithm algorithms_known[] = {
	{ "ES256", JOSE_ES256, "EC", "P-256", 64 },
	{ "ES384", JOSE_ES384, "EC", "P-384", 96 },
	{ "ES512", JOSE_ES512, "EC", "P-521", 132 },
	{ "RS256", JOSE_RS256, "RSA", NULL, 0 },
	{ "RS384", JOSE_RS384, "RSA", NULL, 0 },
	{ "RS512", JOSE_RS512, "RSA", NULL, 0 },
	{ "PS256", JOSE_PS256, "RSA", NULL, 0 },
	{ "PS384", JOSE_PS384, "RSA", NULL, 0 },
	{ "PS512", JOSE_PS512, "RSA", NULL, 0 },
};

#define ALGORITHM_COUNT (sizeof(algorithms_known) / sizeof(algorithms_known[0]))

static const struct algorithm *algorithm_find(const char *name)
{
	for (size_t i = 0; name && i < ALGORITHM_COUNT; i++)
		if (strcmp(algorithms_known[i].name, name) == 0)
			return &algorithms_known[i];
	return NULL;
}

bool jose_algorithms_parse(struct arena *arena, const char *words, unsigned *algorithms, struct error *error)
{
	const char *word;

	*algorithms = 0;
	while ((word = text_next_word(arena, &words))) {
		const struct algorithm *algorithm = algorithm_find(word);

		if (!algorithm)
			return fail(error, ERROR_INVALID,
				    "'%.20s' is not a signature algorithm that this server checks tokens with; use ES256, RS256 or PS256, or their longer forms",
				    word);
		*algorithms |= algorithm->bit;
	}
	return *algorithms || fail(error, ERROR_INVALID, "no signature algorithm is named; use ES256, RS256 or PS256");
}

static void release_key(void *key)
{
	cjose_jwk_release(key);
}

static void release_signed(void *token)
{
	cjose_jws_release(token);
}

static void release_header(void *header)
{
	cjose_header_release(header);
}

static bool library_failed(struct error *error, const char *what, const cjose_err *why)
{
	return fail(error, ERROR_INTERNAL, "%s: %s", what, why->message ? why->message : "unknown reason");
}

static cjose_jwk_t *key_import(struct arena *arena, const char *text)
{
	cjose_jwk_t *key = cjose_jwk_import(text, strlen(text), NULL);

	if (key)
		arena_defer(arena, release_key, key);
	return key;
}

/* The key as text, in the arena; NULL when the library has no memory. */
static const char *key_text(struct arena *arena, const cjose_jwk_t *key, bool with_secret)
{
	char *text = cjose_jwk_to_json(key, with_secret, NULL);
	const char *copy = arena_strdup(arena, text);

	if (text)
		secret_wipe(text, strlen(text));
	cjose_get_dealloc()(text);
	return copy;
}

/* RFC 7638: a digest of what makes the key, in one fixed form. */
static bool name_by_thumbprint(struct arena *arena, cjose_jwk_t *key, struct error *error)
{
	const char *text = key_text(arena, key, false), *thumbprint;
	unsigned char digest[SHA256_BYTES];
	struct json_object *seen;

	if (!text || !json_read(arena, text, strlen(text), &seen, error))
		return false;
	text = arena_printf(arena, "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"%s\",\"y\":\"%s\"}",
			    json_member_text(seen, "x"), json_member_text(seen, "y"));
	sha256(text, strlen(text), digest);
	thumbprint = base64_encode(arena, BASE64_URL, digest, sizeof(digest));
	return cjose_jwk_set_kid(key, thumbprint, strlen(thumbprint), NULL);
}

bool jose_key_generate(struct arena *arena, const char **private_key, struct error *error)
{
	cjose_err why = { 0 };
	cjose_jwk_t *key = cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, &why);

	if (!key)
		return library_failed(error, "a signing key could not be made", &why);
	arena_defer(arena, release_key, key);
	*private_key = name_by_thumbprint(arena, key, error) ? key_text(arena, key, true) : NULL;
	return *private_key || fail(error, ERROR_INTERNAL, "a signing key could not be written");
}

/* Names what may be seen instead of what may not: a member nobody thought of stays inside. */
bool jose_key_public(struct arena *arena, const char *private_key, struct json_object **public_key,
		     struct error *error)
{
	static const char *const visible[] = { "kty", "crv", "x", "y", "kid" };
	struct json_object *key;

	if (!json_read(arena, private_key, strlen(private_key), &key, error))
		return false;
	*public_key = json_keep(arena, json_object_new_object());
	for (size_t i = 0; i < sizeof(visible) / sizeof(visible[0]); i++)
		json_set_text(*public_key, visible[i], json_member_text(key, visible[i]));
	json_set_text(*public_key, "alg", "ES256");
	json_set_text(*public_key, "use", "sig");
	return true;
}

static cjose_header_t *signing_header(struct arena *arena, const char *type, const char *kid)
{
	cjose_header_t *header = cjose_header_new(NULL);

	if (!header)
		return NULL;
	arena_defer(arena, release_header, header);
	if (!cjose_header_set(header, CJOSE_HDR_ALG, CJOSE_HDR_ALG_ES256, NULL) ||
	    !cjose_header_set(header, "typ", type, NULL) || (kid && !cjose_header_set(header, CJOSE_HDR_KID, kid, NULL)))
		return NULL;
	return header;
}

bool jose_sign(struct arena *arena, const char *private_key, const char *type, struct json_object *claims,
	       const char **token, struct error *error)
{
	const char *text = json_text(claims), *written;
	cjose_jwk_t *key = key_import(arena, private_key);
	cjose_err why = { 0 };
	cjose_header_t *header;
	cjose_jws_t *token_signed;

	if (!key)
		return fail(error, ERROR_INTERNAL, "the signing key cannot be read");
	header = signing_header(arena, type, cjose_jwk_get_kid(key, NULL));
	if (!header)
		return fail(error, ERROR_INTERNAL, "a token's header could not be made");
	token_signed = cjose_jws_sign(key, header, (const uint8_t *)text, strlen(text), &why);
	if (!token_signed)
		return library_failed(error, "a token could not be signed", &why);
	arena_defer(arena, release_signed, token_signed);
	if (!cjose_jws_export(token_signed, &written, &why))
		return library_failed(error, "a token could not be written", &why);
	*token = arena_strdup(arena, written);
	return true;
}

bool jose_keys_read(struct arena *arena, const char *text, size_t length, struct json_object **keys,
		    struct error *error)
{
	struct json_object *list;

	if (length > JOSE_KEYS_LONGEST)
		return fail(error, ERROR_INVALID, "the key set is longer than %d bytes", JOSE_KEYS_LONGEST);
	if (!json_read(arena, text, length, keys, error))
		return false;
	list = json_member(*keys, "keys");
	if (!json_object_is_type(list, json_type_array))
		return fail(error, ERROR_INVALID, "the key set has no list called 'keys' (RFC 7517 section 5)");
	if (json_object_array_length(list) > JOSE_KEYS_MOST)
		return fail(error, ERROR_INVALID, "the key set has more than %d keys", JOSE_KEYS_MOST);
	return true;
}

static bool no_token(struct error *error)
{
	return fail(error, ERROR_INVALID, "this is not a signed JSON Web Token in compact form (RFC 7515 section 7.1)");
}

/* Three parts of Base64; lenient decoders further in see nothing that this has not decoded strictly. */
static bool split(struct arena *arena, const char *token, const unsigned char *parts[PARTS], size_t lengths[PARTS],
		  struct error *error)
{
	if (strnlen(token, JOSE_TOKEN_LONGEST + 1) > JOSE_TOKEN_LONGEST)
		return fail(error, ERROR_INVALID, "the token is longer than %d bytes", JOSE_TOKEN_LONGEST);
	for (int i = 0; i < PARTS; i++) {
		size_t length = strcspn(token, ".");

		if ((token[length] == '.') != (i < PARTS - 1))
			return no_token(error);
		parts[i] = base64_decode(arena, BASE64_URL, token, length, &lengths[i]);
		if (!parts[i] || !lengths[i])
			return no_token(error);
		token += length + 1;
	}
	return true;
}

/* typ may leave out "application/" (RFC 7515 section 4.1.9). */
static bool type_is(const char *given, const char *wanted)
{
	const char *prefix = "application/";

	if (!given)
		return false;
	if (strncasecmp(given, prefix, strlen(prefix)) == 0)
		given += strlen(prefix);
	return text_equals_ignoring_case(given, wanted);
}

/* The header as the library that checks the signature reads it: one reader, so no two readings. */
static const struct algorithm *read_header(cjose_jws_t *token, unsigned allowed, const char *type, const char **kid,
					   struct error *error)
{
	cjose_header_t *header = cjose_jws_get_protected(token);
	const char *name = cjose_header_get(header, CJOSE_HDR_ALG, NULL);
	const struct algorithm *algorithm = algorithm_find(name);
	char *critical = cjose_header_get_raw(header, "crit", NULL);

	if (critical) {
		cjose_get_dealloc()(critical);
		fail(error, ERROR_INVALID, "the token asks for extensions ('crit') that this server does not know");
		return NULL;
	}
	if (!algorithm || !(allowed & algorithm->bit)) {
		fail(error, ERROR_INVALID, "the token is not signed with an algorithm that is accepted here");
		return NULL;
	}
	if (type && !type_is(cjose_header_get(header, "typ", NULL), type)) {
		fail(error, ERROR_INVALID, "the token is of another type than %s", type);
		return NULL;
	}
	*kid = cjose_header_get(header, CJOSE_HDR_KID, NULL);
	return algorithm;
}

static size_t number_bytes(struct arena *arena, struct json_object *key, const char *name)
{
	const char *text = json_member_text(key, name);
	size_t length = 0;
	const unsigned char *bytes = text ? base64_decode(arena, BASE64_URL, text, strlen(text), &length) : NULL;

	for (; bytes && length && !*bytes; bytes++)
		length--;
	return bytes ? length : 0;
}

static bool rsa_is_reasonable(struct arena *arena, struct json_object *key)
{
	size_t modulus = number_bytes(arena, key, "n"), exponent = number_bytes(arena, key, "e");

	return modulus >= RSA_SHORTEST_BYTES && modulus <= RSA_LONGEST_BYTES && exponent >= 1 &&
	       exponent <= RSA_EXPONENT_BYTES;
}

static bool is_or_absent(struct json_object *key, const char *name, const char *wanted)
{
	struct json_object *member = json_member(key, name);
	const char *text = json_member_text(key, name);

	return !member || (text && strcmp(text, wanted) == 0);
}

static bool operations_allow_verifying(struct json_object *key)
{
	struct json_object *operations = json_member(key, "key_ops");

	if (!operations)
		return true;
	if (!json_object_is_type(operations, json_type_array))
		return false;
	for (size_t i = 0; i < json_object_array_length(operations); i++) {
		struct json_object *operation = json_object_array_get_idx(operations, i);

		if (json_object_is_type(operation, json_type_string) &&
		    strcmp(json_object_get_string(operation), "verify") == 0)
			return true;
	}
	return false;
}

static bool key_suits(struct arena *arena, struct json_object *key, const struct algorithm *algorithm)
{
	const char *type = json_member_text(key, "kty"), *curve = json_member_text(key, "crv");

	if (!type || strcmp(type, algorithm->key_type) != 0 || !is_or_absent(key, "use", "sig") ||
	    !is_or_absent(key, "alg", algorithm->name) || !operations_allow_verifying(key))
		return false;
	return algorithm->curve ? curve && strcmp(curve, algorithm->curve) == 0 : rsa_is_reasonable(arena, key);
}

static bool has_kid(struct json_object *key, const char *kid)
{
	const char *own = json_member_text(key, "kid");

	return own && strcmp(own, kid) == 0;
}

/* With a kid, the key of that name; without, the only one that could be meant. */
static struct json_object *choose_key(struct arena *arena, struct json_object *keys, const char *kid,
				      const struct algorithm *algorithm, struct error *error)
{
	struct json_object *list = json_member(keys, "keys"), *chosen = NULL;
	bool named = false;

	for (size_t i = 0; i < json_object_array_length(list); i++) {
		struct json_object *key = json_object_array_get_idx(list, i);

		if (kid && !has_kid(key, kid))
			continue;
		named = true;
		if (!key_suits(arena, key, algorithm))
			continue;
		if (chosen) {
			fail(error, ERROR_INVALID, "the token does not say by a 'kid' of its own which of several keys signed it");
			return NULL;
		}
		chosen = key;
	}
	if (!chosen && kid && named)
		fail(error, ERROR_INVALID, "the key that the token names is not for signatures with %s", algorithm->name);
	else if (!chosen)
		fail(error, ERROR_NOT_FOUND, "the token is signed with a key that its issuer does not publish");
	return chosen;
}

static cjose_jws_t *token_import(struct arena *arena, const char *text, struct error *error)
{
	cjose_jws_t *token = cjose_jws_import(text, strlen(text), NULL);

	if (token)
		arena_defer(arena, release_signed, token);
	else
		no_token(error);
	return token;
}

static bool read_claims(struct arena *arena, const unsigned char *bytes, size_t length, struct json_object **claims,
			struct error *error)
{
	if (!json_read(arena, (const char *)bytes, length, claims, error))
		return false;
	return json_object_is_type(*claims, json_type_object) ||
	       fail(error, ERROR_INVALID, "the token's claims are not a JSON object");
}

bool jose_verify(struct arena *arena, const char *token, struct json_object *keys, unsigned algorithms,
		 const char *type, struct json_object **claims, struct error *error)
{
	const unsigned char *parts[PARTS];
	size_t lengths[PARTS];
	const struct algorithm *algorithm;
	struct json_object *key;
	cjose_jws_t *imported;
	cjose_jwk_t *key_imported;
	const char *kid;

	if (!split(arena, token, parts, lengths, error) || !(imported = token_import(arena, token, error)))
		return false;
	algorithm = read_header(imported, algorithms, type, &kid, error);
	key = algorithm ? choose_key(arena, keys, kid, algorithm, error) : NULL;
	if (!key)
		return false;
	key_imported = key_import(arena, json_text(key));
	if (!key_imported)
		return fail(error, ERROR_INVALID, "the key that the token names cannot be read");
	if ((algorithm->signature_bytes && lengths[2] != algorithm->signature_bytes) ||
	    !cjose_jws_verify(imported, key_imported, NULL))
		return fail(error, ERROR_DENIED, "the token's signature is wrong");
	return read_claims(arena, parts[1], lengths[1], claims, error);
}

bool jose_unverified_claims(struct arena *arena, const char *token, struct json_object **claims, struct error *error)
{
	const unsigned char *parts[PARTS];
	size_t lengths[PARTS];

	return split(arena, token, parts, lengths, error) && read_claims(arena, parts[1], lengths[1], claims, error);
}
