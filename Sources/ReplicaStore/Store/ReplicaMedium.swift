/// What keeps the tables of one replica, and runs transactions over them.
public protocol ReplicaMedium {
    /// Runs `work` in one transaction, durable when this returns; and `committed` after that, before
    /// anybody else writes. A transaction that throws leaves nothing behind.
    ///
    /// `work` is handed what opens the tables, for when it has none from a transaction before.
    /// `committed` is handed what takes from the disk what transactions have overwritten, as far as
    /// copies of it lie beside the tables: false where somebody who reads an older state keeps it from
    /// that, or the disk does.
    func transact<Result>(
        _ work: (_ open: () -> any Store) throws -> Result,
        committed: (_ scrub: () -> Bool) -> Void
    ) throws -> Result

    /// Runs `work` on one committed state.
    func read<Result>(_ work: (any Store) throws -> Result) throws -> Result

    /// Closes what it keeps once nobody writes, and `work` has let go of the tables.
    func close(_ work: () -> Void) throws
}

extension ReplicaMedium {
    /// Runs `work` in one transaction, durable when this returns.
    public func write<Result>(_ work: (any Store) throws -> Result) throws -> Result {
        try transact({ try work($0()) }, committed: { _ in })
    }
}
