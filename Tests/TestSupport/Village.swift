import DeviceIdentity
public import RecordModel
import ReplicaStore
public import SyncEngine

/// A hub and devices of two sites that know each other, as after joining.
public struct Village {
    /// The site of ``a`` and ``b``.
    public static let siteOne = "442000001001"
    /// The site of ``c``.
    public static let siteTwo = "442000100002"

    /// Where their files lie.
    public let disk: TemporaryDirectory
    /// The hub.
    public let hub: TestReplica
    /// A device of site one.
    public let a: TestReplica
    /// Another device of site one.
    public let b: TestReplica
    /// A device of site two.
    public let c: TestReplica
    /// Further devices of site one.
    public let others: [TestReplica]

    /// Makes them, registers them and syncs each with the hub.
    public init(seed: UInt64 = 1, others count: Int = 0) throws {
        let disk = try TemporaryDirectory()
        self.disk = disk
        var chance = SeededGenerator(seed: seed &* 0x2545_F491_4F6C_DD1D)
        let key = {
            try DeviceKey(
                rawBytes: (0..<32).map { _ in UInt8.random(in: 0..<128, using: &chance) })
        }
        let hubKey = try key()
        let authority = try CertificateAuthority(name: "test", secondsSince1970: 1_780_000_000)
        let make = { (label: String, site: String, roles: [Role], key: DeviceKey) in
            try TestReplica(
                key: key, site: site, roles: roles, label: label, hubPublicKey: hubKey.publicKey,
                in: disk.path, seed: seed &+ UInt64(label.utf8.first ?? 0))
        }
        hub = try make("hub", "hub", [.hub], hubKey)
        a = try make("a", Self.siteOne, [.clerk], key())
        b = try make("b", Self.siteOne, [.clerk], key())
        c = try make("c", Self.siteTwo, [.clerk], key())
        others = try (0..<count).map { number in
            let label = String(UnicodeScalar(UInt8(ascii: "d") + UInt8(number)))
            return try make(label, Self.siteOne, [.clerk], key())
        }
        for replica in [hub, a, b, c] + others {
            let certificate = try authority.issue(
                CertificateRequest(key: replica.identity.key), site: replica.identity.site,
                roles: replica.identity.roles, label: replica.identity.label,
                secondsSince1970: 1_780_000_000)
            try hub.write { try $0.register(certificate) }
        }
        for replica in [a, b, c] + others { try replica.sync(with: hub) }
    }

    /// A person's file, filled in.
    public static let person: [String: Value] = [
        "name": .text("张三"), "risk_level": .text("high"), "id_number": .text("11010519491231002X"),
    ]
}

// One test's, on one thread.
@available(*, unavailable)
extension Village: Sendable {}

extension TestReplica {
    /// Adds a record.
    public func add(_ kind: String, _ values: [String: Value]) throws -> RecordID {
        try write { try $0.add(Draft(kind: kind, values: values, actor: identity.label)) }
    }

    /// Edits a record.
    @discardableResult
    public func set(
        _ id: RecordID, _ values: [String: Value], base: String? = nil
    ) throws -> Change? {
        try write { replica in
            guard let place = try replica.store.place(of: id, among: replica.kinds) else {
                throw EngineError.noSuchRecord(id.text)
            }
            return try replica.edit(
                Draft(kind: place.kind, values: values, base: base, actor: identity.label),
                of: place, id)
        }
    }

    /// Deletes a record.
    public func delete(_ id: RecordID) throws {
        try write { replica in
            guard let place = try replica.store.place(of: id, among: replica.kinds) else {
                throw EngineError.noSuchRecord(id.text)
            }
            try replica.delete(id, at: place, base: nil, actor: identity.label, reason: "")
        }
    }

    /// The conflict report, hints left out.
    public func reports(open: Bool = true, resolved: Bool = false) throws -> [ConflictReport] {
        try read { replica in
            try replica.store.conflicts(onlyOpen: open && !resolved)
                .flatMap { try replica.reports($0, open: open, resolved: resolved) }
                .filter { $0.conflictClass != .soft }
        }
    }

    /// The state digest of each scope.
    public func digests() throws -> [String: [UInt8]] {
        try read { replica in
            var digests: [String: [UInt8]] = [:]
            for scope in try replica.store.scopes() {
                digests[scope.text] = try replica.store.stateSum(of: scope).bytes
            }
            return digests
        }
    }

    /// What a record shows; nil where it is not listed.
    public func values(_ id: RecordID) throws -> [String: Value]? {
        try read { replica in
            guard let place = try replica.store.place(of: id, among: replica.kinds),
                let kind = replica.kinds[place.kind]
            else { return nil }
            return try replica.store.record(
                id, kindName: kind.name, kind: kind, site: place.site,
                isPublished: place.isPublished)?.shown(by: kind)
        }
    }
}
