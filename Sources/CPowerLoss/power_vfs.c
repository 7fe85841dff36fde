// The VFS over the one that was the default before: it lets a disk's faults strike, and remembers what
// was not synced. Source: https://www.sqlite.org/vfs.html
#include "power_disk.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
    sqlite3_file base;
    /// Null for a file of no disk.
    power_disk *disk;
    tracked_file *tracked;
    /// Whose file it is, once SQLite has said so.
    sqlite3 *connection;
} power_file;

static sqlite3_vfs *real_vfs;
static sqlite3_vfs power_vfs;
static pthread_mutex_t registry_mutex = PTHREAD_MUTEX_INITIALIZER;
static power_disk *registry;

static sqlite3_file *real(sqlite3_file *file) { return (sqlite3_file *)((power_file *)file + 1); }

void power_registry_add(power_disk *disk) {
    pthread_mutex_lock(&registry_mutex);
    disk->next = registry;
    registry = disk;
    pthread_mutex_unlock(&registry_mutex);
}

void power_registry_remove(power_disk *disk) {
    pthread_mutex_lock(&registry_mutex);
    for (power_disk **one = &registry; *one; one = &(*one)->next) {
        if (*one == disk) {
            *one = disk->next;
            break;
        }
    }
    pthread_mutex_unlock(&registry_mutex);
}

power_disk *power_registry_find(const char *path) {
    power_disk *found = NULL;
    pthread_mutex_lock(&registry_mutex);
    for (power_disk *disk = registry; path && disk && !found; disk = disk->next) {
        size_t length = strlen(disk->directory);
        if (strncmp(path, disk->directory, length) == 0 && path[length] == '/') found = disk;
    }
    pthread_mutex_unlock(&registry_mutex);
    return found;
}

typedef enum { a_read, a_write, another_change } call_kind;

/// Counts a call; whether the armed fault strikes it.
static int strikes(power_disk *disk, call_kind kind) {
    if (!disk->is_armed || (disk->fault == READ_FAILS) != (kind == a_read)) return 0;
    if (disk->fault == DISK_IS_FULL && kind != a_write) return 0;
    if (--disk->calls_left > 0) return 0;
    disk->is_armed = 0;
    disk->has_struck = 1;
    if (disk->fault == POWER_FAILS) disk->is_off = 1;
    return 1;
}

static int power_read(sqlite3_file *file, void *bytes, int amount, sqlite3_int64 offset) {
    power_disk *disk = ((power_file *)file)->disk;
    if (disk) {
        pthread_mutex_lock(&disk->mutex);
        int fails = disk->is_off || strikes(disk, a_read);
        pthread_mutex_unlock(&disk->mutex);
        if (fails) return SQLITE_IOERR_READ;
    }
    return real(file)->pMethods->xRead(real(file), bytes, amount, offset);
}

/// Reads what a call is about to change, up to `length` bytes from `offset`; returns whether it could.
static int look(
    sqlite3_file *file, sqlite3_int64 offset, sqlite3_int64 length, unsynced_call *call) {
    memset(call, 0, sizeof *call);
    call->offset = offset;
    if (real(file)->pMethods->xFileSize(real(file), &call->size_before)) return 0;
    sqlite3_int64 held = call->size_before - offset;
    if (held > length) held = length;
    if (held <= 0) return 1;
    call->before = malloc(held);
    if (call->before
        && real(file)->pMethods->xRead(real(file), call->before, (int)held, offset)
            == SQLITE_OK) {
        call->before_length = held;
        return 1;
    }
    free(call->before);
    return 0;
}

static int write_noted(
    sqlite3_file *file, const void *bytes, int amount, sqlite3_int64 offset) {
    unsynced_call call;
    if (!look(file, offset, amount, &call)) return SQLITE_IOERR_WRITE;
    call.after = malloc(amount);
    call.after_length = amount;
    if (!call.after || !power_add_call(((power_file *)file)->tracked, &call)) {
        free(call.before);
        free(call.after);
        return SQLITE_IOERR_NOMEM;
    }
    memcpy(call.after, bytes, amount);
    return real(file)->pMethods->xWrite(real(file), bytes, amount, offset);
}

static int truncate_noted(sqlite3_file *file, sqlite3_int64 size) {
    unsynced_call call;
    if (!look(file, size, INT32_MAX, &call)) return SQLITE_IOERR_TRUNCATE;
    if (!power_add_call(((power_file *)file)->tracked, &call)) {
        free(call.before);
        return SQLITE_IOERR_NOMEM;
    }
    return real(file)->pMethods->xTruncate(real(file), size);
}

static int power_write(
    sqlite3_file *file, const void *bytes, int amount, sqlite3_int64 offset) {
    power_disk *disk = ((power_file *)file)->disk;
    if (!disk) return real(file)->pMethods->xWrite(real(file), bytes, amount, offset);
    int code = SQLITE_IOERR_WRITE;
    pthread_mutex_lock(&disk->mutex);
    if (disk->is_off) {
    } else if (!strikes(disk, a_write)) {
        code = write_noted(file, bytes, amount, offset);
    } else if (disk->fault == POWER_FAILS) {
        // What was being written may have reached the disk.
        write_noted(file, bytes, amount, offset);
    } else if (disk->fault == DISK_IS_FULL) {
        if (amount > 1) write_noted(file, bytes, amount / 2, offset);
        code = SQLITE_FULL;
    }
    pthread_mutex_unlock(&disk->mutex);
    return code;
}

static int power_truncate(sqlite3_file *file, sqlite3_int64 size) {
    power_disk *disk = ((power_file *)file)->disk;
    if (!disk) return real(file)->pMethods->xTruncate(real(file), size);
    int code = SQLITE_IOERR_TRUNCATE;
    pthread_mutex_lock(&disk->mutex);
    if (!disk->is_off && !strikes(disk, another_change)) code = truncate_noted(file, size);
    pthread_mutex_unlock(&disk->mutex);
    return code;
}

/// The real sync is left out: durable is what the list no longer holds.
static int power_sync(sqlite3_file *file, int flags) {
    power_disk *disk = ((power_file *)file)->disk;
    tracked_file *tracked = ((power_file *)file)->tracked;
    if (!disk) return real(file)->pMethods->xSync(real(file), flags);
    int code = SQLITE_OK;
    pthread_mutex_lock(&disk->mutex);
    if (disk->is_off || strikes(disk, another_change)) {
        code = SQLITE_IOERR_FSYNC;
        if (!disk->is_off && power_undo(tracked) == 0) power_forget_calls(tracked);
    } else {
        power_forget_calls(tracked);
        // SQLite's own VFS syncs the directory with the first sync of a new log.
        if (tracked->is_new) power_sync_directory(disk);
    }
    pthread_mutex_unlock(&disk->mutex);
    return code;
}

static int power_file_control(sqlite3_file *file, int operation, void *argument) {
    power_file *opened = (power_file *)file;
    if (opened->disk && operation == SQLITE_FCNTL_PDB) opened->connection = *(sqlite3 **)argument;
    // Connections write their log back as often as the disk says, and not as they are told.
    if (opened->disk && opened->connection && operation == SQLITE_FCNTL_PRAGMA) {
        char **words = argument;
        if (sqlite3_stricmp(words[1], "wal_autocheckpoint") == 0) {
            sqlite3_wal_autocheckpoint(opened->connection, opened->disk->checkpoint_pages);
            return SQLITE_OK;
        }
    }
    return real(file)->pMethods->xFileControl(real(file), operation, argument);
}

static int power_close(sqlite3_file *file) {
    return real(file)->pMethods->xClose(real(file));
}
static int power_file_size(sqlite3_file *file, sqlite3_int64 *size) {
    return real(file)->pMethods->xFileSize(real(file), size);
}
static int power_lock(sqlite3_file *file, int lock) {
    return real(file)->pMethods->xLock(real(file), lock);
}
static int power_unlock(sqlite3_file *file, int lock) {
    return real(file)->pMethods->xUnlock(real(file), lock);
}
static int power_check_lock(sqlite3_file *file, int *result) {
    return real(file)->pMethods->xCheckReservedLock(real(file), result);
}
static int power_sector_size(sqlite3_file *file) {
    return real(file)->pMethods->xSectorSize(real(file));
}
static int power_characteristics(sqlite3_file *file) {
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
}
static int power_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **to) {
    return real(file)->pMethods->xShmMap(real(file), page, size, extend, to);
}
static int power_shm_lock(sqlite3_file *file, int offset, int count, int flags) {
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
static void power_shm_barrier(sqlite3_file *file) {
    real(file)->pMethods->xShmBarrier(real(file));
}
static int power_shm_unmap(sqlite3_file *file, int deletes) {
    return real(file)->pMethods->xShmUnmap(real(file), deletes);
}

// Version 2: shared memory for the log's index, no memory-mapped reads, which could not fail.
static const sqlite3_io_methods power_methods = {
    .iVersion = 2,
    .xClose = power_close,
    .xRead = power_read,
    .xWrite = power_write,
    .xTruncate = power_truncate,
    .xSync = power_sync,
    .xFileSize = power_file_size,
    .xLock = power_lock,
    .xUnlock = power_unlock,
    .xCheckReservedLock = power_check_lock,
    .xFileControl = power_file_control,
    .xSectorSize = power_sector_size,
    .xDeviceCharacteristics = power_characteristics,
    .xShmMap = power_shm_map,
    .xShmLock = power_shm_lock,
    .xShmBarrier = power_shm_barrier,
    .xShmUnmap = power_shm_unmap,
};

static int power_open(
    sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out) {
    (void)vfs;
    power_file *opened = (power_file *)file;
    memset(opened, 0, sizeof *opened);
    opened->disk = power_registry_find(name);
    if (opened->disk) {
        pthread_mutex_lock(&opened->disk->mutex);
        int is_off = opened->disk->is_off;
        opened->tracked = power_track(opened->disk, name);
        int is_log = flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL);
        if (opened->tracked && is_log && access(name, F_OK)) opened->tracked->is_new = 1;
        pthread_mutex_unlock(&opened->disk->mutex);
        if (is_off || !opened->tracked) return SQLITE_CANTOPEN;
    }
    int code = real_vfs->xOpen(real_vfs, name, real(file), flags, out);
    if (real(file)->pMethods) opened->base.pMethods = &power_methods;
    return code;
}

/// Reads what a deletion takes away, so that it can come back.
static void keep_removed(tracked_file *file) {
    int descriptor = open(file->path, O_RDONLY);
    struct stat status;
    if (descriptor < 0) return;
    if (fstat(descriptor, &status) == 0) {
        unsigned char *bytes = malloc(status.st_size + 1);
        if (bytes && pread(descriptor, bytes, status.st_size, 0) == status.st_size) {
            free(file->removed);
            file->removed = bytes;
            file->removed_length = status.st_size;
        } else {
            free(bytes);
        }
    }
    close(descriptor);
}

static int power_delete(sqlite3_vfs *vfs, const char *name, int syncs_directory) {
    (void)vfs;
    power_disk *disk = power_registry_find(name);
    if (!disk) return real_vfs->xDelete(real_vfs, name, syncs_directory);
    int code = SQLITE_IOERR_DELETE;
    pthread_mutex_lock(&disk->mutex);
    tracked_file *file = power_track(disk, name);
    if (!disk->is_off && file && !strikes(disk, another_change)) {
        power_undo(file);
        power_forget_calls(file);
        if (!syncs_directory) keep_removed(file);
        code = real_vfs->xDelete(real_vfs, name, 0);
    }
    pthread_mutex_unlock(&disk->mutex);
    return code;
}

static int install_result;

static void install(void) {
    real_vfs = sqlite3_vfs_find(NULL);
    if (!real_vfs) {
        install_result = SQLITE_NOTFOUND;
        return;
    }
    // All that is not about files is the real one's.
    power_vfs = *real_vfs;
    power_vfs.zName = "power-loss";
    power_vfs.pNext = NULL;
    power_vfs.szOsFile = (int)sizeof(power_file) + real_vfs->szOsFile;
    power_vfs.xOpen = power_open;
    power_vfs.xDelete = power_delete;
    install_result = sqlite3_vfs_register(&power_vfs, 1);
}

int power_vfs_install(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, install);
    return install_result;
}
