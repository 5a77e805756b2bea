/*
 * In place of lib/oauth/network.c: 127.0.0.1 is the only public address, and believed is who has
 * a certificate of authorities.pem beside the program.
 */
#include "oauth/network.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

bool network_is_public(const struct sockaddr *address)
{
	struct sockaddr_in in;

	if (address->sa_family != AF_INET)
		return false;
	memcpy(&in, address, sizeof(in));
	return in.sin_addr.s_addr == htonl(INADDR_LOOPBACK);
}

const char *network_authorities(void)
{
	static char path[4096];
	ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 32);
	char *slash;

	if (length <= 0)
		return "";
	path[length] = '\0';
	slash = strrchr(path, '/');
	snprintf(slash + 1, 32, "authorities.pem");
	return path;
}
