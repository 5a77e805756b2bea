/*
 * Records of FastCGI (FastCGI 1.0, section 3.3) that libfcgi would cut smaller than they need to be.
 */
#ifndef TASKDESK_FCGI_RECORD_H
#define TASKDESK_FCGI_RECORD_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Writes bytes to the web server as FCGI_STDOUT of this request, in as few records and system calls as can be. False when
 * the connection broke. What the request's stream holds unsent has to be sent before.
 */
bool record_write_output(int connection, int request_id, const char *bytes, size_t length);

#endif
