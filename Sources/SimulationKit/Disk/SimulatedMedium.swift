import ReplicaStore

/// What a simulated disk holds: tables in memory, or a SQLite file.
enum SimulatedMedium: ReplicaMedium {
    case memory(MemoryMedium)
    case file(ReplicaFile)

    /// One that holds nothing, of the same sort.
    func empty() throws -> SimulatedMedium {
        switch self {
        case .memory: .memory(MemoryMedium())
        case .file: .file(try .inMemory())
        }
    }

    /// One that holds the same, and goes its own way from now on.
    func copy() throws -> SimulatedMedium {
        switch self {
        case .memory(let medium): .memory(MemoryMedium(copying: medium))
        case .file(let file): .file(try .inMemory(copying: file))
        }
    }

    /// The SQLite file that it is; throws ``NoFile`` where it is none.
    func sqlite() throws -> ReplicaFile {
        guard case .file(let file) = self else { throw NoFile() }
        return file
    }

    func transact<Result>(
        _ work: (_ open: () -> any Store) throws -> Result,
        committed: (_ scrub: () -> Bool) -> Void
    ) throws -> Result {
        switch self {
        case .memory(let medium): try medium.transact(work, committed: committed)
        case .file(let file): try file.transact(work, committed: committed)
        }
    }

    func read<Result>(_ work: (any Store) throws -> Result) throws -> Result {
        switch self {
        case .memory(let medium): try medium.read(work)
        case .file(let file): try file.read(work)
        }
    }

    func close(_ work: () -> Void) throws {
        switch self {
        case .memory(let medium): try medium.close(work)
        case .file(let file): try file.close(work)
        }
    }
}

/// Tables in memory, where a file was asked for.
struct NoFile: Error {}

// As what it holds.
@available(*, unavailable)
extension SimulatedMedium: Sendable {}
