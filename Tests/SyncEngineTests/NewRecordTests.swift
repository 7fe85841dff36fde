import CausalCore
import RecordModel
import SyncProtocol
import TestSupport
import Testing

@Suite("A record that one change makes")
struct NewRecordTests {
    /// Local numbers for the one replica of these tests.
    private struct Numbers: ReplicaNumbers {
        let replica: ReplicaID
        mutating func number(of replica: ReplicaID) throws -> UInt64 { 7 }
        mutating func replica(numbered number: UInt64) throws -> ReplicaID { replica }
    }

    @Test("is the row that merging it into nothing gives", arguments: 0..<300 as Range<UInt64>)
    func sameAsMerging(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let kind = try #require(
            KindCatalogue.standard.kinds.filter { $0.audience != .control }
                .randomElement(using: &random))
        let replica = ReplicaID(high: random.next(), low: random.next())
        let change = Change(
            scope: .control, dot: Dot(replica, 3), lamport: 9, context: VersionVector(),
            record: RecordID(millisecondsSince1970: 1, random: (random.next(), random.next())),
            kind: kind.name, mutations: mutations(kind, &random), recordedAt: 5, actor: "甲")
        var state = RecordState(id: change.record, kind: kind.name)
        state.apply(change)
        var cursor = FeedCursor(
            scope: change.scope, replica: replica, seq: 2, lamport: 8, hash: [],
            context: VersionVector())
        let sealed = try cursor.seal(
            change, salt: [UInt8](repeating: 0, count: HashChain.saltBytes))
        guard case .body(let salted) = sealed.content else { return }
        try salted.withUnsafeBytes { salted in
            var record = NewRecord(id: change.record, kind: kind, stamp: change.stamp)
            let outline = try BodyOutline.read(salted: salted) { record.take($0) }
            #expect(outline.kind == kind.name)
            guard record.isWhole else { return }
            var numbers = Numbers(replica: replica)
            let columns = record.columns.map { $0.value.isNull ? nil : $0.value }
            #expect(columns == state.columns(by: kind))
            #expect(record.canonicalBytes == state.canonicalBytes)
            #expect(
                record.metadata(replicaNumber: 7)
                    == (try state.metadata(kind: kind, numbers: &numbers)))
        }
    }

    private func mutations(_ kind: Kind, _ random: inout SeededGenerator) -> [Mutation] {
        let text = { (random: inout SeededGenerator) in
            Value.text("值\(UInt8.random(in: 0...9, using: &random))")
        }
        return kind.fields.shuffled(using: &random).prefix(Int.random(in: 1...12, using: &random))
            .map { field in
                switch field.merge {
                case .set:
                    let count = Int.random(in: 1...3, using: &random)
                    return .insert(
                        field: field.name, elements: (0..<count).map { _ in text(&random) })
                case .log:
                    return .append(field: field.name, entries: [text(&random), text(&random)])
                case .sum: return .increment(field: field.name, amount: 4)
                case .choose, .latest, .max, .min, .lifecycle:
                    let value: Value =
                        field.column == .integer && field.type != .boolean
                        ? .integer(12) : field.type == .boolean ? .boolean(true) : text(&random)
                    return .set(field: field.name, value: value)
                }
            }
    }
}
