/// What a transaction over tables in memory has touched, so that it can be taken back.
final class Journal {
    private var touched: [any Journaled] = []

    func touch(_ table: any Journaled) { touched.append(table) }

    /// Lets what the transaction did stand.
    func commit() {
        for table in touched { table.keep() }
        touched.removeAll(keepingCapacity: true)
    }

    /// Takes back what the transaction did.
    func rollBack() {
        for table in touched { table.takeBack() }
        touched.removeAll(keepingCapacity: true)
    }
}

/// What remembers what it was before a transaction.
protocol Journaled: AnyObject {
    /// Forgets what was before.
    func keep()
    /// Becomes what was before.
    func takeBack()
}

/// Rows by their keys, with what this transaction has changed of them.
final class MemoryTable<Key: Hashable, Row>: Journaled {
    private(set) var rows: [Key: Row] = [:]
    /// What stood before, by key, where this transaction has written; nil for nothing.
    private var before: [Key: Row?] = [:]
    private let journal: Journal

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
        for (key, row) in before { rows[key] = row }
        keep()
    }

    private func remember(_ key: Key) {
        if before.isEmpty { journal.touch(self) }
        if before.index(forKey: key) == nil { before[key] = .some(rows[key]) }
    }
}
