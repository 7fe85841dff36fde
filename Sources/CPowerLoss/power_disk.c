// A disk: its directory, what is armed, and what is left of its files after a power loss.
#include "power_disk.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { sector = 512 };

power_disk *power_disk_new(int checkpoint_pages) {
    if (power_vfs_install() != SQLITE_OK) return NULL;
    power_disk *disk = calloc(1, sizeof *disk);
    if (!disk) return NULL;
    const char *parent = getenv("TMPDIR");
    char path[512];
    snprintf(path, sizeof path, "%s/power-loss-XXXXXX", parent && *parent ? parent : "/tmp");
    disk->directory = mkdtemp(path) ? realpath(path, NULL) : NULL;
    if (!disk->directory) {
        free(disk);
        return NULL;
    }
    disk->checkpoint_pages = checkpoint_pages;
    pthread_mutex_init(&disk->mutex, NULL);
    power_registry_add(disk);
    return disk;
}

static void remove_directory(const char *path) {
    DIR *directory = opendir(path);
    if (!directory) return;
    struct dirent *entry;
    while ((entry = readdir(directory))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        unlinkat(dirfd(directory), entry->d_name, 0);
    }
    closedir(directory);
    rmdir(path);
}

void power_disk_free(power_disk *disk) {
    power_registry_remove(disk);
    while (disk->files) {
        tracked_file *file = disk->files;
        disk->files = file->next;
        power_forget_calls(file);
        free(file->calls);
        free(file->removed);
        free(file->path);
        free(file);
    }
    remove_directory(disk->directory);
    pthread_mutex_destroy(&disk->mutex);
    free(disk->directory);
    free(disk);
}

const char *power_disk_directory(const power_disk *disk) { return disk->directory; }

void power_disk_arm(power_disk *disk, power_fault fault, int calls) {
    disk->fault = fault;
    disk->calls_left = calls;
    disk->is_armed = 1;
    disk->has_struck = 0;
}

int power_disk_disarm(power_disk *disk) {
    disk->is_armed = 0;
    return disk->has_struck;
}

int power_disk_is_off(const power_disk *disk) { return disk->is_off; }

void power_disk_cut(power_disk *disk) { disk->is_off = 1; }

tracked_file *power_track(power_disk *disk, const char *path) {
    for (tracked_file *file = disk->files; file; file = file->next) {
        if (strcmp(file->path, path) == 0) return file;
    }
    tracked_file *file = calloc(1, sizeof *file);
    if (!file) return NULL;
    file->path = strdup(path);
    file->next = disk->files;
    disk->files = file;
    return file;
}

void power_forget_calls(tracked_file *file) {
    for (int index = 0; index < file->count; index++) {
        free(file->calls[index].before);
        free(file->calls[index].after);
    }
    file->count = 0;
}

void power_sync_directory(power_disk *disk) {
    for (tracked_file *file = disk->files; file; file = file->next) {
        file->is_new = 0;
        free(file->removed);
        file->removed = NULL;
    }
}

void power_disk_sync(power_disk *disk) {
    for (tracked_file *file = disk->files; file; file = file->next) power_forget_calls(file);
    power_sync_directory(disk);
}

int power_add_call(tracked_file *file, const unsynced_call *call) {
    if (file->count == file->room) {
        int room = file->room ? 2 * file->room : 16;
        unsynced_call *calls = realloc(file->calls, room * sizeof *calls);
        if (!calls) return 0;
        file->calls = calls;
        file->room = room;
    }
    file->calls[file->count++] = *call;
    return 1;
}

static int put(int descriptor, const unsigned char *bytes, sqlite3_int64 length, off_t offset) {
    while (length > 0) {
        ssize_t written = pwrite(descriptor, bytes, length, offset);
        if (written < 0) return errno;
        bytes += written;
        length -= written;
        offset += written;
    }
    return 0;
}

static int undo(int descriptor, const tracked_file *file) {
    for (int index = file->count - 1; index >= 0; index--) {
        const unsynced_call *call = &file->calls[index];
        int code = put(descriptor, call->before, call->before_length, call->offset);
        if (code) return code;
        if (ftruncate(descriptor, call->size_before)) return errno;
    }
    return 0;
}

int power_undo(const tracked_file *file) {
    int descriptor = open(file->path, O_RDWR);
    if (descriptor < 0) return errno;
    int code = undo(descriptor, file);
    close(descriptor);
    return code;
}

static uint64_t draw(uint64_t *state) {
    uint64_t mixed = (*state += 0x9E3779B97F4A7C15u);
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
    return mixed ^ (mixed >> 31);
}

typedef enum { keeps_nothing, keeps_everything, keeps_calls, keeps_sectors } remains;

/// Does one call again, or the part of it that reached the disk.
static int redo(int descriptor, unsynced_call *call, remains remains, uint64_t *state) {
    if (remains == keeps_nothing) return 0;
    if (remains == keeps_calls && draw(state) % 2) return 0;
    if (!call->after) {
        if (remains == keeps_sectors && draw(state) % 2) return 0;
        return ftruncate(descriptor, call->offset) ? errno : 0;
    }
    if (remains != keeps_sectors) {
        return put(descriptor, call->after, call->after_length, call->offset);
    }
    for (sqlite3_int64 start = 0; start < call->after_length; start += sector) {
        sqlite3_int64 length = call->after_length - start;
        if (length > sector) length = sector;
        uint64_t fate = draw(state) % 20;
        if (fate < 9) continue;
        if (fate == 19) {
            for (int index = 0; index < length; index++) {
                call->after[start + index] = (unsigned char)draw(state);
            }
        }
        int code = put(descriptor, call->after + start, length, call->offset + start);
        if (code) return code;
    }
    return 0;
}

static int settle_file(tracked_file *file, uint64_t *state) {
    remains remains = draw(state) % 4;
    int flags = O_RDWR;
    if (file->removed && draw(state) % 2) flags |= O_CREAT;
    // A name that was not synced may be gone with all that was written under it.
    if (file->is_new && draw(state) % 2 && unlink(file->path) == 0) return 0;
    int descriptor = open(file->path, flags, 0600);
    if (descriptor < 0) return errno == ENOENT ? 0 : errno;
    int code = 0;
    if (file->removed && lseek(descriptor, 0, SEEK_END) == 0 && file->count == 0) {
        code = put(descriptor, file->removed, file->removed_length, 0);
    } else {
        code = undo(descriptor, file);
        for (int index = 0; index < file->count && !code; index++) {
            code = redo(descriptor, &file->calls[index], remains, state);
        }
    }
    close(descriptor);
    return code;
}

int power_disk_settle(power_disk *disk, uint64_t seed) {
    int code = 0;
    uint64_t state = seed;
    for (tracked_file *file = disk->files; file; file = file->next) {
        int failed = settle_file(file, &state);
        if (failed) code = failed;
    }
    // What is there now is all that there is.
    power_disk_sync(disk);
    disk->is_off = 0;
    disk->is_armed = 0;
    return code;
}
