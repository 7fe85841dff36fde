public import CausalCore
public import RecordModel

/// One conflict as this file keeps it; what it shows is worked out from the log.
public struct ConflictRow: Hashable, Sendable {
    /// The same on every replica: 16 bytes.
    public let id: [UInt8]
    /// Where it is.
    public let scope: Scope
    /// The record's kind.
    public let kind: String
    /// The record.
    public let record: RecordID
    /// What sort of difference.
    public let conflictClass: ConflictClass
    /// The field, or the identity that two records share; empty for the record as a whole.
    public let field: String
    /// The other record, where two are compared.
    public let other: RecordID?
    /// Whether it still waits for a person.
    public var isOpen: Bool
    /// The hash of the candidates: 16 bytes.
    public var version: [UInt8]
    /// The arrival that last moved it.
    public var moved: Int64

    /// Makes a row of its parts.
    public init(
        id: [UInt8], scope: Scope, kind: String, record: RecordID, conflictClass: ConflictClass,
        field: String, other: RecordID?, isOpen: Bool, version: [UInt8], moved: Int64
    ) {
        self.id = id
        self.scope = scope
        self.kind = kind
        self.record = record
        self.conflictClass = conflictClass
        self.field = field
        self.other = other
        self.isOpen = isOpen
        self.version = version
        self.moved = moved
    }
}

/// The conflicts ever seen, and the candidates of each of their versions.
public protocol ConflictStore {
    /// The conflicts of `record`, open and settled, sorted by id.
    func conflicts(of record: RecordID, in scope: Scope) throws -> [ConflictRow]

    /// The conflict called `id`; nil where it never was.
    func conflict(_ id: [UInt8]) throws -> ConflictRow?

    /// The conflicts in any state, or only the open ones, moved after `since`, sorted by id.
    func conflicts(onlyOpen: Bool, since: Int64) throws -> [ConflictRow]

    /// How many conflicts are open, hints of two people at one record left out.
    func openConflictCount() throws -> Int

    /// How many conflicts are open on each record that has any.
    func openConflictCounts() throws -> [String: Int]

    /// Opens, changes or settles a conflict, and remembers the version's candidates.
    func save(_ row: ConflictRow, candidates: [Dot]) throws

    /// The candidates that `version` of a conflict had; nil where it was never shown here.
    func candidates(of conflict: [UInt8], version: [UInt8]) throws -> [Dot]?

    /// Withdraws a conflict whose grounds are gone: two records that no longer have anything in common.
    func remove(_ row: ConflictRow) throws

    /// Withdraws all conflicts of a record that is no longer held.
    func removeConflicts(of record: RecordID, in scope: Scope) throws
}

extension ConflictStore {
    /// The conflicts in any state, or only the open ones, sorted by id.
    public func conflicts(onlyOpen: Bool) throws -> [ConflictRow] {
        let rows = try conflicts(onlyOpen: onlyOpen, since: 0)
        #if PLANTED_BUGS
            if PlantedBug.active == .listsByArrival { return rows.sorted { $0.moved < $1.moved } }
        #endif
        return rows
    }
}
