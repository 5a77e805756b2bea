#include "store/search_index.h"

bool search_index_renew(struct db *db)
{
	return db_run_script(db, "ALTER TABLE task FORCE;\nALTER TABLE comment FORCE;\n");
}
