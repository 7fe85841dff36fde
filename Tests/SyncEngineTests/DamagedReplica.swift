import CausalCore
import Foundation
import GRDB
import RecordModel
import ReplicaStore
import SyncEngine
import SyncProtocol
import TestSupport

/// A replica's file, to be damaged: opened, verified, read and synced as a program would.
struct DamagedReplica {
    /// What comes of damage.
    enum Outcome: Hashable {
        /// Opening or verifying said so, or what needed the bytes did.
        case found
        /// All that the replica says is as it was.
        case harmless
        /// Something is other than it was, and nobody said so.
        case silent
        /// Another replica took something that was never written.
        case spread
    }

    private struct Name: Hashable {
        let scope: Scope
        let replica: ReplicaID
        let seq: UInt64
    }

    /// The file as it was.
    let bytes: [UInt8]
    private let village: Village
    private let directory: String
    private let before: [String]
    private let written: [Name: [[UInt8]]]
    private let healthy: ReplicaFile
    private let empty: ReplicaFile
    /// Where in the file the log has a change.
    let mark: Int

    /// A village device that has saved, edited, deleted, published and met a conflict.
    init() throws {
        village = try Village(seed: 5)
        let (hub, a, b) = (village.hub, village.a, village.b)
        healthy = try ReplicaFile.openForReading(in: b.image())
        empty = try ReplicaFile.inMemory()
        let writer = ReplicaWriter(empty, identity: a.identity)
        try writer.write(kinds: KindCatalogue(), surroundings: Surroundings(now: 0) { 0 }) {
            for kind in KindCatalogue.standard.kinds { try $0.install(kind) }
        }
        for number in 0..<40 {
            _ = try a.add(
                "disclosure",
                [
                    "title": .text("公开第\(number)号"), "category": .text("其他"),
                    "status": .text("draft"),
                ])
        }
        for number in 0..<6 {
            let id = try a.add("person", Village.person)
            try a.sync(with: hub)
            try b.sync(with: hub)
            try a.set(id, ["risk_level": .text("medium"), "phone": .text("1380000000\(number)")])
            if number % 2 == 0 { try b.set(id, ["risk_level": .text("low")]) }
            if number == 3 { try a.delete(id) }
        }
        _ = try a.add(
            "disclosure",
            ["title": .text("第一季度财务收支"), "category": .text("财务收支"), "status": .text("draft")])
        try b.sync(with: hub)
        try a.sync(with: hub)
        let image = try a.image()
        bytes = try Array(Data(contentsOf: URL(filePath: image + "/" + ReplicaFile.name)))
        directory = village.disk.path + "/damaged"
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
        (before, written) = try Self.read(ReplicaFile.openForReading(in: image), village.a.identity)
        {
            (try Self.contents(of: $0), try Self.changes(of: $0))
        }
        let hash = written.values.map { $0[0] }.min { $0.lexicographicallyPrecedes($1) } ?? []
        mark = Data(bytes).range(of: Data(hash))?.lowerBound ?? 0
    }

    /// What comes of a file that holds `bytes` instead.
    func outcome(of bytes: [UInt8]) throws -> Outcome {
        try Data(bytes).write(to: URL(filePath: directory + "/" + ReplicaFile.name))
        var segments: [Segment] = []
        var outcome = Outcome.found
        // What is thrown is a finding here, and a fault of the healthy replica below.
        if let file = try? ReplicaFile.openForReading(in: directory) {
            defer { try? file.close() }
            try? Self.read(file, village.a.identity) { replica in
                // What a program that never verifies would send.
                segments = (try? Self.segments(of: replica)) ?? []
                guard try damage(of: replica).isEmpty else { return }
                outcome = try Self.contents(of: replica) == before ? .harmless : .silent
            }
        }
        return try isTaken(segments) ? .spread : outcome
    }

    /// The file after `sql`, as somebody with a SQLite tool would write it.
    func tampered(_ sql: String) throws -> [UInt8] {
        let path = directory + "/" + ReplicaFile.name
        try Data(bytes).write(to: URL(filePath: path))
        let queue = try DatabaseQueue(path: path)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
        return try Array(Data(contentsOf: URL(filePath: path)))
    }

    /// What a file that holds `bytes` instead says otherwise.
    func differences(of bytes: [UInt8]) throws -> [String] {
        try Data(bytes).write(to: URL(filePath: directory + "/" + ReplicaFile.name))
        let file = try ReplicaFile.openForReading(in: directory)
        defer { try? file.close() }
        let after = try Self.read(file, village.a.identity) { try Self.contents(of: $0) }
        return after.difference(from: before).map { "\($0)" }
    }

    private static func read<Result>(
        _ file: ReplicaFile, _ identity: ReplicaIdentity, _ work: (Replica) throws -> Result
    ) throws -> Result {
        try file.read { store in
            let kinds = KindCatalogue(
                try store.storedKinds().map { stored in
                    // Reading them anew ten thousand times would take most of the time.
                    try KindCatalogue.standard.kinds.first { $0.source == stored.source }
                        ?? KindReader.kind(source: stored.source, file: stored.name)
                })
            return try work(
                Replica(
                    store: store, identity: identity, kinds: kinds,
                    surroundings: Surroundings(now: 0) { 0 }))
        }
    }

    /// What `zssync verify` says.
    private func damage(of replica: Replica) throws -> [String] {
        let found = try replica.verifyLog().damage
        guard found.isEmpty else { return found }
        let copy = ReplicaWriter(
            try ReplicaFile.inMemory(copying: empty), identity: replica.identity)
        return try copy.write(
            kinds: KindCatalogue.standard, surroundings: Surroundings(now: 0) { 0 }
        ) { rebuilt in
            try rebuilt.replay(replica) + replica.differences(from: rebuilt)
        }
    }

    /// All that people and peers see: the log, the records, the conflicts, the digests.
    private static func contents(of replica: Replica) throws -> [String] {
        var lines: [String] = []
        for scope in try replica.store.scopes() {
            lines.append("\(scope) \(try replica.store.stateSum(of: scope).bytes)")
            for feed in try replica.store.feeds(in: scope) {
                let entries = try replica.store.entries(of: feed.number, from: 1, limit: 10_000)
                lines.append("\(feed)")
                lines += entries.map { "\($0)" }
            }
        }
        for kind in replica.kinds.kinds {
            try replica.store.forEachRow(of: kind) { row in
                let values = row.values.sorted { $0.key < $1.key }
                lines.append("\(row.id) \(row.site) \(row.updatedAt) \(row.updatedBy) \(values)")
            }
            for (id, site) in try replica.store.keys(of: kind) {
                let record = try replica.store.record(
                    id, kindName: kind.name, kind: kind, site: site, isPublished: false)
                lines.append("\(record?.state.canonicalBytes ?? [])")
            }
        }
        lines += try replica.store.conflicts(onlyOpen: false)
            .flatMap { try replica.reports($0, open: true, resolved: true) }.map { "\($0)" }
        return lines
    }

    private static func changes(of replica: Replica) throws -> [Name: [[UInt8]]] {
        var changes: [Name: [[UInt8]]] = [:]
        for scope in try replica.store.scopes() {
            for feed in try replica.store.feeds(in: scope) {
                for logged in try replica.store.entries(of: feed.number, from: 1, limit: 10_000) {
                    let name = Name(scope: scope, replica: feed.replica, seq: logged.entry.seq)
                    changes[name] = [
                        logged.entry.hash, logged.entry.header, logged.entry.body ?? [],
                    ]
                }
            }
        }
        return changes
    }

    private static func segments(of replica: Replica) throws -> [Segment] {
        try replica.store.scopes().flatMap { scope in
            try replica.plan(for: VersionVector(), in: scope).map { try replica.segment($0) }
        }
    }

    /// Whether a healthy replica, given `segments`, comes to hold a change that nobody wrote.
    private func isTaken(_ segments: [Segment]) throws -> Bool {
        let file = try ReplicaFile.inMemory(copying: healthy)
        let (writer, identity) = (
            ReplicaWriter(file, identity: village.b.identity), village.b.identity
        )
        try writer.write(
            kinds: KindCatalogue.standard, surroundings: Surroundings(now: 0) { 0 }
        ) { replica in
            for segment in segments { _ = try replica.receive(segment, from: village.a.member) }
        }
        let taken = try Self.read(file, identity) { try Self.changes(of: $0) }
        return taken.contains { written[$0.key] != $0.value }
    }
}
