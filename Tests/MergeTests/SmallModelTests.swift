import CausalCore
import RecordModel
import SimulationKit
import TestSupport
import Testing

/// Every history of three replicas with at most two operations each, every set of operations that
/// somebody can hold of it, and every last step by which it can have been reached: so every
/// interleaving of writes and deliveries that is causally possible.
@Suite("The exhaustive small model")
struct SmallModelTests {
    @Test(
        "every merge is what its definition says, on every path",
        arguments: [
            // operations, forms drawn long ago, patterns of writes and deletions; histories, cuts
            Bounds(operations: 3, stale: true, patterns: 8, histories: 91, cuts: 3_472),
            Bounds(operations: 4, stale: true, patterns: 8, histories: 630, cuts: 33_984),
            Bounds(operations: 6, stale: false, patterns: 1, histories: 2_827, cuts: 33_975),
        ])
    func everyPath(bounds: Bounds) throws {
        let kind = try Specimen.kind(edition: 1)
        let histories = SmallHistory.all(operations: bounds.operations, stale: bounds.stale)
        #expect(histories.count == bounds.histories)
        var cuts = 0
        var mistakes = 0
        for history in histories {
            for pattern in 0..<bounds.patterns {
                let walk = SmallWalk(history, pattern: bounds.pattern(pattern))
                cuts += walk.check(kind) { mistakes += 1 }
            }
        }
        #expect(mistakes == 0)
        #expect(cuts == bounds.cuts)
    }

    struct Bounds: CustomStringConvertible {
        let operations: Int
        let stale: Bool
        let patterns: Int
        let histories: Int
        let cuts: Int

        /// All patterns, or where there are more of them than are walked, some that have both.
        func pattern(_ number: Int) -> Int {
            patterns == 1 << operations
                ? number : (number * 2 + 1) << (operations / 2 - 1) & ((1 << operations) - 1)
        }
        var description: String {
            "\(operations) operations\(stale ? ", stale forms" : ""), \(patterns) patterns"
        }
    }
}

/// One history with operations put in, walked over all its cuts.
struct SmallWalk {
    private static let record = RecordID(millisecondsSince1970: 0, random: (1, 2))
    private static let values: [[Value]] = [
        [.text("b"), .text("a")], [.text("a"), .text("b")], [.text("c"), .text("b")],
    ]
    private static let shown = [
        "title", "remark", "highest", "lowest", "status", "total", "tags", "journal",
    ]
    private static let states = [["draft", "refused"], ["shown", "draft"], ["shown", "shown"]]

    private let history: SmallHistory
    /// The change of each operation, by replica and place.
    private let changes: [[Change]]

    /// Bit `n` of `pattern` makes the `n`-th operation a deletion instead of a write.
    init(_ history: SmallHistory, pattern: Int) {
        self.history = history
        var changes: [[Change]] = [[], [], []]
        var place = 0
        // Causes before effects, for their Lamport numbers.
        while changes.reduce(0, { $0 + $1.count }) < history.operationCount {
            for replica in 0..<3 {
                let next = changes[replica].count
                guard next < history.contexts[replica].count else { continue }
                let seen = history.contexts[replica][next]
                guard (0..<3).allSatisfy({ seen[$0] <= changes[$0].count }) else { continue }
                let causes = (0..<3).flatMap { changes[$0].prefix(seen[$0]) }
                let lamport = (causes + changes[replica]).map(\.lamport).max() ?? 0
                changes[replica].append(
                    Change(
                        scope: .control, dot: Self.dot(replica, next), lamport: lamport + 1,
                        context: VersionVector(
                            (0..<3).filter { seen[$0] > 0 }.map { Self.dot($0, seen[$0] - 1) }),
                        record: Self.record, kind: Specimen.name,
                        mutations: Self.mutations(
                            replica, next, isDeletion: pattern >> place & 1 == 1),
                        recordedAt: 0, actor: ""))
                place += 1
            }
        }
        self.changes = changes
    }

    private static func dot(_ replica: Int, _ place: Int) -> Dot {
        Dot(ReplicaID(high: UInt64(replica), low: 1), UInt64(place + 1))
    }

    private static func mutations(_ replica: Int, _ place: Int, isDeletion: Bool) -> [Mutation] {
        let value = values[replica][place]
        let element = Value.text(place == 0 ? "x" : "y")
        if isDeletion {
            return [.delete, .remove(field: "tags", elements: [.text("x"), .text("y")])]
        }
        return [
            .set(field: "title", value: value),
            .set(field: "remark", value: value),
            .set(field: "highest", value: .integer(Int64(replica * 2 - place))),
            .set(field: "lowest", value: place == 0 ? .null : value),
            .set(field: "status", value: .text(states[replica][place])),
            .increment(field: "total", amount: Int64(replica + 1) * (place == 0 ? 1 : -1)),
            .insert(field: "tags", elements: [element]),
            .append(field: "journal", entries: [value]),
        ]
    }

    /// Walks all cuts, from each along every next operation; calls `mistake` for each difference
    /// between two ways to one cut, and between the merge and the reference. Returns the cuts.
    func check(_ kind: Kind, mistake: () -> Void) -> Int {
        let start = RecordState(id: Self.record, kind: Specimen.name)
        var states: [Cut: RecordState] = [[0, 0, 0]: start]
        let cuts = history.cuts.sorted { $0.reduce(0, +) < $1.reduce(0, +) }
        for cut in cuts {
            // Every cut but the empty one has been reached from a smaller one.
            guard let state = states[cut] else {
                mistake()
                continue
            }
            if cut != [0, 0, 0], !agrees(state, at: cut, kind) { mistake() }
            for replica in 0..<3 where cut[replica] < changes[replica].count {
                var next = cut
                next[replica] += 1
                guard history.isClosed(next) else { continue }
                var reached = state
                reached.apply(changes[replica][cut[replica]])
                if let other = states[next] {
                    if other != reached { mistake() }
                } else {
                    states[next] = reached
                }
            }
        }
        return cuts.count
    }

    private func agrees(_ state: RecordState, at cut: Cut, _ kind: Kind) -> Bool {
        let reference = Reference(changes: (0..<3).flatMap { changes[$0].prefix(cut[$0]) })
        let shown = Dictionary(
            uniqueKeysWithValues: Self.shown.map { name in
                (name, kind[name].flatMap { state.shown($0, of: kind) })
            }
        ).compactMapValues { $0 }
        let lowest = reference.siblings("lowest").map(\.value).filter { !$0.isNull }.min()
        let order = kind.lifecycle?.precedence ?? []
        let decided = reference.siblings("status").compactMap(\.value.text)
            .min { (order.firstIndex(of: $0) ?? 99) < (order.firstIndex(of: $1) ?? 99) }
        let elements = [Value.text("x"), .text("y")].filter {
            !reference.additions($0, to: "tags").isEmpty
        }
        let lines = reference.lines("journal")
        let isContested = Set(reference.siblings("title").map(\.value)).count > 1
        return state.existence.claims.siblings == reference.claims
            && state.isDeleted == reference.isHidden
            && ["title", "remark", "highest", "lowest", "status"].allSatisfy {
                (state.fields[$0]?.register.siblings ?? []) == reference.siblings($0)
            }
            && shown["title"] == reference.siblings("title").last?.value
            && shown["remark"] == reference.siblings("remark").last?.value
            && shown["highest"] == reference.siblings("highest").map(\.value).max()
            && shown["lowest"] == lowest
            && shown["status"]?.text == decided
            && (shown["total"]?.integer ?? 0) == reference.total("total")
            && (shown["tags"]?.list ?? []) == elements
            && (shown["journal"]?.list ?? []) == lines
            && elements.allSatisfy {
                state.fields["tags"]?.set.additions[$0] == reference.additions($0, to: "tags")
            }
            && state.conflicts(by: kind).contains(
                FieldConflict(conflictClass: .concurrentEdit, field: "title"))
                == (isContested && !reference.isHidden)
    }
}
