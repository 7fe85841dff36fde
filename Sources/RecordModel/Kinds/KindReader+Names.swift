extension KindReader {
    /// Columns that every kind's table and row has, and fields that every kind is given.
    static let reservedFields =
        [
            "id", "kind", "site", "scope", "base", "conflicts", "updated_at", "updated_by", "meta",
            "row",
        ] + Kind.declarations

    /// Words of the store and of the protocol that no table of records may take.
    static let reservedKinds = [
        "audit", "base", "bundle", "change", "checkpoint", "conflict", "control", "copy_due",
        "draft", "epoch", "erased", "feed", "frontier", "hub", "id", "invitation", "kind", "meta",
        "notice", "peer", "quarantine", "record", "replica", "row", "run", "scope", "seen",
        "segment", "setting", "unlisted",
    ]

    /// Beginnings that names of the store's tables and of its copies have.
    private static let reservedBeginnings = [
        "sqlite", "grdb_", "published_", "change_", "conflict_", "peer_",
    ]

    /// Notes a kind's name that cannot be the name of a table.
    mutating func checkKindName(_ name: String, line: Int) {
        checkName(name, line: line, reserved: Self.reservedKinds)
        if Self.reservedBeginnings.dropFirst().contains(where: name.hasPrefix) {
            note(line, "名称“\(name)”不可用。", "The name \"\(name)\" is reserved.")
        }
    }

    /// Notes a name that is not snake_case ASCII, is too long or means something else already.
    mutating func checkName(_ name: String, line: Int, reserved: [String]) {
        let bytes = Array(name.utf8)
        let isSnakeCase = bytes.allSatisfy {
            (97...122).contains($0) || (48...57).contains($0) || $0 == 95
        }
        guard (1...64).contains(bytes.count), isSnakeCase, bytes.last != 95 else {
            note(
                line, "名称“\(name.prefix(64))”应为 1 到 64 个小写英文字母、数字和下划线。",
                "The name \"\(name.prefix(64))\" must be 1 to 64 lower-case letters, digits and _.")
            return
        }
        let isReserved = reserved.contains(name) || name.hasPrefix(Self.reservedBeginnings[0])
        if isReserved || !(97...122).contains(bytes[0]) {
            note(line, "名称“\(name)”不可用。", "The name \"\(name)\" is reserved.")
        }
    }
}
