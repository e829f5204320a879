/*
 * schema: the tables of a store, as numbered migrations.
 *
 * Migration n brings a store from version n - 1 to n; PRAGMA user_version says where a store stands.  A
 * migration that has been released is never edited: what changes is a new one.  All steps run in one
 * transaction.
 */
#ifndef SHUKEI_ENGINE_STORE_SCHEMA_H
#define SHUKEI_ENGINE_STORE_SCHEMA_H

#include "engine/store/sql.h"

enum {
    SCHEMA_VERSION = 13,
    SCHEMA_APPLICATION = 0x53484B31, /* "SHK1": what marks an SQLite file as ours */
};

/* Runs the migrations after `from`, up to SCHEMA_VERSION. */
bool schema_migrate(sqlite3 *db, int from, struct fault *f) FAULT_CHECKED;

#endif
