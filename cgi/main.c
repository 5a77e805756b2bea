/*
 * The CGI door: answers the one request that the environment and standard input hold
 * (RFC 3875), and ends.
 */
#include "app/app.h"
#include "http/cgi_gateway.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int usage(const char *program)
{
	fprintf(stderr,
		"usage: %s [--config FILE]\n"
		"A CGI program: a web server starts it. From a shell, give it a request in the environment:\n"
		"  REQUEST_METHOD=POST CONTENT_TYPE=application/json HTTP_X_API_KEY=... %s < request.json\n",
		program, program);
	return 2;
}

int main(int count, char **arguments)
{
	const char *config_path = count == 3 && strcmp(arguments[1], "--config") == 0 ? arguments[2] : NULL;
	struct gateway gateway = cgi_gateway();
	struct app *app;

	if ((count > 1 && !config_path) || !getenv("REQUEST_METHOD"))
		return usage(arguments[0]);
	signal(SIGPIPE, SIG_IGN);
	app = app_new(config_path);
	if (!app)
		return 1;
	app_answer(app, &gateway);
	app_free(app);
	return 0;
}
