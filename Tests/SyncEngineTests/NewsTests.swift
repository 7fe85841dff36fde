import CausalCore
import RecordModel
import ReplicaStore
import SwiftProtobuf
import SyncEngine
import SyncProtocol
import TestSupport
import Testing

@Suite("News that come with the question")
struct NewsTests {
    private let village: Village
    private var hub: TestReplica { village.hub }
    private var a: TestReplica { village.a }
    private var b: TestReplica { village.b }

    init() throws {
        village = try Village()
        // Both agree on what there is.
        _ = try village.a.add("person", Village.person)
        for device in [village.a, village.a, village.b, village.b] {
            try device.sync(with: village.hub)
        }
    }

    /// What a device asks, signed.
    private func question(_ device: TestReplica) throws -> Comparison {
        try device.write { one in
            for scope in try one.unsignedScopes() { try one.signCheckpoints(in: scope) }
        }
        return try device.read { try $0.comparison(with: hub.member) }
    }

    /// What the hub answers once it has merged the news, as far as it takes them.
    private func answer(
        _ comparison: Comparison, of device: TestReplica
    ) throws -> (receipts: [Receipt], answer: WireFrontiersAnswer) {
        let receipts = try hub.write { one in
            try one.receive(
                news: comparison.request.segments.map(Segment.init),
                digest: [UInt8](comparison.request.newsDigest), from: device.member)
        }
        return (
            receipts,
            try hub.read { try $0.answer(comparison.request, of: device.member, renew: false) }
        )
    }

    private func isAcknowledged(_ device: TestReplica) throws -> Bool {
        try device.read { try $0.isAcknowledged(by: hub.member) }
    }

    @Test("a few saves are at the hub, and known to be there, after one question and its answer")
    func oneTrip() throws {
        let id = try a.add("person", ["name": .text("李四")])
        let comparison = try question(a)
        #expect(comparison.request.frontiers.isEmpty)
        #expect(comparison.request.segments.map(\.count) == [1])
        let (receipts, answer) = try answer(comparison, of: a)
        #expect(receipts == [.merged(changes: 1)])
        #expect(answer.same && answer.states.count == 1)
        #expect(!comparison.asksAgain(after: answer) && comparison.newsCount == 1)
        #expect(try !isAcknowledged(a))
        let differences = try a.write {
            try $0.differences(answer, from: hub.member, to: comparison)
        }
        #expect(differences.toFetch.isEmpty && differences.toPush.isEmpty)
        #expect(try hub.values(id)?["name"] == .text("李四"))
        #expect(try isAcknowledged(a))
        #expect(try question(a).request.segments.isEmpty)
        // The same again, as after an answer that was lost.
        let again = try self.answer(comparison, of: a)
        #expect(again.receipts == [.held] && again.answer.same)
    }

    @Test("what is saved while the answer is under way is not taken for held, with news or without")
    func savedMeanwhile() throws {
        for tellsNews in [true, false] {
            _ = try a.add("person", ["name": .text("李四")])
            _ = try question(a)
            let comparison = try a.read {
                try $0.comparison(with: hub.member, tellsNews: tellsNews)
            }
            // The hub holds it already: an answer was lost.
            let told = try question(a)
            let (_, _) = try answer(told, of: a)
            let (_, answer) = try answer(comparison, of: a)
            #expect(answer.same)
            _ = try a.add("person", ["name": .text("王五")])
            _ = try a.write { try $0.differences(answer, from: hub.member, to: comparison) }
            #expect(try !isAcknowledged(a))
            try a.sync(with: hub, tellsNews: true)
            #expect(try isAcknowledged(a))
        }
    }

    @Test("the first that a device ever writes comes with the question too")
    func firstSaves() throws {
        let village = try Village()
        let id = try village.c.add("person", Village.person)
        try village.c.write { one in
            for scope in try one.unsignedScopes() { try one.signCheckpoints(in: scope) }
        }
        let comparison = try village.c.read { try $0.comparison(with: village.hub.member) }
        #expect(comparison.request.segments.map(\.scope) == ["site/\(Village.siteTwo)"])
        try village.c.sync(with: village.hub, tellsNews: true)
        #expect(try village.hub.values(id) != nil)
    }

    @Test("where the hub has news too, one session brings both sides together")
    func newsOnBothSides() throws {
        let ours = try a.add("person", ["name": .text("李四")])
        let theirs = try b.add("person", ["name": .text("王五")])
        try b.sync(with: hub, tellsNews: true)
        let comparison = try question(a)
        let (receipts, answer) = try answer(comparison, of: a)
        // They would not make both equal, and so wait for the push.
        #expect(receipts.isEmpty)
        // Which branches the hub holds, it can say only to somebody who lists theirs.
        #expect(!answer.same && !answer.othersDiffer && answer.states.isEmpty)
        #expect(answer.frontiers.isEmpty && comparison.asksAgain(after: answer))
        try a.sync(with: hub, tellsNews: true)
        for id in [ours, theirs] {
            #expect(try hub.values(id) != nil)
            #expect(try a.values(id) != nil)
        }
        #expect(try isAcknowledged(a))
        let site = "site/\(Village.siteOne)"
        #expect(try a.digests()[site] == hub.digests()[site])
    }

    @Test("a hub whose program knows of no news gets them all the same")
    func olderHub() throws {
        let id = try a.add("person", ["name": .text("李四")])
        let comparison = try question(a)
        let answer = try hub.read {
            try $0.answer(
                .with {
                    $0.versions = comparison.request.versions
                    $0.digest = comparison.request.digest
                }, of: a.member, renew: false)
        }
        #expect(answer.othersDiffer && answer.states.isEmpty)
        #expect(comparison.asksAgain(after: answer))
        try a.sync(with: hub)
        #expect(try hub.values(id) != nil)
    }

    @Test("much, or what came from others, is not sent unasked")
    func onlyLittleAndOwn() throws {
        for number in 0..<501 { _ = try a.add("person", ["name": .text("甲\(number)")]) }
        let much = try question(a)
        #expect(much.request.segments.isEmpty && much.request.frontiers.count == 1)
        try a.sync(with: hub, tellsNews: true)
        #expect(try isAcknowledged(a))

        // Little as sent, and much once inflated.
        let note = String(repeating: "长", count: 20_000)
        for _ in 0..<20 { _ = try a.add("person", ["name": .text("乙"), "address": .text(note)]) }
        let long = try question(a)
        #expect(long.request.segments.isEmpty && long.request.frontiers.count == 1)
        try a.sync(with: hub, tellsNews: true)
        #expect(try isAcknowledged(a))

        _ = try b.add("person", ["name": .text("乙")])
        _ = try a.add("person", ["name": .text("丙")])
        try a.sync(with: b)
        let relayed = try question(a)
        #expect(relayed.request.segments.isEmpty && relayed.request.frontiers.count == 1)
    }

    @Test("news of a restored disk continue nothing that the hub holds, and nothing is lost")
    func rolledBack() throws {
        let image = try a.image()
        let lost = try a.add("person", ["name": .text("李四")])
        try a.sync(with: hub, tellsNews: true)
        try a.restore(image)
        let late = try a.add("person", ["name": .text("王五")])
        let comparison = try question(a)
        let (receipts, answer) = try answer(comparison, of: a)
        #expect(receipts.isEmpty)
        #expect(!answer.same && answer.states.isEmpty)
        try a.sync(with: hub, tellsNews: true)
        for id in [lost, late] {
            #expect(try hub.values(id) != nil)
            #expect(try a.values(id) != nil)
        }
        #expect(try isAcknowledged(a))
    }

    @Test("a copy is not told while its record waits for the push")
    func copiesAfterRecords() throws {
        let site = try #require(SiteID(Village.siteOne))
        let edit = Edit(
            kind: "disclosure", record: try a.write { $0.newRecordID() }, scope: .site(site),
            mutations: [
                .set(field: "title", value: .text("公示")),
                .set(field: "status", value: .text("published")),
            ], actor: "甲")
        try a.write { _ = try $0.write(edit) }
        let both = try question(a)
        #expect(
            both.request.segments.map(\.scope)
                == ["public/\(Village.siteOne)", "site/\(Village.siteOne)"])
        // What came from a neighbour goes with the push, and so do the copies of the site then.
        _ = try b.add("person", ["name": .text("乙")])
        try a.sync(with: b)
        #expect(try question(a).request.segments.isEmpty)
    }

    @Test("a hub that was put back to before the last agreement gets all that it lacks")
    func hubPutBack() throws {
        let image = try hub.image()
        let lost = try a.add("person", ["name": .text("李四")])
        try a.sync(with: hub, tellsNews: true)
        try hub.restore(image)
        let late = try a.add("person", ["name": .text("王五")])
        try a.sync(with: hub, tellsNews: true)
        for id in [lost, late] { #expect(try hub.values(id) != nil) }
        #expect(try isAcknowledged(a))
    }

    @Test(
        "what a hub held before it was put back to before it knew of the scope does not count as held"
    )
    func forgottenScope() throws {
        let village = try Village()
        let (hub, c) = (village.hub, village.c)
        let image = try hub.image()
        _ = try c.add("person", Village.person)
        try c.sync(with: hub, tellsNews: true)
        #expect(try c.read { try $0.isAcknowledged(by: hub.member) })
        try hub.restore(image)
        let comparison = try c.read { try $0.comparison(with: hub.member) }
        let answer = try hub.read { try $0.answer(comparison.request, of: c.member, renew: false) }
        _ = try c.write { try $0.differences(answer, from: hub.member, to: comparison) }
        #expect(try !c.read { try $0.isAcknowledged(by: hub.member) })
    }

    @Test("a question with too much in it is refused before anything is done with it")
    func tooMuch() throws {
        _ = try a.add("person", ["name": .text("李四")])
        var request = try question(a).request
        let segment = try #require(request.segments.first)
        request.segments = Array(repeating: segment, count: Limits.newsSegmentsMax + 1)
        let check = { (request: WireFrontiersRequest) in
            _ = try hub.read { try $0.check(request, of: a.member) }
        }
        #expect(throws: WireError.self) { try check(request) }
        request.segments.removeLast()
        try check(request)
        request.segments[0].plainBytes = UInt32(Limits.plainBytesMax)
        #expect(throws: WireError.self) { try check(request) }
    }

    @Test(
        "a segment is known as held by its hash, from whoever may hold its scope, and without one not"
    )
    func heldSegments() throws {
        _ = try a.add("person", ["name": .text("李四")])
        _ = try question(a)
        let site = try #require(Scope("site/\(Village.siteOne)"))
        let segments = try a.read { one in
            try one.plan(for: .init(), in: site).map { try one.segment($0) }
        }
        let last = try #require(segments.last)
        let wire = try last.wire()
        #expect(try hub.read { try !$0.holds(wire, from: a.member) })
        try a.sync(with: hub)
        #expect(try hub.read { try $0.holds(wire, from: a.member) })
        #expect(try hub.read { try !$0.holds(wire, from: village.c.member) })
        #expect(try hub.read { try !$0.holds(last.wireWithoutHash(), from: a.member) })
        var forged = wire
        forged.checkpoint.hash = .init([UInt8](wire.checkpoint.hash).map { ~$0 })
        #expect(try hub.read { try !$0.holds(forged, from: a.member) })
        // What cannot be known by a hash is read, and found to be held.
        for segment in [wire, try last.wireWithoutHash()] {
            let receipt = try hub.write { try $0.receive(Segment(segment), from: a.member) }
            #expect(receipt == .held)
        }
    }
}
