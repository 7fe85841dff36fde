import CPowerLoss
import ReplicaStore

/// A directory under the VFS of `CPowerLoss`: what was not synced is lost with the power, whole or in
/// part, and what was not written may look as if it were.
final class PowerLossDisk: SimulatedDisk {
    private let disk: OpaquePointer
    private let directory: String
    private var file: ReplicaFile

    var medium: SimulatedMedium { .file(file) }

    /// A disk with a copy of `original`, as it is after a start.
    convenience init(copying original: ReplicaFile, seed: UInt64) throws {
        var chance = Chance(seed: seed, .disk, event: -1)
        try self.init(copying: original, checkpointPages: chance.pick([8, 64, 1_000]) ?? 8)
    }

    /// The same, whose log is written back into the file after so many pages.
    init(copying original: ReplicaFile, checkpointPages: Int32) throws {
        guard let disk = power_disk_new(checkpointPages) else { throw NoDisk() }
        let directory = String(cString: power_disk_directory(disk))
        do { file = try original.copy(to: directory) } catch {
            power_disk_free(disk)
            throw error
        }
        (self.disk, self.directory) = (disk, directory)
        power_disk_sync(disk)
    }

    deinit {
        try? file.close()
        power_disk_free(disk)
    }

    var isOff: Bool { power_disk_is_off(disk) != 0 }

    func arm(_ fault: DiskFault) {
        switch fault {
        case .powerFails(let calls): power_disk_arm(disk, POWER_FAILS, Int32(calls))
        case .writeFails(let calls): power_disk_arm(disk, WRITE_FAILS, Int32(calls))
        case .isFull(let calls): power_disk_arm(disk, DISK_IS_FULL, Int32(calls))
        case .readFails(let calls): power_disk_arm(disk, READ_FAILS, Int32(calls))
        }
    }

    func disarm() -> Bool { power_disk_disarm(disk) != 0 }

    func losePower(seed: UInt64) throws {
        power_disk_cut(disk)
        // It fails, as everything does by now, and still lets go of the file.
        try? file.close()
        guard power_disk_settle(disk, seed) == 0 else { throw NoDisk() }
        file = try ReplicaFile.open(in: directory)
    }

    func restart(seed: UInt64) throws {
        var chance = Chance(seed: seed, .disk)
        if chance.below(2) == 0 { arm(.powerFails(calls: 1 + chance.below(60))) }
        do { try file.close() } catch { guard isOff else { throw error } }
        _ = disarm()
        if isOff { return try losePower(seed: chance.next()) }
        file = try ReplicaFile.open(in: directory)
    }
}

/// The machine that simulates has no room, or no directory, for another disk.
struct NoDisk: Error {}
