#include "store/project_store.h"

#include "store/built.h"
#include "store/db_limit.h"
#include "store/same_name.h"

#define PROJECT_COLUMNS(role) \
	"p.id, p.workspace_id, w.name, " role ", p.name, p.description, p.archived_at,\n" \
	"  COALESCE(h.status + 0, 0), h.text, h.created_at, hu.email,\n" \
	"  p.created_at, c.email, p.updated_at, u.email, p.deleted_at, p.version, w.archived_at IS NOT NULL"
#define PROJECT_LETTERS "iititt" "m" "itmt" "mtmtmii"
#define PROJECT_JOINS \
	"JOIN workspace w ON w.id = p.workspace_id AND w.deleted_at IS NULL AND " DB_WITHIN("p.workspace_id") "\n" \
	"JOIN user c ON c.id = p.created_by\n" \
	"JOIN user u ON u.id = p.updated_by\n" \
	"LEFT JOIN project_status h ON h.id =\n" \
	"  (SELECT MAX(l.id) FROM project_status l WHERE l.project_id = p.id AND l.deleted_at IS NULL)\n" \
	"LEFT JOIN user hu ON hu.id = h.created_by\n"
#define OF_MEMBER \
	"SELECT " PROJECT_COLUMNS("m.role + 0") "\nFROM project p\n" \
	"JOIN membership m ON m.workspace_id = p.workspace_id AND m.user_id = ?\n" PROJECT_JOINS
#define OF_ALL "SELECT " PROJECT_COLUMNS("3") "\nFROM project p\n" PROJECT_JOINS

static const struct db_statement find_of_member = { "project_find_of_member", OF_MEMBER "WHERE p.id = ?", PROJECT_LETTERS };
static const struct db_statement find_of_all = { "project_find_of_all", OF_ALL "WHERE p.id = ?", PROJECT_LETTERS };

#define BY_NAME \
	"WHERE " SAME_NAME("p.name") " AND p.deleted_at IS NULL AND (? = 0 OR p.workspace_id = ?)\nORDER BY p.archived_at IS NOT NULL, p.id\nLIMIT 10"

static const struct db_statement named_of_member = { "project_named_of_member", OF_MEMBER BY_NAME, PROJECT_LETTERS };
static const struct db_statement named_of_all = { "project_named_of_all", OF_ALL BY_NAME, PROJECT_LETTERS };

#define PAGE \
	"  AND (? OR p.archived_at IS NULL) AND p.id > ?\nORDER BY p.id\nLIMIT ?"
#define IN_ONE "WHERE p.workspace_id = ? AND p.deleted_at IS NULL\n"

static const struct db_statement list_in_one_of_member = { "project_list_in_one_of_member", OF_MEMBER IN_ONE PAGE, PROJECT_LETTERS };
static const struct db_statement list_in_one_of_all = { "project_list_in_one_of_all", OF_ALL IN_ONE PAGE, PROJECT_LETTERS };
static const struct db_statement list_of_member = { "project_list_of_member", OF_MEMBER "WHERE p.deleted_at IS NULL\n" PAGE, PROJECT_LETTERS };
static const struct db_statement list_of_all = { "project_list_of_all", OF_ALL "WHERE p.deleted_at IS NULL\n" PAGE, PROJECT_LETTERS };

static const struct db_statement insert = {
	"project_insert",
	"INSERT INTO project (workspace_id, name, description, created_at, created_by, updated_at, updated_by)\n"
	"VALUES (" DB_WITHIN_VALUE("workspace", "id") ", ?, ?, ?, ?, ?, ?)",
	"",
};

static const struct db_statement update = {
	"project_update",
	"UPDATE project\n"
	"SET name = ?, description = ?, archived_at = ?, updated_at = ?, updated_by = ?, version = version + 1\n"
	"WHERE id = ? AND version = ? AND " DB_WITHIN("workspace_id"),
	"",
};

static const struct db_statement set_deleted = {
	"project_set_deleted",
	"UPDATE project\n"
	"SET deleted_at = ?, updated_at = ?, updated_by = ?, version = version + 1\n"
	"WHERE id = ? AND version = ? AND " DB_WITHIN("workspace_id"),
	"",
};

#define PROJECT_WITHIN DB_WITHIN_VALUE("project", "workspace_id")
#define OF_PROJECT_WITHIN DB_WITHIN_BY("project_id", "project", "workspace_id")

static const struct db_statement sections = {
	"section_list",
	"SELECT id, name\nFROM section\nWHERE project_id = ? AND deleted_at IS NULL AND " OF_PROJECT_WITHIN "\nORDER BY position, id",
	"it",
};

static const struct db_statement add_section = {
	"section_insert",
	"INSERT INTO section (project_id, name, position)\nVALUES (" PROJECT_WITHIN ", ?, ?)",
	"",
};

static const struct db_statement set_section = {
	"section_update",
	"UPDATE section\nSET name = ?, position = ?, deleted_at = NULL\nWHERE id = ? AND " OF_PROJECT_WITHIN,
	"",
};

static const struct db_statement remove_section = {
	"section_delete",
	"UPDATE section\nSET deleted_at = UTC_TIMESTAMP(3)\nWHERE id = ? AND " OF_PROJECT_WITHIN,
	"",
};

static const struct db_statement fields = {
	"custom_field_list",
	"SELECT id, name, type + 0, choices\nFROM custom_field\nWHERE project_id = ? AND deleted_at IS NULL AND " OF_PROJECT_WITHIN "\nORDER BY id",
	"itit",
};

static const struct db_statement field_name = {
	"custom_field_name",
	"SELECT name\nFROM custom_field\nWHERE id = ? AND " OF_PROJECT_WITHIN,
	"t",
};

static const struct db_statement add_field = {
	"custom_field_insert",
	"INSERT INTO custom_field (project_id, name, type, choices)\nVALUES (" PROJECT_WITHIN ", ?, ?, ?)",
	"",
};

static const struct db_statement set_field = {
	"custom_field_update",
	"UPDATE custom_field\nSET name = ?, type = ?, choices = ?, deleted_at = NULL\nWHERE id = ? AND " OF_PROJECT_WITHIN,
	"",
};

static const struct db_statement remove_field = {
	"custom_field_delete",
	"UPDATE custom_field\nSET deleted_at = UTC_TIMESTAMP(3)\nWHERE id = ? AND " OF_PROJECT_WITHIN,
	"",
};

static const struct db_statement add_status = {
	"project_status_insert",
	"INSERT INTO project_status (project_id, status, text, created_at, created_by)\nVALUES (" PROJECT_WITHIN ", ?, ?, ?, ?)",
	"",
};

static const struct db_statement set_status_deleted = {
	"project_status_set_deleted",
	"UPDATE project_status\nSET deleted_at = IF(?, UTC_TIMESTAMP(3), NULL)\nWHERE id = ? AND " OF_PROJECT_WITHIN,
	"",
};

static struct project project_from(const struct db_rows *rows, size_t row)
{
	return (struct project){
		.id = db_row_integer(rows, row, 0),
		.workspace_id = db_row_integer(rows, row, 1),
		.workspace = db_row_text(rows, row, 2),
		.role = (enum role)db_row_integer(rows, row, 3),
		.name = db_row_text(rows, row, 4),
		.description = db_row_text(rows, row, 5),
		.archived_at = db_row_text(rows, row, 6),
		.health = (enum project_health)db_row_integer(rows, row, 7),
		.health_text = db_row_text(rows, row, 8),
		.health_at = db_row_text(rows, row, 9),
		.health_by = db_row_text(rows, row, 10),
		.created_at = db_row_text(rows, row, 11),
		.created_by = db_row_text(rows, row, 12),
		.updated_at = db_row_text(rows, row, 13),
		.updated_by = db_row_text(rows, row, 14),
		.deleted_at = db_row_text(rows, row, 15),
		.version = db_row_integer(rows, row, 16),
		.is_workspace_archived = db_row_integer(rows, row, 17) != 0,
	};
}

static bool find_several(struct db *db, const struct db_statement *statement, struct db_values values,
			 struct project_list *list)
{
	struct db_rows rows;

	if (!db_run(db, statement, values, &rows))
		return false;
	list->count = rows.count;
	list->projects = arena_array(db_arena(db), rows.count + 1, sizeof(*list->projects));
	for (size_t i = 0; i < rows.count; i++)
		list->projects[i] = project_from(&rows, i);
	return true;
}

bool project_store_find(struct db *db, int64_t id, int64_t viewer_id, struct project *project, bool *found)
{
	struct project_list list;
	bool ran = viewer_id ? find_several(db, &find_of_member, DB_VALUES(db_integer(viewer_id), db_integer(id)), &list) :
			       find_several(db, &find_of_all, DB_VALUES(db_integer(id)), &list);

	if (!ran)
		return false;
	*found = list.count != 0;
	if (*found)
		*project = list.projects[0];
	return true;
}

bool project_store_find_by_name(struct db *db, const char *name, int64_t workspace_id, int64_t viewer_id,
				struct project_list *list)
{
	struct db_value workspace = db_integer(workspace_id), wanted = db_text(name);

	if (!viewer_id)
		return find_several(db, &named_of_all, DB_VALUES(wanted, wanted, workspace, workspace), list);
	return find_several(db, &named_of_member,
			    DB_VALUES(db_integer(viewer_id), wanted, wanted, workspace, workspace), list);
}

bool project_store_list(struct db *db, int64_t workspace_id, bool archived, int64_t viewer_id, int64_t after_id,
			int64_t limit, struct project_list *list)
{
	struct db_value place = db_integer(workspace_id), also_archived = db_integer(archived);
	struct db_value viewer = db_integer(viewer_id), after = db_integer(after_id), most = db_integer(limit);

	if (workspace_id && viewer_id)
		return find_several(db, &list_in_one_of_member, DB_VALUES(viewer, place, also_archived, after, most), list);
	if (workspace_id)
		return find_several(db, &list_in_one_of_all, DB_VALUES(place, also_archived, after, most), list);
	if (viewer_id)
		return find_several(db, &list_of_member, DB_VALUES(viewer, also_archived, after, most), list);
	return find_several(db, &list_of_all, DB_VALUES(also_archived, after, most), list);
}

static struct project *project_of(struct project *projects, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (projects[i].id == id)
			return &projects[i];
	return NULL;
}

static void add_ids(struct built *built, const struct project *projects, size_t count)
{
	int64_t *ids = arena_array(built->sql.arena, count, sizeof(*ids));

	for (size_t i = 0; i < count; i++)
		ids[i] = projects[i].id;
	built_in_ids(built, ids, count);
}

static bool count_tasks(struct db *db, struct project *projects, size_t count, const char *states)
{
	struct built built = built_in(db_arena(db));
	struct db_statement statement = { "project_count", NULL, "iii" };
	struct db_rows rows;

	if (!count)
		return true;
	text_printf(&built.sql, "SELECT project_id, state, COUNT(*)\nFROM task FORCE INDEX (project_by_position)\n"
				"WHERE %s AND " DB_WITHIN("workspace_id") " AND project_id", states);
	add_ids(&built, projects, count);
	text_add(&built.sql, "\nGROUP BY project_id, state");
	for (size_t i = 0; i < count; i++)
		projects[i].open_tasks = projects[i].completed_tasks = 0;
	statement.sql = text_string(&built.sql);
	if (!db_run(db, &statement, (struct db_values){ built.values, built.count }, &rows))
		return false;
	for (size_t i = 0; i < rows.count; i++) {
		struct project *project = project_of(projects, count, db_row_integer(&rows, i, 0));
		bool is_completed = db_row_integer(&rows, i, 1) != 0;

		if (project)
			*(is_completed ? &project->completed_tasks : &project->open_tasks) = db_row_integer(&rows, i, 2);
	}
	return true;
}

bool project_store_count(struct db *db, struct project *projects, size_t count)
{
	return count_tasks(db, projects, count, "state IN (0, 1)");
}

bool project_store_count_open(struct db *db, struct project *projects, size_t count)
{
	return count_tasks(db, projects, count, "state = 0");
}

bool project_store_shapes(struct db *db, struct project *projects, size_t count)
{
	struct built built = built_in(db_arena(db));
	struct db_statement statement = { "project_shapes", NULL, "itt" };
	struct db_rows rows;

	if (!count)
		return true;
	text_add(&built.sql,
		 "SELECT p.id,\n"
		 "  (SELECT GROUP_CONCAT(s.name ORDER BY s.position, s.id SEPARATOR '\n')\n"
		 "    FROM section s WHERE s.project_id = p.id AND s.deleted_at IS NULL),\n"
		 "  (SELECT GROUP_CONCAT(f.name, ':', f.type, COALESCE(CONCAT(':', REPLACE(f.choices, '\n', '|')), '')\n"
		 "      ORDER BY f.id SEPARATOR '\n')\n"
		 "    FROM custom_field f WHERE f.project_id = p.id AND f.deleted_at IS NULL)\n"
		 "FROM project p\n"
		 "WHERE " DB_WITHIN("p.workspace_id") " AND p.id");
	add_ids(&built, projects, count);
	statement.sql = text_string(&built.sql);
	if (!db_run(db, &statement, (struct db_values){ built.values, built.count }, &rows))
		return false;
	for (size_t i = 0; i < rows.count; i++) {
		struct project *project = project_of(projects, count, db_row_integer(&rows, i, 0));

		if (!project)
			continue;
		project->sections = db_row_text(&rows, i, 1);
		project->fields = db_row_text(&rows, i, 2);
	}
	return true;
}

bool project_store_insert(struct db *db, struct project *project, const char *now, int64_t created_by)
{
	struct db_value at = db_moment(db_arena(db), now), by = db_integer(created_by);

	if (!db_run(db, &insert,
		    DB_VALUES(db_integer(project->workspace_id), db_text(project->name), db_text(project->description), at,
			      by, at, by),
		    NULL))
		return false;
	project->id = db_insert_id(db);
	project->version = 1;
	return true;
}

bool project_store_update(struct db *db, const struct project *project, const char *now, int64_t updated_by,
			  bool *changed)
{
	struct arena *arena = db_arena(db);

	if (!db_run(db, &update,
		    DB_VALUES(db_text(project->name), db_text(project->description), db_moment(arena, project->archived_at),
			      db_moment(arena, now), db_integer(updated_by), db_integer(project->id),
			      db_integer(project->version)),
		    NULL))
		return false;
	*changed = db_affected_rows(db) > 0;
	return true;
}

bool project_store_set_deleted(struct db *db, int64_t id, int64_t version, bool is_deleted, const char *now,
			       int64_t updated_by, bool *changed)
{
	struct db_value at = db_moment(db_arena(db), now);

	if (!db_run(db, &set_deleted,
		    DB_VALUES(is_deleted ? at : db_null(), at, db_integer(updated_by), db_integer(id), db_integer(version)),
		    NULL))
		return false;
	*changed = db_affected_rows(db) > 0;
	return true;
}

bool project_store_sections(struct db *db, int64_t project_id, struct section_list *list)
{
	struct db_rows rows;

	if (!db_run(db, &sections, DB_VALUES(db_integer(project_id)), &rows))
		return false;
	list->count = rows.count;
	list->sections = arena_array(db_arena(db), rows.count + 1, sizeof(*list->sections));
	for (size_t i = 0; i < rows.count; i++)
		list->sections[i] = (struct section){ db_row_integer(&rows, i, 0), db_row_text(&rows, i, 1) };
	return true;
}

bool project_store_add_section(struct db *db, int64_t project_id, struct section *section, int64_t position)
{
	if (!db_run(db, &add_section, DB_VALUES(db_integer(project_id), db_text(section->name), db_integer(position)), NULL))
		return false;
	section->id = db_insert_id(db);
	return true;
}

bool project_store_set_section(struct db *db, const struct section *section, int64_t position)
{
	return db_run(db, &set_section, DB_VALUES(db_text(section->name), db_integer(position), db_integer(section->id)),
		      NULL);
}

bool project_store_remove_section(struct db *db, int64_t section_id)
{
	return db_run(db, &remove_section, DB_VALUES(db_integer(section_id)), NULL);
}

bool project_store_fields(struct db *db, int64_t project_id, struct custom_field_list *list)
{
	struct db_rows rows;

	if (!db_run(db, &fields, DB_VALUES(db_integer(project_id)), &rows))
		return false;
	list->count = rows.count;
	list->fields = arena_array(db_arena(db), rows.count + 1, sizeof(*list->fields));
	for (size_t i = 0; i < rows.count; i++)
		list->fields[i] = (struct custom_field){
			.id = db_row_integer(&rows, i, 0),
			.name = db_row_text(&rows, i, 1),
			.type = (enum custom_field_type)db_row_integer(&rows, i, 2),
			.choices = db_row_text(&rows, i, 3),
		};
	return true;
}

bool project_store_field_name(struct db *db, int64_t field_id, const char **name)
{
	struct db_rows rows;

	if (!db_run(db, &field_name, DB_VALUES(db_integer(field_id)), &rows))
		return false;
	*name = rows.count ? db_row_text(&rows, 0, 0) : NULL;
	return true;
}

bool project_store_add_field(struct db *db, int64_t project_id, struct custom_field *field)
{
	if (!db_run(db, &add_field,
		    DB_VALUES(db_integer(project_id), db_text(field->name), db_integer(field->type), db_text(field->choices)),
		    NULL))
		return false;
	field->id = db_insert_id(db);
	return true;
}

bool project_store_set_field(struct db *db, const struct custom_field *field)
{
	return db_run(db, &set_field,
		      DB_VALUES(db_text(field->name), db_integer(field->type), db_text(field->choices), db_integer(field->id)),
		      NULL);
}

bool project_store_remove_field(struct db *db, int64_t field_id)
{
	return db_run(db, &remove_field, DB_VALUES(db_integer(field_id)), NULL);
}

bool project_store_add_status(struct db *db, int64_t project_id, enum project_health health, const char *text,
			      const char *now, int64_t created_by, int64_t *id)
{
	if (!db_run(db, &add_status,
		    DB_VALUES(db_integer(project_id), db_integer(health), db_text(text), db_moment(db_arena(db), now),
			      db_integer(created_by)),
		    NULL))
		return false;
	*id = db_insert_id(db);
	return true;
}

bool project_store_set_status_deleted(struct db *db, int64_t status_id, bool is_deleted)
{
	return db_run(db, &set_status_deleted, DB_VALUES(db_integer(is_deleted), db_integer(status_id)), NULL);
}
