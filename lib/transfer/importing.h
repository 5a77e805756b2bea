/*
 * What the readers of the formats share while a file comes in. Only for lib/transfer.
 */
#ifndef TASKDESK_TRANSFER_IMPORTING_H
#define TASKDESK_TRANSFER_IMPORTING_H

#include "desk/change.h"
#include "store/transfer_store.h"
#include "transfer/import.h"
#include "transfer/line_file.h"
#include "transfer/record.h"
#include "transfer/ties.h"

#define BATCH_ITEMS 500
#define WORKSPACE_NAME_LONGEST 200

/* Somebody the file names. */
struct person {
	const char *reference;     /* as the file has it */
	int64_t id;                /* 0: nobody here */
	const char *email;
	bool is_member;            /* of the workspace */
	bool is_reported;
};

/* A project that tasks go to, with what it has. */
struct place {
	int64_t id;
	const char *name;
	bool is_new;               /* made by this import */
	const char *archived_at;   /* to be, when all is in; NULL: open */
	struct section_list sections;
	struct custom_field_list fields;
};

/* A task or a comment, ready to be saved. */
struct import_item {
	size_t line;
	size_t node;                       /* of the task, or of the comment's task */
	struct whole_task *task;           /* NULL: a comment */
	struct whole_comment *comment;
};

/* A tie to be made when all lines are read: to a task that comes later in the file, or might. */
struct late_tie {
	size_t line;
	size_t node;
	const char *key;           /* of the other task; NULL: its node is known */
	size_t other;
	bool is_parent;
};

/* Tasks that a file names by their titles have keys that no id can be: behind the title is a tab. */
#define TITLE_KEY_END "\t"

struct import_people {
	struct text_index index;           /* by reference */
	struct person *people;
	size_t count, capacity;
};

struct import_places {
	struct text_index index;           /* by the name or id that the file has for a project */
	struct place *places;
	size_t count, capacity;
	struct text_index sections, fields;    /* by import_part_key: their positions in their project */
	int64_t dry_ids;                   /* ids of what a dry run does not save count down */
};

struct import_batch {
	struct import_item items[BATCH_ITEMS];
	size_t count;
	size_t first, end;                 /* those that are being saved */
};

struct late_ties {
	struct late_tie *ties;
	size_t count, capacity;
	size_t first, end;                 /* those that are being saved */
};

struct importing {
	const struct import_options *options;
	struct import_totals *totals;
	const struct desk *given;      /* the caller's; its arena keeps what stays until the end */
	struct arena *kept;
	FILE *log;
	struct line_file lines;
	struct arena memory;           /* of the batch in hand */
	struct error error;            /* of the line in hand */
	struct desk desk;              /* in the batch's memory */
	const char *zone;              /* in which days are read */
	bool is_lenient;               /* what does not fit is kept as text: a table, which people and others write */

	bool is_open;                  /* the workspace is there */
	bool is_stopped;               /* it cannot be, so nothing else can */
	const struct workspace_record *wanted;
	struct member_record *members; /* that the file has for it */
	size_t member_count, member_capacity;

	struct import_people people;
	struct import_places places;
	struct ties ties;
	struct late_ties late;
	struct import_batch batch;
	int64_t next_position;
};

/* ---- reporting ---- */

/* Says why a line was not taken; the error is over then. */
void import_report_failure(struct importing *importing, size_t line);

/* Says what could not be kept as it was. */
void import_report_note(struct importing *importing, size_t line, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Whether the error in hand means that going on is useless. */
bool import_is_over(const struct importing *importing);

/* ---- the workspace, its people and its places ---- */

/* Finds or makes the workspace, the first time. */
bool import_open(struct importing *importing);

/* The person of this address or full name; its id is 0 where there is none. False when the database fails. */
bool import_person(struct importing *importing, const char *reference, struct person **person);

/* The same, and a member of the workspace if that can be; id is 0 where not. Reports once. */
bool import_member(struct importing *importing, size_t line, const char *reference, struct person **person);

/* Who is named, or whoever imports. text is set where the name is nobody's here. */
bool import_origin_person(struct importing *importing, size_t line, const struct text_value *reference, int64_t *id,
			  const char **text);

/* A text with who said it before it, where that is a stranger; NULL: none. */
const char *import_said_by(struct importing *importing, const char *stranger, const char *text);

/* A moment as RFC 3339 in UTC; fallback where the record has none. */
bool import_moment(struct importing *importing, const struct text_value *value, const char *what, const char *fallback,
		   const char **moment);

/* When and who: the present moment and whoever imports where the record does not say. */
bool import_origin(struct importing *importing, size_t line, const struct origin_record *record, struct row_origin *origin);

/* Makes the project that a line describes. */
bool import_project(struct importing *importing, size_t line, const struct project_record *record);

/* The project that the file has this id or name for, or NULL. Places move when others come. */
struct place *import_place(const struct importing *importing, const char *key);

/* The project of this name in the workspace, made where there is none. */
bool import_place_named(struct importing *importing, const char *name, struct place **place);

/* The same where a file tells several of one name apart by ids. Under another name than before, an id says nothing. */
bool import_place_apart(struct importing *importing, const char *name, const char *file_id, struct place **place);

/* What a section or a field is found under: its project and the id that the file has for it. */
const char *import_part_key(const struct importing *importing, const struct place *place, const char *file_id);

/* Adds a place that is there under a key (NULL: none), and what it has, in the memory that stays. */
struct place *import_add_place(struct importing *importing, const char *key, const struct place *place);
void import_add_section(struct importing *importing, struct place *place, const struct section *section);
void import_add_field(struct importing *importing, struct place *place, const struct custom_field *field);

/* Takes out choices that are empty or there twice, as earlier versions made them, and says so. */
void import_tidy_choices(struct importing *importing, size_t line, struct custom_field *field);

/* Whether a custom field can be so. */
bool import_check_field(struct importing *importing, const struct custom_field *field);

/* A section, or a field, of this name, made where there is none. */
bool import_section_named(struct importing *importing, struct place *place, const char *name, int64_t *id);
bool import_field_named(struct importing *importing, struct place *place, const struct custom_field *wanted,
			const struct custom_field **field);

/* ---- tasks and comments ---- */

/* Where a task goes: set by the reader, since each format says it in its own way. */
struct task_target {
	struct place *place;           /* NULL: none */
	int64_t section_id;            /* 0: none */
	const struct custom_field **fields;    /* as many as the record has fields; NULL elements are unknown */
	const char *leftovers;         /* lines "- what: it is" to be kept in the notes; NULL: none */
};

/* Checks a task and puts it into the batch; its node names it in the ties. */
bool import_task(struct importing *importing, size_t line, const struct task_record *record, const struct task_target *target,
		 size_t *node);

/* Ties that the record does not say, by the key of the other task. */
void import_blocker(struct importing *importing, size_t line, size_t node, const char *key);

/* Copies the key. */
void import_tie_later(struct importing *importing, const struct late_tie *tie);

bool import_comment(struct importing *importing, size_t line, const struct comment_record *record, size_t node);

/* ---- saving ---- */

/* Saves what the batch has. */
bool import_save(struct importing *importing);

/* Saves the batch when it is full, and makes its memory free. To be called between lines. False when it is all over. */
bool import_step(struct importing *importing);
bool import_flush(struct importing *importing);

/* Archives the projects and the workspace that the file has as archived. */
bool import_archive(struct importing *importing);

/* What is left when all lines are read: the last batch, the late ties, and what is to be archived. */
bool import_finish(struct importing *importing);

/* Runs work as a change of its own, and remembers its id. Nothing in a dry run: true without work. */
bool import_change(struct importing *importing, bool (*work)(void *context, const char **result), void *context);

/* Room for one more in an array in ordinary memory. */
void *import_with_room(void *elements, size_t count, size_t *capacity, size_t element_bytes);

/* ---- formats ---- */

/* Each reads lines until the end, or until it is over. The present line was read already and is the first. */
bool import_jsonl(struct importing *importing);
bool import_csv(struct importing *importing);      /* ours, Asana's and Todoist's */

#endif
