import CausalCore
import RecordModel
import SyncProtocol
import TestSupport

/// Random values and changes, the same for the same seed.
enum Sample {
    static let others = (1...5).map { ReplicaID(high: UInt64($0) << 40, low: UInt64($0)) }
    private static let fields = ["topic", "cost", "attendees", "opinions", "later_field", "_x9"]
    private static let scalars: [String] = [
        "a", "Z", "0", "村", "é", "e\u{301}", "\0", "\"", "😀", " ", "\n",
    ]

    static func bytes(_ count: Int, using chance: inout SeededGenerator) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &chance) }
    }

    static func text(using chance: inout SeededGenerator) -> String {
        (0..<Int.random(in: 0...12, using: &chance))
            .map { _ in scalars[Int.random(in: 0..<scalars.count, using: &chance)] }.joined()
    }

    static func value(depth: Int = 0, using chance: inout SeededGenerator) -> Value {
        switch Int.random(in: 0..<(depth < 5 ? 7 : 5), using: &chance) {
        case 0: return .null
        case 1: return .boolean(Bool.random(using: &chance))
        case 2:
            let edges: [Int64] = [.min, -1, 0, 1, .max]
            return .integer(
                Bool.random(using: &chance)
                    ? edges[Int.random(in: 0..<5, using: &chance)]
                    : Int64.random(in: .min ... .max, using: &chance))
        case 3, 4: return .text(text(using: &chance))
        case 5:
            var values: [Value] = []
            for _ in 0..<Int.random(in: 0...3, using: &chance) {
                values.append(value(depth: depth + 1, using: &chance))
            }
            return .list(values)
        default:
            var values: [String: Value] = [:]
            for _ in 0..<Int.random(in: 0...3, using: &chance) {
                values[field(using: &chance)] = value(depth: depth + 1, using: &chance)
            }
            return .object(values)
        }
    }

    static func field(using chance: inout SeededGenerator) -> String {
        fields[Int.random(in: 0..<fields.count, using: &chance)]
    }

    static func mutation(using chance: inout SeededGenerator) -> Mutation {
        let name = field(using: &chance)
        var values: [Value] = []
        for _ in 0..<Int.random(in: 0...3, using: &chance) { values.append(value(using: &chance)) }
        switch Int.random(in: 0..<7, using: &chance) {
        case 0: return .set(field: name, value: value(using: &chance))
        case 1: return .insert(field: name, elements: values)
        case 2: return .remove(field: name, elements: values)
        case 3:
            return .increment(
                field: name, amount: Int64.random(in: .min ... .max, using: &chance))
        case 4: return .append(field: name, entries: values)
        case 5: return .delete
        default: return .keep
        }
    }

    /// A change that may follow `cursor`, whose author had seen this and that.
    static func change(after cursor: FeedCursor, using chance: inout SeededGenerator) -> Change {
        var context = cursor.expectedContext
        if Bool.random(using: &chance) {
            for other in others where Bool.random(using: &chance) {
                context[other] = UInt64.random(in: 0...9, using: &chance)
            }
            context[cursor.replica] = UInt64.random(in: 0...cursor.seq, using: &chance)
        }
        var mutations: [Mutation] = []
        for _ in 0..<Int.random(in: 0...5, using: &chance) {
            mutations.append(mutation(using: &chance))
        }
        return Change(
            scope: cursor.scope, dot: Dot(cursor.replica, cursor.seq + 1),
            lamport: cursor.lamport + UInt64.random(in: 1...400, using: &chance), context: context,
            record: RecordID(
                millisecondsSince1970: Int64.random(in: 0..<1 << 47, using: &chance),
                random: (chance.next(), chance.next())),
            kind: "visit", mutations: mutations,
            recordedAt: Int64.random(in: .min ... .max, using: &chance),
            actor: text(using: &chance), reason: text(using: &chance),
            kindVersion: Int.random(in: 0...1_000_000, using: &chance))
    }
}
