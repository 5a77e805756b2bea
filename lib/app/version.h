/*
 * What clients, logs and "taskdeskctl version" call this program.
 */
#ifndef TASKDESK_APP_VERSION_H
#define TASKDESK_APP_VERSION_H

#define TASKDESK_VERSION "0.1.0"

#endif
