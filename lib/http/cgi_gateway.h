/*
 * The gateway of a program started for one request: variables from the environment, the body
 * on standard input, the answer on standard output.
 */
#ifndef TASKDESK_HTTP_CGI_GATEWAY_H
#define TASKDESK_HTTP_CGI_GATEWAY_H

#include "http/gateway.h"

struct gateway cgi_gateway(void);

#endif
