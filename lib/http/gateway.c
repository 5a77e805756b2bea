#include "http/gateway.h"

#include <string.h>

static const char *value_of(const char *param, const char *name, size_t length)
{
	return *param == *name && strncmp(param, name, length) == 0 && param[length] == '=' ? param + length + 1 : NULL;
}

const char *gateway_param(const struct gateway *gateway, const char *name)
{
	size_t length = strlen(name);

	for (char *const *param = gateway->params; param && *param; param++) {
		const char *value = value_of(*param, name, length);

		if (value)
			return value;
	}
	return NULL;
}

size_t gateway_param_count(const struct gateway *gateway, const char *name)
{
	size_t length = strlen(name);
	size_t count = 0;

	for (char *const *param = gateway->params; param && *param; param++)
		count += value_of(*param, name, length) != NULL;
	return count;
}
