import Crypto
public import DeviceIdentity
import Foundation
public import RecordModel
import ReplicaStore

// What the hub alone writes: the registry in `control`.
extension Replica {
    /// Puts a site into the registry, or its new name or town.
    public func register(site code: String, name: String, townCode: String, townName: String) throws
    {
        guard let kind = kinds["site"] else { throw EngineError.noSuchKind("site") }
        let id = RecordID(hashing: "zssync/1 site\0\(code)")
        guard let id else { throw EngineError.noSuchRecord(code) }
        let values: [String: Value] = [
            "code": .text(code), "name": .text(name), "town_code": .text(townCode),
            "town_name": .text(townName),
        ]
        try put(values, kind: kind, id: id)
    }

    /// Puts a device into the registry: from now on its feeds are accepted everywhere.
    public func register(_ certificate: DeviceCertificate) throws {
        guard let kind = kinds["device"], let id = RecordID(certificate.device.text) else {
            throw EngineError.noSuchKind("device")
        }
        let values: [String: Value] = [
            "site_id": .text(certificate.site.text),
            "roles": .list(certificate.roles.map { .text($0.rawValue) }),
            "label": .text(certificate.label),
            "public_key": .text(Data(certificate.publicKey).base64EncodedString()),
            "certificate": .text(Data(certificate.der).base64EncodedString()),
            "joined_at": .text(Timestamp.text(surroundings.now)),
        ]
        try put(values, kind: kind, id: id)
    }

    /// Puts a device into the registry that came with a good certificate and is not there.
    public func readmit(_ certificate: DeviceCertificate) throws {
        guard try author(certificate.device.text) == nil else { return }
        try register(certificate)
    }

    /// Publishes a kind's file to every replica, where it is newer than what is published.
    public func define(_ kind: Kind) throws {
        guard let definition = kinds[Kind.definition] else {
            throw EngineError.noSuchKind(Kind.definition)
        }
        let mistakes = kinds[kind.name].map { kind.mistakes(after: $0) } ?? []
        guard mistakes.isEmpty else { throw EngineError.invalid(mistakes) }
        let id = RecordID(hashing: "zssync/1 kind\0\(kind.name)")
        guard let id else { throw EngineError.noSuchKind(kind.name) }
        let values: [String: Value] = [
            "name": .text(kind.name), "version": .integer(Int64(kind.version)),
            "source": .text(kind.source),
        ]
        try put(values, kind: definition, id: id)
        try adoptKinds()
    }

    func put(
        _ values: [String: Value], kind: Kind, id: RecordID, actor: String? = nil
    ) throws {
        let record = try store.record(
            id, kindName: kind.name, kind: kind, site: .hub, isPublished: false)
        let before = record?.state.shown(by: kind) ?? [:]
        let mutations = kind.fields.flatMap { field in
            values[field.name].map { field.mutations(from: before[field.name], to: $0) } ?? []
        }
        guard !mutations.isEmpty else { return }
        try write(
            Edit(
                kind: kind.name, record: id, scope: .control, mutations: mutations,
                actor: actor ?? identity.label))
    }
}

extension RecordID {
    /// The first 16 bytes of the hash of `name`: what the hub writes under an id that anybody can work out.
    init?(hashing name: String) {
        self.init(bytes: Array(SHA256.hash(data: Array(name.utf8))).prefix(16))
    }
}
