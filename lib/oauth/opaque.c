#include "oauth/opaque.h"

#include "base/base64.h"
#include "base/random.h"

#include <string.h>

#define OPAQUE_BYTES 32

struct opaque opaque_new(struct arena *arena)
{
	unsigned char bytes[OPAQUE_BYTES];
	struct opaque opaque;

	random_bytes(bytes, sizeof(bytes));
	opaque.text = base64_encode(arena, BASE64_URL, bytes, sizeof(bytes));
	secret_wipe(bytes, sizeof(bytes));
	sha256(opaque.text, strlen(opaque.text), opaque.hash);
	return opaque;
}
