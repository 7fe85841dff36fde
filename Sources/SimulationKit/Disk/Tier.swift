#if PLANTED_BUGS
    public import CausalCore
#endif

/// Where the replicas of a simulated city keep their tables, and so what can befall them.
public enum Tier: String, CaseIterable, Sendable {
    /// In plain memory: a killed program loses the transaction that it was in.
    case memory = "A"
    /// As ``memory``, event for event, but in the product's own tables, in SQLite's memory.
    case sqlite = "S"
    /// In SQLite files on disks whose power fails, and whose calls do.
    case disk = "B"

    /// The faults that there are.
    public var faults: [Fault] {
        Fault.allCases.filter {
            !Fault.ofProcesses.contains($0) && (self == .disk || !Fault.ofDisks.contains($0))
        }
    }

    /// A disk that holds a copy of `original`, which is of this tier.
    func makeDisk(copying original: SimulatedMedium, seed: UInt64) throws -> any SimulatedDisk {
        switch self {
        case .memory, .sqlite: LastingDisk(try original.copy())
        case .disk: try PowerLossDisk(copying: original.sqlite(), seed: seed)
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
