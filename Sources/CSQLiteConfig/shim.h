#include <sqlite3.h>

/// `sqlite3_db_config` takes any number of arguments, and so cannot be called from Swift.
static inline int sqlite_turn_off_triggers(sqlite3 *db) {
    return sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, (int *)0);
}
