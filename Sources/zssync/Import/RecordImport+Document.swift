import SyncAgent

extension RecordImport.Outcome {
    /// The object that is printed.
    var members: [Document.Member] {
        [
            .init("rows", .integer(rows)), .init("seconds", .number(seconds)),
            .init(
                "rows_per_second",
                .integer(seconds > 0 ? Int((Double(rows) / seconds).rounded()) : 0)),
        ]
    }
}
