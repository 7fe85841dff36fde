import CausalCore
import RecordModel
import SimulationKit
import TestSupport

/// A random causal history: authors that write to a few records, hear of each other now and then, and
/// sometimes save a form that was drawn long ago.
struct SimulatedAuthors {
    /// All changes, each after all that it had seen.
    private(set) var changes: [Change] = []
    let records: [RecordID]

    private var chance: SeededGenerator
    private var frontiers: [VersionVector]
    private var lamports: [UInt64]
    /// What each author had seen at earlier moments.
    private var drawn: [[VersionVector]]

    init(seed: UInt64, changes count: Int) {
        var chance = SeededGenerator(seed: seed)
        let authors = Int.random(in: 3...5, using: &chance)
        records = (0..<Int.random(in: 1...2, using: &chance)).map { number in
            RecordID(millisecondsSince1970: Int64(number), random: (seed, UInt64(number)))
        }
        frontiers = Array(repeating: VersionVector(), count: authors)
        lamports = Array(repeating: 0, count: authors)
        drawn = Array(repeating: [VersionVector()], count: authors)
        self.chance = chance
        for _ in 0..<count { step() }
    }

    static func replica(_ author: Int) -> ReplicaID {
        ReplicaID(high: UInt64(author) &* 0x9E37_79B9_7F4A_7C15, low: 7)
    }

    private mutating func step() {
        let author = Int.random(in: 0..<frontiers.count, using: &chance)
        if Int.random(in: 0..<3, using: &chance) == 0 {
            frontiers[author].formUnion(
                frontiers[Int.random(in: 0..<frontiers.count, using: &chance)])
        }
        drawn[author].append(frontiers[author])
        let isStale = Int.random(in: 0..<4, using: &chance) == 0
        let context =
            isStale
            ? drawn[author].randomElement(using: &chance) ?? frontiers[author] : frontiers[author]
        let replica = Self.replica(author)
        let dot = Dot(replica, frontiers[author][replica] + 1)
        let seen = changes.filter { context.contains($0.dot) }.map(\.lamport).max() ?? 0
        lamports[author] = max(lamports[author], seen) + 1
        frontiers[author].insert(dot)
        changes.append(
            Change(
                scope: .control, dot: dot, lamport: lamports[author], context: context,
                record: records[Int.random(in: 0..<records.count, using: &chance)],
                kind: Specimen.name, mutations: mutations(),
                recordedAt: Int64.random(in: 0...4_000_000_000_000, using: &chance),
                actor: "author \(author)"))
    }

    private mutating func mutations() -> [Mutation] {
        switch Int.random(in: 0..<12, using: &chance) {
        case 0: [.delete]
        case 1: [.keep]
        default: (0..<Int.random(in: 1...4, using: &chance)).map { _ in mutation() }
        }
    }

    private mutating func mutation() -> Mutation {
        let number = Int64.random(in: -2...2, using: &chance)
        let text = Value.text(["甲", "乙", "丙"].randomElement(using: &chance) ?? "")
        let state = Value.text(
            ["draft", "shown", "refused", "later"].randomElement(using: &chance) ?? "")
        let row = Value.list([.object(["what": text, "fen": .integer(number)])])
        let isExtra = Int.random(in: 0..<4, using: &chance) == 0
        switch Int.random(in: 0..<13, using: &chance) {
        case 0: return .set(field: isExtra ? "extra" : "title", value: number == 0 ? .null : text)
        case 1: return .set(field: "remark", value: text)
        case 2: return .set(field: "highest", value: .integer(number))
        case 3: return .set(field: "lowest", value: number == 0 ? .null : text)
        case 4, 5: return .increment(field: isExtra ? "extra_count" : "total", amount: number)
        case 6:
            return .insert(field: isExtra ? "extra_tags" : "tags", elements: [text, .text("丁")])
        case 7: return .remove(field: isExtra ? "extra_tags" : "tags", elements: [text])
        case 8: return .append(field: isExtra ? "extra_lines" : "journal", entries: [text, text])
        case 9: return .set(field: "status", value: state)
        case 10:
            return .set(field: "done", value: isExtra ? .integer(number) : .boolean(number > 0))
        case 11: return .set(field: "price", value: isExtra ? .boolean(true) : .integer(number))
        default: return .set(field: "lines", value: isExtra ? text : row)
        }
    }
}
