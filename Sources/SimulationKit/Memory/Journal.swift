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
