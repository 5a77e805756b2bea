#include "oauth/keys.h"

#include "base/seal.h"
#include "fields/json.h"
#include "oauth/jose.h"
#include "store/signing_key_store.h"

#include <string.h>

#define AGE_DAYS 90

static const char *purpose_of(struct arena *arena, const char *kid)
{
	return arena_printf(arena, "signing key %s", kid);
}

static bool make(struct db *db, const struct config *config, struct signing_key *key)
{
	struct arena *arena = db_arena(db);
	struct json_object *public_key;
	const char *private_key;

	if (!jose_key_generate(arena, &private_key, db_error(db)) ||
	    !jose_key_public(arena, private_key, &public_key, db_error(db)))
		return false;
	*key = (struct signing_key){
		.kid = json_member_text(public_key, "kid"),
		.public_jwk = json_text(public_key),
		.private_jwk = private_key,
		.is_sealed = *config->signing_secret != '\0',
	};
	if (key->is_sealed)
		key->private_jwk = seal(arena, config->signing_secret, purpose_of(arena, key->kid), private_key);
	return key->private_jwk || fail(db_error(db), ERROR_INTERNAL, "a signing key could not be sealed");
}

/* What the transaction of a rotation works with. */
struct rotation {
	struct db *db;
	const struct signing_key *key;
	enum keys_rotation as;
};

static bool put_in_place(void *context)
{
	const struct rotation *rotation = context;
	struct db *db = rotation->db;
	const char *kid = rotation->key->kid;

	return signing_key_store_insert(db, rotation->key) &&
	       (rotation->as == KEYS_DISTRUST ? signing_key_store_delete_others(db, kid) :
						signing_key_store_retire_others(db, kid)) &&
	       signing_key_store_forget(db);
}

bool keys_rotate(struct db *db, const struct config *config, enum keys_rotation as, const char **kid)
{
	struct signing_key key;
	struct rotation rotation = { db, &key, as };

	if (!make(db, config, &key) || !db_transaction(db, put_in_place, &rotation))
		return false;
	*kid = key.kid;
	return true;
}

/* Of two processes that come here at once each makes a key: both are published, and the newest signs. */
static bool current_key(struct db *db, const struct config *config, struct signing_key *key)
{
	const char *kid;
	bool found;

	if (!signing_key_store_current(db, key, &found))
		return false;
	if (found && key->age_days < AGE_DAYS)
		return true;
	if (!keys_rotate(db, config, KEYS_RETIRE, &kid) || !signing_key_store_current(db, key, &found))
		return false;
	return found || fail(db_error(db), ERROR_UNAVAILABLE, "the signing key was replaced meanwhile; try again");
}

/* What is wrong is the administrator's business, and in nobody's answer. */
static bool open_key(struct arena *arena, const struct config *config, const struct log *log, struct signing_key *key, struct error *error)
{
	if (!key->is_sealed)
		return true;
	key->private_jwk = seal_open(arena, config->signing_secret, purpose_of(arena, key->kid), key->private_jwk);
	if (key->private_jwk)
		return true;
	log_event(log, LOG_ERROR, "signing_key", "reason=%s",
		  log_quote(arena, "it was sealed under another signing_secret; set that one, or run taskdeskctl keys rotate"));
	return fail(error, ERROR_INTERNAL, "tokens cannot be signed just now; the administrator finds the reason in the log");
}

bool keys_for_signing(struct db *db, const struct config *config, const struct log *log, const char **private_key)
{
	struct signing_key key;

	if (!current_key(db, config, &key) || !open_key(db_arena(db), config, log, &key, db_error(db)))
		return false;
	*private_key = key.private_jwk;
	return true;
}

bool keys_published(struct db *db, struct json_object **keys)
{
	struct arena *arena = db_arena(db);
	struct json_object *list = json_object_new_array();
	struct signing_key_list published;

	*keys = json_keep(arena, json_object_new_object());
	json_set(*keys, "keys", list);
	if (!signing_key_store_published(db, &published))
		return false;
	for (size_t i = 0; i < published.count; i++) {
		const char *text = published.keys[i].public_jwk;
		struct json_object *key;

		if (!json_read(arena, text, strlen(text), &key, db_error(db)))
			return false;
		json_object_array_add(list, json_object_get(key));
	}
	return true;
}
