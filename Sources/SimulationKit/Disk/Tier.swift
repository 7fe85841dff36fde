import ReplicaStore

#if PLANTED_BUGS
    public import CausalCore
#endif

/// Where the replicas of a simulated city keep their files, and so what can befall them.
public enum Tier: String, CaseIterable, Sendable {
    /// In SQLite's own memory: a killed program loses the transaction that it was in.
    case memory = "A"
    /// In SQLite files on disks whose power fails, and whose calls do.
    case disk = "B"

    /// The faults that there are.
    public var faults: [Fault] {
        Fault.allCases.filter { self == .disk || !Fault.ofDisks.contains($0) }
    }

    func makeDisk(copying original: ReplicaFile, seed: UInt64) throws -> any SimulatedDisk {
        switch self {
        case .memory: MemoryDisk(file: try .inMemory(copying: original))
        case .disk: try PowerLossDisk(copying: original, seed: seed)
        }
    }
}

#if PLANTED_BUGS
    extension PlantedBug {
        /// The tier that can find it.
        public var tier: Tier {
            switch self {
            case .syncsSeldom, .keepsWhatFailed: .disk
            default: .memory
            }
        }
    }
#endif
