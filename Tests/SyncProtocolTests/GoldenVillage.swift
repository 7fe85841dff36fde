import CausalCore
import DeviceIdentity
import Foundation
import RecordModel
import Testing

/// Two devices of one site with fixed keys, two records, and what was written to them: a feed with
/// every mutation and every kind of value, and a second one that it had partly seen.
struct GoldenVillage {
    let scope: Scope
    let clerk: DeviceKey
    let worker: DeviceKey
    let meeting: RecordID
    let second: RecordID

    static let kind = "council_consultation"

    init() throws {
        scope = try #require(Scope("site/442000001001"))
        clerk = try DeviceKey(rawBytes: (1...32).map { UInt8($0) })
        worker = try DeviceKey(rawBytes: (33...64).map { UInt8($0) })
        meeting = RecordID(millisecondsSince1970: 1_780_000_000_000, random: (0xA1A2, 7))
        second = RecordID(millisecondsSince1970: 1_780_000_060_000, random: (0xB1B2, 9))
    }

    /// The clerk's replica.
    var a: ReplicaID { .of(publicKey: clerk.publicKey, epoch: 1) }
    /// The worker's replica, in its second epoch.
    var b: ReplicaID { .of(publicKey: worker.publicKey, epoch: 2) }

    /// The clerk's feed.
    var clerkChanges: [Change] {
        let tasks = Value.list([
            .object(["done": .boolean(false), "due": .text("2026-07-01"), "task": .text("修路灯")]),
            .object(["task": .text("通知村民")]),
        ])
        return [
            change(
                a, 1, lamport: 1, [:], meeting,
                [
                    .set(field: "topic", value: .text("路灯维修")),
                    .set(field: "held_at", value: .text("2026-06-01T09:30:00+08:00")),
                    .set(field: "cost", value: .integer(1_250_000)),
                    .set(field: "numbers_masked", value: .boolean(true)),
                    .set(field: "tasks", value: tasks),
                    .set(field: "status", value: .text("proposed")),
                ]),
            change(
                a, 2, lamport: 2, [a: 1], meeting,
                [
                    .insert(field: "attendees", elements: [.text("陈一"), .text("李二")]),
                    .increment(field: "supporters", amount: 5),
                    .append(field: "opinions", entries: [.text("同意"), .text("要留票据")]),
                ]),
            // The page was drawn before the second change: the clerk had not seen it.
            change(
                a, 3, lamport: 3, [a: 1, b: 1], meeting,
                [
                    .set(field: "topic", value: .text("路灯维修（东街）")),
                    .remove(field: "attendees", elements: [.text("陈一"), .text("王五")]),
                    .increment(field: "supporters", amount: -2),
                    .append(field: "opinions", entries: [.text("改为东街")]),
                ], reason: "更正地点"),
            change(
                a, 4, lamport: 4, [a: 3, b: 1], second,
                [
                    .set(field: "topic", value: .text("")),
                    .set(field: "cost", value: .integer(.min)),
                    .set(field: "later_field", value: .integer(.max)),
                    .set(field: "remark", value: .null),
                    .set(field: "numbers_masked", value: .boolean(false)),
                    .set(
                        field: "nested",
                        value: .list([.null, .list([]), .object([:]), .integer(-1)])),
                ]),
            change(a, 5, lamport: 5, [a: 4, b: 1], second, [.delete]),
            change(a, 6, lamport: 6, [a: 5, b: 1], second, [.keep], reason: "误删"),
            // A context may also hold less than the one before.
            change(
                a, 7, lamport: 7, [a: 6], meeting,
                [.set(field: "status", value: .text("published"))]),
            change(
                a, 8, lamport: 8, [a: 7, b: 2], meeting,
                [
                    .set(field: "result", value: .text("已修好")),
                    .insert(field: "attendees", elements: [.text("陈一")]),
                ]),
        ]
    }

    /// The worker's feed.
    var workerChanges: [Change] {
        [
            change(
                b, 1, lamport: 2, [a: 1], meeting,
                [
                    .set(field: "status", value: .text("held")),
                    .set(field: "topic", value: .text("路灯")),
                ], actor: "worker"),
            change(
                b, 2, lamport: 4, [a: 3, b: 1], meeting,
                [
                    .set(field: "status", value: .text("dropped")),
                    .insert(field: "attendees", elements: [.text("李二")]),
                ], actor: "worker"),
        ]
    }

    private func change(
        _ replica: ReplicaID, _ seq: UInt64, lamport: UInt64, _ context: [ReplicaID: UInt64],
        _ record: RecordID, _ mutations: [Mutation], actor: String = "clerk", reason: String = ""
    ) -> Change {
        Change(
            scope: scope, dot: Dot(replica, seq), lamport: lamport,
            context: VersionVector(
                context.sorted { $0.key < $1.key }.map { Dot($0.key, $0.value) }),
            record: record, kind: Self.kind, mutations: mutations,
            recordedAt: 1_780_000_000_000 + Int64(seq) * 1_000, actor: actor, reason: reason,
            kindVersion: 1)
    }
}

extension GoldenVillage {
    /// The clerk's feed, sealed.
    func clerkFeed() throws -> SealedFeed {
        try SealedFeed(clerk, epoch: 1, scope: scope, clerkChanges)
    }

    /// The worker's feed, sealed.
    func workerFeed() throws -> SealedFeed {
        try SealedFeed(worker, epoch: 2, scope: scope, workerChanges)
    }
}
