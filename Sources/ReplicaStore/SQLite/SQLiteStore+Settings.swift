import GRDB

extension SQLiteStore {
    func setting(_ name: String) throws -> String? {
        let select = try SQLStatement(db, "SELECT value FROM setting WHERE name = ?")
        select.bind(1, name)
        defer { select.reset() }
        return try select.step() ? select.text(0) : nil
    }

    func set(_ name: String, to value: String) throws {
        try db.execute(
            sql: "INSERT OR REPLACE INTO setting VALUES (?, ?)", arguments: [name, value])
    }

    func notice(_ code: String, detail: String, at millisecondsSince1970: Int64) throws {
        try db.execute(
            sql: "INSERT INTO notice(at, code, detail) VALUES (?, ?, ?)",
            arguments: [millisecondsSince1970, code, detail])
    }

    func noticeOnce(
        _ code: String, detail: String, at millisecondsSince1970: Int64
    ) throws {
        let isKnown = try Bool.fetchOne(
            db, sql: "SELECT EXISTS (SELECT 1 FROM notice WHERE code = ? AND detail = ?)",
            arguments: [code, detail])
        if isKnown != true { try notice(code, detail: detail, at: millisecondsSince1970) }
    }

    func audit(
        actor: String, action: String, detail: String, at millisecondsSince1970: Int64
    ) throws {
        try db.execute(
            sql: "INSERT INTO audit(at, actor, action, detail) VALUES (?, ?, ?, ?)",
            arguments: [millisecondsSince1970, actor, action, detail])
    }
}
