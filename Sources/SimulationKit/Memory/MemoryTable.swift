/// Rows by their keys, with what this transaction has changed of them.
final class MemoryTable<Key: Hashable, Row>: Journaled {
    private(set) var rows: [Key: Row] = [:]
    /// What stood before, by key, where this transaction has written; nil for nothing.
    private var before: [Key: Row?] = [:]
    private let journal: Journal
    /// Counts the writes, those taken back too: what was worked out from the rows holds as long as it stays.
    private(set) var writes = 0

    init(_ journal: Journal) { self.journal = journal }

    /// A table with the same rows, which goes its own way from now on.
    init(_ journal: Journal, copying original: MemoryTable) {
        self.journal = journal
        rows = original.rows
    }

    subscript(key: Key) -> Row? {
        get { rows[key] }
        _modify {
            remember(key)
            yield &rows[key]
        }
    }

    subscript(key: Key, default row: @autoclosure () -> Row) -> Row {
        get { rows[key] ?? row() }
        _modify {
            remember(key)
            yield &rows[key, default: row()]
        }
    }

    /// Empties the table.
    func removeAll() {
        for key in rows.keys { remember(key) }
        rows = [:]
    }

    func keep() { before = [:] }

    func takeBack() {
        writes += 1
        for (key, row) in before { rows[key] = row }
        keep()
    }

    private func remember(_ key: Key) {
        writes += 1
        if before.isEmpty { journal.touch(self) }
        if before.index(forKey: key) == nil { before[key] = .some(rows[key]) }
    }
}
