import CausalCore
import RecordModel
import SyncProtocol
import SimulationKit
import TestSupport
import Testing

@Suite("Edits merged straight from the row")
struct EditedRecordTests {
    @Test("A plain edit gives the state, digest and row that merging the change gives")
    func law() throws {
        let kind = try Specimen.kind(edition: 1)
        var plain = 0
        for seed in 0..<1_200 as Range<UInt64> {
            var chance = SeededGenerator(seed: seed)
            var numbers = LocalNumbers()
            var states: [RecordID: RecordState] = [:]
            var seen = VersionVector()
            for change in SimulatedAuthors(seed: seed, changes: 4).changes {
                seen.insert(change.dot)
                // What somebody makes of the record who has seen all that is merged.
                let edit = Self.edit(after: change, seen: seen, kind, &chance)
                for change in [change, edit] {
                    var merged =
                        states[change.record] ?? RecordState(id: change.record, kind: kind.name)
                    let before = merged
                    merged.apply(change)
                    if before.updated != nil, !before.isDeleted,
                        try check(change, of: before, makes: merged, kind, &numbers)
                    {
                        plain += 1
                    }
                    if change.dot != edit.dot { states[change.record] = merged }
                }
            }
        }
        // The law says nothing where the quick way is hardly ever taken.
        #expect(plain > 500, "\(plain) plain edits")
    }

    private static func edit(
        after change: Change, seen: VersionVector, _ kind: Kind, _ chance: inout SeededGenerator
    ) -> Change {
        let values: [String: [Value]] = [
            "remark": [.text("已核实"), .text("")], "done": [.boolean(true), .boolean(false)],
            "price": [.integer(0), .integer(-7)], "highest": [.integer(2)], "total": [.null],
            "title": [.text("另一个")], "status": [.text("shown")],
        ]
        let mutations = values.keys.sorted().shuffled(using: &chance).prefix(3).map { name in
            Mutation.set(
                field: name, value: values[name]?.randomElement(using: &chance) ?? .null)
        }
        return Change(
            scope: change.scope, dot: Dot(SimulatedAuthors.replica(99), 1), lamport: 1_000,
            context: seen, record: change.record, kind: kind.name,
            mutations: Array(mutations.prefix(Int.random(in: 1...3, using: &chance))),
            recordedAt: 1_780_000_000_000, actor: "editor")
    }

    /// Whether `change` was plain; where it was, compares.
    private func check(
        _ change: Change, of before: RecordState, makes merged: RecordState, _ kind: Kind,
        _ numbers: inout LocalNumbers
    ) throws -> Bool {
        var columns = before.columns(by: kind)
        let body = try SealedBody(
            kind: kind.name, kindVersion: 1, mutations: change.mutations, recordedAt: 0, actor: "",
            reason: "", salt: [UInt8](repeating: 0, count: HashChain.saltBytes))
        return try body.salted.withUnsafeBytes { salted in
            guard
                var record = try EditedRecord(
                    id: change.record, kind: kind, columns: columns.map { RawValue($0) },
                    metadata: before.metadata(kind: kind, numbers: &numbers), numbers: &numbers)
            else { return false }
            #expect(record.canonicalBytes == before.canonicalBytes, "before the edit")
            record.begin(at: change.stamp, context: change.context)
            _ = try BodyOutline.read(salted: salted) { record.take($0) }
            guard record.isPlain else { return false }
            #expect(record.canonicalBytes == merged.canonicalBytes, "after the edit")
            for place in record.written { columns[place] = record.value(at: place).value }
            #expect(columns == merged.columns(by: kind))
            let values = zip(kind.fields, columns).compactMap { field, value in
                value.map { (field.name, $0) }
            }
            let read = try RecordState(
                id: change.record, kind: kind, columns: Dictionary(uniqueKeysWithValues: values),
                recordedAt: change.recordedAt, actor: change.actor,
                metadata: record.metadata(numbers: &numbers), numbers: &numbers)
            #expect(read == merged, "what is read back is what was merged")
            return true
        }
    }
}
