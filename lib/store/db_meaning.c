#include "store/db_meaning.h"

#include <stddef.h>

#include <errmsg.h>
#include <mysqld_error.h>

struct number_meaning {
	unsigned number;
	enum db_meaning meaning;
};

static const struct number_meaning meanings[] = {
	{ CR_CONNECTION_ERROR, MEANS_AWAY }, { CR_CONN_HOST_ERROR, MEANS_AWAY }, { CR_UNKNOWN_HOST, MEANS_AWAY },
	{ CR_SERVER_GONE_ERROR, MEANS_AWAY }, { CR_SERVER_LOST, MEANS_AWAY }, { CR_SERVER_LOST_EXTENDED, MEANS_AWAY },
	{ CR_SSL_CONNECTION_ERROR, MEANS_AWAY }, { CR_ERR_NET_READ, MEANS_AWAY }, { CR_ERR_NET_WRITE, MEANS_AWAY },
	{ ER_SERVER_SHUTDOWN, MEANS_AWAY }, { ER_CONNECTION_KILLED, MEANS_AWAY },
	{ ER_UNKNOWN_COM_ERROR, MEANS_AWAY },             /* 1047: a Galera node without its quorum */
	{ ER_ERROR_DURING_COMMIT, MEANS_AWAY },           /* 1180: the same, in mid-commit */
	{ ER_OUT_OF_RESOURCES, MEANS_AWAY }, { ER_CANT_CREATE_THREAD, MEANS_AWAY },
	{ ER_MAX_PREPARED_STMT_COUNT_REACHED, MEANS_AWAY },
	{ ER_CON_COUNT_ERROR, MEANS_FULL }, { ER_TOO_MANY_USER_CONNECTIONS, MEANS_FULL },
	{ ER_USER_LIMIT_REACHED, MEANS_FULL },
	{ ER_LOCK_DEADLOCK, MEANS_DEADLOCK }, { ER_LOCK_WAIT_TIMEOUT, MEANS_DEADLOCK },
	{ ER_CHECKREAD, MEANS_DEADLOCK },
	{ ER_DUP_ENTRY, MEANS_DUPLICATE },
	{ ER_STATEMENT_TIMEOUT, MEANS_TOO_SLOW }, { ER_QUERY_INTERRUPTED, MEANS_TOO_SLOW },
	{ ER_DBACCESS_DENIED_ERROR, MEANS_MISCONFIGURED }, { ER_ACCESS_DENIED_ERROR, MEANS_MISCONFIGURED },
	{ ER_ACCESS_DENIED_NO_PASSWORD_ERROR, MEANS_MISCONFIGURED }, { ER_BAD_DB_ERROR, MEANS_MISCONFIGURED },
	{ ER_OPTION_PREVENTS_STATEMENT, MEANS_MISCONFIGURED },
	{ ER_NO_SUCH_TABLE, MEANS_OTHER_SCHEMA }, { ER_BAD_FIELD_ERROR, MEANS_OTHER_SCHEMA },
};

enum db_meaning db_meaning_of(unsigned number)
{
	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++)
		if (meanings[i].number == number)
			return meanings[i].meaning;
	return MEANS_BUG;
}

bool db_meaning_fail(enum db_meaning meaning, struct error *error, const char *request_id)
{
	switch (meaning) {
	case MEANS_AWAY:
	case MEANS_FULL:
	case MEANS_MISCONFIGURED:
		return fail(error, ERROR_UNAVAILABLE, "the database cannot be reached just now; try again shortly");
	case MEANS_OTHER_SCHEMA:
		return fail(error, ERROR_UNAVAILABLE, "the database's schema is not the one this program needs: run taskdeskctl migrate");
	case MEANS_DEADLOCK:
		return fail(error, ERROR_UNAVAILABLE, "others are changing the same things just now; try again shortly");
	case MEANS_TOO_SLOW:
		return fail(error, ERROR_UNAVAILABLE, "the database took too long to answer; try again, or ask for less");
	case MEANS_DUPLICATE:
		return fail(error, ERROR_CONFLICT, "this exists already");
	case MEANS_BUG:
		break;
	}
	return fail(error, ERROR_INTERNAL, "something went wrong on the server; the administrator finds it in the log under request %s",
		    request_id);
}
