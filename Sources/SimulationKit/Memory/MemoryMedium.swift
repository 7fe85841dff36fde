import ReplicaStore

/// Tables in memory, and transactions over them.
final class MemoryMedium: ReplicaMedium {
    private let store: MemoryStore

    /// A medium that holds nothing, or what `original` holds.
    init(copying original: MemoryMedium? = nil) {
        store = MemoryStore(copying: original?.store)
    }

    func transact<Result>(
        _ work: (_ open: () -> any Store) throws -> Result,
        committed: (_ scrub: () -> Bool) -> Void
    ) throws -> Result {
        do {
            let result = try work { store }
            store.journal.commit()
            committed { true }
            return result
        } catch {
            store.journal.rollBack()
            throw error
        }
    }

    func read<Result>(_ work: (any Store) throws -> Result) throws -> Result { try work(store) }

    func close(_ work: () -> Void) throws { work() }
}

// As its store.
@available(*, unavailable)
extension MemoryMedium: Sendable {}
