/*
 * Names in SQL that are the same but for the case of their letters, as text_same_name has it.
 */
#ifndef TASKDESK_STORE_SAME_NAME_H
#define TASKDESK_STORE_SAME_NAME_H

/*
 * Takes the name twice. The collation finds it by the index, but takes all emoji for one, and letters for the same
 * without their accents.
 */
#define SAME_NAME(column) column " = ? AND LOWER(" column ") COLLATE utf8mb4_bin = LOWER(?)"

#endif
