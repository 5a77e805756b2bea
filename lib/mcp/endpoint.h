/*
 * The MCP endpoint: Streamable HTTP of every revision on one path, without sessions.
 */
#ifndef TASKDESK_MCP_ENDPOINT_H
#define TASKDESK_MCP_ENDPOINT_H

#include "auth/principal.h"
#include "base/error.h"
#include "http/request.h"
#include "http/response.h"
#include "mcp/server.h"

/*
 * Judges what can be judged without knowing the caller: method, media types. False when the
 * refusal stands in response.
 */
bool mcp_endpoint_admits(const struct http_request *request, struct http_response *response);

/*
 * Answers the request, whose body was read. error is the one that the stores of context write
 * to as well.
 */
void mcp_endpoint_answer(const struct mcp_server *server, const struct http_request *request,
			 const struct principal *principal, void *context, struct error *error,
			 struct http_response *response);

#endif
