/*
 * The floors behind a web server: /floor/LEVEL?bytes=N&workspace=ID by FastCGI.
 */
#include "floor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <fcgiapp.h>

static struct floor_request request_of_this_process;

static void read_request(FCGX_Request *fcgi, struct floor_request *request)
{
	const char *path = FCGX_GetParam("PATH_INFO", fcgi->envp);
	const char *query = FCGX_GetParam("QUERY_STRING", fcgi->envp);
	const char *level = path ? strrchr(path, '/') : NULL;
	int got = FCGX_GetStr(request->body, sizeof(request->body) - 1, fcgi->in);

	request->level = level ? atoi(level + 1) : 0;
	request->answer_bytes = (size_t)floor_query_number(query, "bytes");
	request->workspace_id = floor_query_number(query, "workspace");
	request->key = FCGX_GetParam("HTTP_X_API_KEY", fcgi->envp);
	request->email = FCGX_GetParam("HTTP_X_MCP_USER", fcgi->envp);
	request->body_bytes = got > 0 ? (size_t)got : 0;
	request->body[request->body_bytes] = '\0';
}

static void write_answer(FCGX_Request *fcgi, const char *body, size_t length)
{
	FCGX_FPrintF(fcgi->out, "Status: 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n",
		     (int)length);
	FCGX_PutStr(body, (int)length, fcgi->out);
}

int main(void)
{
	struct floor_request *request = &request_of_this_process;
	struct floor_database *database = NULL;
	FCGX_Request fcgi;

	FCGX_Init();
	FCGX_InitRequest(&fcgi, 0, 0);
	while (FCGX_Accept_r(&fcgi) == 0) {
		read_request(&fcgi, request);
		if (request->level && !database)
			database = floor_database_open();
		write_answer(&fcgi, floor_answer(database, request), request->answer_bytes);
		FCGX_Finish_r(&fcgi);
	}
	floor_database_close(database);
	return 0;
}
