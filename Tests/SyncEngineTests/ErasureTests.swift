import CausalCore
import Foundation
import RecordModel
import ReplicaStore
import SyncEngine
import SyncProtocol
import TestSupport
import Testing

@Suite("Erasure")
struct ErasureTests {
    private let village: Village
    private let site: SiteID
    private let scope: Scope

    init() throws {
        village = try Village()
        site = try #require(SiteID(Village.siteOne))
        scope = .site(site)
    }

    private func erase(_ id: RecordID) throws -> Int {
        try village.hub.write { try $0.erase(id, of: site, actor: "操作员", reason: "本人申请") }
    }

    /// Whether `word` is in any byte of a directory.
    private func holds(_ directory: String, _ word: String) throws -> Bool {
        try FileManager.default.contentsOfDirectory(atPath: directory).contains { name in
            try Data(contentsOf: URL(filePath: directory + "/" + name))
                .range(of: Data(word.utf8)) != nil
        }
    }

    @Test("an erased record leaves no byte on any disk, and every history still verifies")
    func everywhere() throws {
        let (hub, a, b) = (village.hub, village.a, village.b)
        let id = try a.add("person", ["name": .text("忘川"), "address": .text("忘川路一号")])
        let other = try a.add("person", ["name": .text("常在")])
        for device in [a, b] { try device.sync(with: hub) }
        try a.set(id, ["address": .text("忘川路二号")])
        try b.set(id, ["address": .text("忘川路三号")])
        for device in [a, b, a] { try device.sync(with: hub) }
        #expect(try hub.reports().count == 1)
        for replica in [hub, a, b] { #expect(try holds(replica.directory, "忘川")) }

        #expect(try erase(id) == 3)
        #expect(try erase(id) == 0)
        #expect(try !holds(hub.directory, "忘川"))
        for device in [a, b] { #expect(try device.sync(with: hub).isEmpty) }
        for replica in [hub, a, b] {
            #expect(try !holds(replica.directory, "忘川"))
            #expect(try holds(replica.directory, "常在"))
            #expect(try replica.values(id) == nil)
            #expect(try replica.values(other) != nil)
            #expect(try replica.reports(resolved: true).isEmpty)
            #expect(try replica.digests() == hub.digests())
            #expect(try replica.read { try $0.verifyLog() }.damage == [])
        }
        try a.write { try $0.rebuild() }
        #expect(try a.digests() == hub.digests())
    }

    @Test("what was written by somebody who had not heard of it is not kept, by himself either")
    func lateWrite() throws {
        let (hub, a, b) = (village.hub, village.a, village.b)
        let id = try a.add("person", ["name": .text("忘川")])
        for device in [a, b] { try device.sync(with: hub) }
        _ = try erase(id)
        try a.sync(with: hub)
        #expect(throws: EngineError.erased(id.text)) {
            try a.write { one in
                try one.edit(
                    Draft(kind: "person", values: ["phone": .text("13800138000")], actor: "甲"),
                    of: RecordPlace(kind: "person", site: site, isPublished: false), id)
            }
        }
        try b.set(id, ["address": .text("忘川路四号")])
        // First from device to device, without the hub.
        try b.sync(with: a)
        try a.sync(with: hub)
        let heads = try hub.read { try $0.heads(of: scope) }
        for replica in [hub, a, b] {
            #expect(try !holds(replica.directory, "忘川"))
            #expect(try replica.digests() == hub.digests())
            #expect(try replica.read { try $0.verifyLog() }.damage == [])
            #expect(try replica.read { try $0.heads(of: scope) } == heads)
        }
    }

    @Test("a device that joins later is sent digests in the place of bodies, and takes them")
    func newDevice() throws {
        let village = try Village(others: 1)
        let (hub, a, late) = (village.hub, village.a, village.others[0])
        let id = try a.add("person", ["name": .text("忘川")])
        let other = try a.add("person", ["name": .text("常在")])
        try a.sync(with: hub)
        try hub.write { _ = try $0.erase(id, of: site, actor: "操作员", reason: "本人申请") }
        #expect(try late.sync(with: hub).isEmpty)
        #expect(try late.values(other) != nil)
        #expect(try late.digests() == hub.digests())
        #expect(try late.read { try $0.verifyLog() }.damage == [])
    }

    @Test(
        "nobody but the hub can leave a body out: such a change waits, and comes whole from others")
    func strippedRelay() throws {
        let (hub, a, b) = (village.hub, village.a, village.b)
        let id = try a.add("person", ["name": .text("常在")])
        try a.write { try $0.signCheckpoints(in: scope) }
        let segment = try a.read { one in
            let plan = try #require(try one.plan(for: VersionVector(), in: scope).last)
            return try one.segment(plan)
        }
        let stripped = Segment(
            scope: segment.scope, replica: segment.replica, epoch: segment.epoch,
            device: segment.device, firstSeq: segment.firstSeq,
            changes: segment.changes.map {
                SealedChange(header: $0.header, content: .erased(digest: $0.bodyDigest))
            }, checkpoint: segment.checkpoint)
        let receipt = try hub.write { try $0.receive(stripped, from: b.member) }
        guard case .refused(let refusal) = receipt else {
            Issue.record("taken: \(receipt)")
            return
        }
        #expect(refusal.code == .waiting)
        #expect(try hub.write { try $0.receive(segment, from: b.member) } == .merged(changes: 1))
        #expect(try hub.values(id) != nil)
    }

    @Test("only the hub erases, and nothing of the registry")
    func permission() throws {
        let id = try village.a.add("person", ["name": .text("常在")])
        #expect(throws: EngineError.notPermitted(.control)) {
            try village.a.write { try $0.erase(id, of: site, actor: "甲", reason: "") }
        }
        #expect(throws: EngineError.notPermitted(.control)) {
            try village.hub.write { try $0.erase(id, of: .hub, actor: "操作员", reason: "") }
        }
        #expect(try village.a.values(id) != nil)
    }

    @Test("a log that lost a body without an order, or kept one against it, is damaged")
    func damage() throws {
        let (hub, a) = (village.hub, village.a)
        let id = try a.add("person", ["name": .text("常在")])
        try a.sync(with: hub)
        let entry = try #require(try a.read { try $0.store.entries(after: 0, limit: 1_000).last })
        let digest = SealedChange(entry.entry).bodyDigest
        try a.write { try $0.store.eraseBody(at: entry.arrival, digest: digest) }
        #expect(try a.read { try $0.verifyLog() }.damage.count == 1)
        try hub.write { _ = try $0.store.noteErased(id, of: site) }
        #expect(try hub.read { try $0.verifyLog() }.damage.count == 1)
    }

    @Test(
        "bytes that an old state still needs go with the next transaction after it, or the next start"
    )
    func reader() throws {
        let (hub, a) = (village.hub, village.a)
        let id = try a.add("person", ["name": .text("忘川")])
        try a.sync(with: hub)
        let reader = try ReplicaFile.openForReading(in: hub.directory)
        // What is there when the machine is switched off now.
        let copy = hub.directory + "-switched-off"
        try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
        try reader.read { old in
            #expect(try old.changeCount() > 0)
            _ = try hub.write { try $0.erase(id, of: site, actor: "操作员", reason: "本人申请") }
            #expect(try holds(hub.directory, "忘川"))
            for name in [ReplicaFile.name, ReplicaFile.name + "-wal"] {
                try FileManager.default.copyItem(
                    atPath: hub.directory + "/" + name, toPath: copy + "/" + name)
            }
        }
        try hub.write { _ in }
        #expect(try !holds(hub.directory, "忘川"))
        #expect(try holds(copy, "忘川"))
        let opened = try ReplicaFile.open(in: copy)
        #expect(try !holds(copy, "忘川"))
        try opened.close()
    }
}
