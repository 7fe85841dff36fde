import CausalCore
import DeviceIdentity
import RecordModel
import ReplicaStore
import SyncEngine
import TestSupport

/// A hub and devices of two sites that know each other, as after joining.
struct Village {
    static let siteOne = "442000001001"
    static let siteTwo = "442000100002"

    let disk: TemporaryDirectory
    let hub: TestReplica
    /// Two devices of site one.
    let a: TestReplica
    let b: TestReplica
    /// A device of site two.
    let c: TestReplica

    init(seed: UInt64 = 1) throws {
        let disk = try TemporaryDirectory()
        self.disk = disk
        let hubKey = DeviceKey()
        let authority = try CertificateAuthority(name: "test", secondsSince1970: 1_780_000_000)
        let make = { (label: String, site: String, roles: [Role], key: DeviceKey) in
            try TestReplica(
                key: key, site: site, roles: roles, label: label, hubPublicKey: hubKey.publicKey,
                in: disk.path, seed: seed &+ UInt64(label.utf8.first ?? 0))
        }
        hub = try make("hub", "hub", [.hub], hubKey)
        a = try make("a", Self.siteOne, [.clerk], DeviceKey())
        b = try make("b", Self.siteOne, [.clerk], DeviceKey())
        c = try make("c", Self.siteTwo, [.clerk], DeviceKey())
        for replica in [hub, a, b, c] {
            let certificate = try authority.issue(
                CertificateRequest(key: replica.identity.key), site: replica.identity.site,
                roles: replica.identity.roles, label: replica.identity.label,
                secondsSince1970: 1_780_000_000)
            try hub.write { try $0.register(certificate) }
        }
        for replica in [a, b, c] { try replica.sync(with: hub) }
    }

    static let person: [String: Value] = [
        "name": .text("张三"), "risk_level": .text("high"), "id_number": .text("11010519491231002X"),
    ]
}

extension TestReplica {
    func add(_ kind: String, _ values: [String: Value]) throws -> RecordID {
        try write { try $0.add(Draft(kind: kind, values: values, actor: identity.label)) }
    }

    @discardableResult
    func set(
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

    func delete(_ id: RecordID) throws {
        try write { replica in
            guard let place = try replica.store.place(of: id, among: replica.kinds) else {
                throw EngineError.noSuchRecord(id.text)
            }
            try replica.delete(id, at: place, base: nil, actor: identity.label, reason: "")
        }
    }

    func reports(open: Bool = true, resolved: Bool = false) throws -> [ConflictReport] {
        try read { replica in
            try replica.store.conflicts(onlyOpen: open && !resolved)
                .flatMap { try replica.reports($0, open: open, resolved: resolved) }
                .filter { $0.conflictClass != .soft }
        }
    }

    func digests() throws -> [String: [UInt8]] {
        try read { replica in
            var digests: [String: [UInt8]] = [:]
            for scope in try replica.store.scopes() {
                digests[scope.text] = try replica.store.stateSum(of: scope).bytes
            }
            return digests
        }
    }

    func values(_ id: RecordID) throws -> [String: Value]? {
        try read { replica in
            guard let place = try replica.store.place(of: id, among: replica.kinds),
                let kind = replica.kinds[place.kind]
            else { return nil }
            return try replica.store.record(
                id, kindName: kind.name, kind: kind, site: place.site,
                isPublished: place.isPublished)?.state.shown(by: kind)
        }
    }
}
