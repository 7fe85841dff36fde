public import RecordModel
public import SyncProtocol

/// A new record, checked and encoded, that only lacks its place in a feed.
///
/// Checking and encoding need no replica, so that an import does both for the next rows while the last
/// ones are written.
public struct PreparedRecord: Sendable {
    /// The record.
    public let id: RecordID
    /// The site; nil for the device's own.
    public let site: SiteID?
    let kind: Kind
    let body: SealedBody
}

/// Prepares new records of one kind that a file brings.
public struct RecordPreparation: Sendable {
    private let validation: Validation
    private let recordedAt: Int64

    /// A preparation for records that `validation` has found nothing wrong with; `recordedAt` is the
    /// author's clock in milliseconds since 1970.
    public init(_ validation: Validation, recordedAt: Int64) {
        self.validation = validation
        self.recordedAt = recordedAt
    }

    /// The record that holds `values`, which were validated; nil where it needs a running number, which
    /// only its place in a feed can give. Throws ``WireError`` for what no reader would take.
    public func record(
        _ id: RecordID, site: SiteID?, values: [String: Value], random: () -> UInt64
    ) throws -> PreparedRecord? {
        let kind = validation.kind
        let lacksNumber = kind.numbers.contains {
            $0.isRequired && (values[$0.name] ?? .null).isNull
        }
        if lacksNumber { return nil }
        return PreparedRecord(
            id: id, site: site, kind: kind,
            body: try SealedBody(
                kind: kind.name, kindVersion: kind.version,
                mutations: kind.creations(of: values), recordedAt: recordedAt,
                actor: validation.actor, reason: "",
                salt: Surroundings.bytes(HashChain.saltBytes, random: random)))
    }
}

extension Replica {
    /// Writes a record that was prepared. Durable once the caller commits.
    public func add(_ record: PreparedRecord) throws {
        try write(
            record.body, record: record.id, scope: scope(of: record.kind, site: record.site))
    }

    /// Writes a save that is encoded already. Durable once the caller commits.
    public func write(_ body: SealedBody, record: RecordID, scope: Scope) throws {
        let opened = try append(body, record: record, scope: scope, context: nil)
        guard isPublished(opened, in: scope), let change = try opened.change(in: scope) else {
            return
        }
        try publish(after: change)
    }
}

extension Kind {
    /// What gives a new record `values`, in the order of the fields.
    func creations(of values: [String: Value]) -> [Mutation] {
        fields.compactMap { field in values[field.name].flatMap { field.creation(of: $0) } }
    }
}
