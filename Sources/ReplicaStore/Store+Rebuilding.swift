import GRDB

extension Store {
    /// Drops everything that the log says anyway: kind tables, unlisted records, conflicts, states.
    public func clearProjections() throws {
        for kind in try storedKinds() {
            for table in [kind.name, "published_" + kind.name] {
                try db.execute(sql: "DROP TABLE IF EXISTS \"\(table)\"")
            }
        }
        try db.execute(
            sql: """
                DELETE FROM unlisted; DELETE FROM conflict; DELETE FROM kind;
                UPDATE change SET previous = NULL;
                """)
        let zero = try SQLStatement(db, "UPDATE feed SET share = ?")
        zero.bind(1, StateSum().bytes)
        try zero.run()
        (stateSums, addedSums, shares) = ([:], [:], [:])
        forgetStatements()
    }
}
