#ifndef POWER_DISK_H
#define POWER_DISK_H

#include "power_loss.h"
#include <pthread.h>
#include <sqlite3.h>

/// A write or a truncation that no sync has made durable.
typedef struct {
    sqlite3_int64 offset;
    /// The file's size before.
    sqlite3_int64 size_before;
    /// What was there, as far as the file reached.
    unsigned char *before;
    sqlite3_int64 before_length;
    /// What was written; null for a truncation to `offset`.
    unsigned char *after;
    sqlite3_int64 after_length;
} unsynced_call;

/// A file of the disk, by its path.
typedef struct tracked_file {
    char *path;
    unsynced_call *calls;
    int count;
    int room;
    /// Whether its name has not been synced yet.
    int is_new;
    /// What a deletion that was not synced has removed; it may come back.
    unsigned char *removed;
    sqlite3_int64 removed_length;
    struct tracked_file *next;
} tracked_file;

struct power_disk {
    char *directory;
    int checkpoint_pages;
    int is_off;
    int is_armed;
    int has_struck;
    power_fault fault;
    int calls_left;
    tracked_file *files;
    pthread_mutex_t mutex;
    struct power_disk *next;
};

/// Makes the VFS the process's default; once.
int power_vfs_install(void);
void power_registry_add(power_disk *disk);
void power_registry_remove(power_disk *disk);
/// The disk that holds `path`; null for a file of nobody's.
power_disk *power_registry_find(const char *path);

tracked_file *power_track(power_disk *disk, const char *path);
void power_forget_calls(tracked_file *file);
/// Files that are new stay, and those that were deleted are gone for good.
void power_sync_directory(power_disk *disk);
/// Adds `call`, and all that it points to, at the end of the list; 0 without memory.
int power_add_call(tracked_file *file, const unsynced_call *call);
/// Puts `file` back to what was synced. Returns 0 or errno.
int power_undo(const tracked_file *file);

#endif
