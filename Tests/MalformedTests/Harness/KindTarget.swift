import DeviceIdentity
import RecordModel
import ReplicaStore
import SyncEngine

/// The YAML file that defines a kind, then tables made of it.
enum KindTarget {
    static func run(_ bytes: [UInt8]) throws {
        let source = String(decoding: bytes, as: UTF8.self)
        let read = try Law.typed(KindFileError.self, "a kind") {
            try KindReader.kind(source: source, file: "fuzzed.yaml")
        }
        guard let kind = read else { return }
        let again = try Law.certain("a kind, again") {
            try KindReader.kind(source: kind.source, file: "fuzzed.yaml")
        }
        try Law.holds(again == kind, "a kind comes back as it was")
        // Whatever passes the reader has to be good for tables, or the hub could stop its devices.
        let file = try ReplicaFile.inMemory(copying: empty.file)
        let writer = ReplicaWriter(file, identity: empty.identity)
        try writer.write(kinds: empty.kinds, surroundings: Surroundings(now: 0) { 1 }) { replica in
            guard
                try Law.typed(
                    EngineError.self, "installing a kind", { try replica.install(kind) })
                    != nil, let known = replica.kinds[kind.name]
            else { return }
            try Law.certain("the tables of a kind") {
                try replica.store.forEachRow(of: known) { _ in }
                _ = try replica.store.keys(of: known)
                for comparison in known.comparisons {
                    _ = try replica.store.records(
                        of: known, site: .hub, sharing: comparison.identity, values: [:],
                        besides: RecordID(high: 1, low: 1))
                }
            }
        }
    }

    private struct Empty {
        let file: ReplicaFile
        let identity: ReplicaIdentity
        let kinds: KindCatalogue
    }

    private static let empty: Empty = {
        do {
            let key = try DeviceKey(rawBytes: [UInt8](repeating: 3, count: 32))
            let identity = ReplicaIdentity(
                key: key, site: .hub, roles: [.hub], label: "hub", hubPublicKey: key.publicKey)
            let file = try ReplicaFile.inMemory()
            let writer = ReplicaWriter(file, identity: identity)
            let surroundings = Surroundings(now: 0) { 1 }
            let kinds = try writer.write(kinds: KindCatalogue(), surroundings: surroundings) {
                for kind in KindCatalogue.standard.kinds { try $0.install(kind) }
                return $0.kinds
            }
            return Empty(file: file, identity: identity, kinds: kinds)
        } catch { preconditionFailure("an empty replica: \(error)") }
    }()
}
