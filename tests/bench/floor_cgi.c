/*
 * The floor of one CGI request: the work of level 1, once, from environment and standard input.
 */
#include "floor.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct floor_request request;

int main(void)
{
	struct floor_database *database;
	const char *body;
	ssize_t got = 1;

	request.level = 1;
	request.answer_bytes = (size_t)floor_query_number(getenv("QUERY_STRING"), "bytes");
	request.key = getenv("HTTP_X_API_KEY");
	request.email = getenv("HTTP_X_MCP_USER");
	while (got > 0 && request.body_bytes < sizeof(request.body) - 1) {
		got = read(0, request.body + request.body_bytes, sizeof(request.body) - 1 - request.body_bytes);
		request.body_bytes += got > 0 ? (size_t)got : 0;
	}
	database = floor_database_open();
	body = floor_answer(database, &request);
	printf("Status: 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%.*s",
	       request.answer_bytes, (int)request.answer_bytes, body);
	floor_database_close(database);
	return 0;
}
