import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

// What the words of a command line stand for in a replica.
extension ReplicaHost {
    /// The kind called `name`, by its name or by the label that people read.
    func kind(_ name: String) throws -> Kind {
        if let kind = kinds[name] { return kind }
        let labelled = kinds.kinds.first {
            $0.label.chinese == name || $0.label.english.lowercased() == name.lowercased()
        }
        if let labelled { return labelled }
        let known = kinds.kinds.filter { $0.audience != .control }.map(\.name)
            .joined(separator: ", ")
        throw CommandFailure(
            .input, "没有名为“\(name)”的记录类型；可用：\(known)。",
            "There is no record kind \(name). Known: \(known).")
    }
}

extension Replica {
    /// The site that a new record of `kind` belongs to.
    func siteForNew(_ kind: Kind, code: String?) throws -> SiteID? {
        if let code { return try site(code: code) }
        guard identity.isHub, kind.audience != .control else { return nil }
        throw CommandFailure.usage(
            "在中心登记时要用 --site 指明村（社区）代码，未保存。",
            "At the hub --site must say which site the record belongs to; nothing was stored.")
    }
}
