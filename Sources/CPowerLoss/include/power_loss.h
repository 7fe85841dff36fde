#ifndef POWER_LOSS_H
#define POWER_LOSS_H

#include <stdint.h>

/// The disk of one simulated machine: a directory of its own, whose power can fail and whose calls can.
///
/// SQLite files in it are written through a VFS that remembers what was not synced. Every other file of
/// the process goes past it untouched. One disk belongs to one thread; several may be used at once.
typedef struct power_disk power_disk;

/// What an armed disk does.
typedef enum {
    /// Power fails in that call: it and all after it fail, until power_disk_settle.
    POWER_FAILS,
    /// That write or sync fails once. A failed sync forgets what was not synced, as Linux does.
    WRITE_FAILS,
    /// That write finds no room, and is done half.
    DISK_IS_FULL,
    /// That read fails once.
    READ_FAILS,
} power_fault;

/// An empty disk; null where its directory could not be made. Connections to files in it write their log
/// back after checkpoint_pages, whatever they are told: few, so that this is met often.
power_disk *power_disk_new(int checkpoint_pages);

/// Removes the directory with all that is in it. Nobody may have a file in it open.
void power_disk_free(power_disk *disk);

/// The directory's path.
const char *power_disk_directory(const power_disk *disk);

/// Arms the disk: `fault` befalls the call that comes `calls` after this, counted from 1. READ_FAILS counts
/// reads, DISK_IS_FULL writes, the others every call that changes the disk.
void power_disk_arm(power_disk *disk, power_fault fault, int calls);

/// Takes the fault back where it has not struck. Returns whether it has struck since it was armed.
int power_disk_disarm(power_disk *disk);

/// Whether power has failed.
int power_disk_is_off(const power_disk *disk);

/// Everything that was written so far is durable.
void power_disk_sync(power_disk *disk);

/// Power fails now.
void power_disk_cut(power_disk *disk);

/// Power is back: leaves in the files what was synced, and of what was not a part drawn from `seed`:
/// nothing, everything, some calls, or some sectors, a few of them garbled. All files must be closed.
/// Returns 0, or errno where a file could not be put back.
int power_disk_settle(power_disk *disk, uint64_t seed);

#endif
