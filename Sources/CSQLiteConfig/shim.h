#include <sqlite3.h>

/// SQLite counts the bytes that it holds under one lock for all its connections, and nobody asks. Only
/// before anything else of SQLite is called; afterwards it changes nothing.
static inline int sqlite_stop_counting_memory(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/// `sqlite3_db_config` takes any number of arguments, and so cannot be called from Swift.
static inline int sqlite_turn_off_triggers(sqlite3 *db) {
    return sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, (int *)0);
}
