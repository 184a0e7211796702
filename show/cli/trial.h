/* trial.h - a copy of the record to try something on (--dry-run). */
#ifndef DL_CLI_TRIAL_H
#define DL_CLI_TRIAL_H

/* A name for the copy, in $TMPDIR or /tmp; name has 4096 bytes. */
void trial_name(char *name);
/* The record's file and its journal as name; where there is no record: nothing, and that is fine
 * with must 0. Says what went wrong and returns CLI_FAILED. */
int trial_copy(const char *path, const char *name, int must);
void trial_remove(const char *name);

#endif
