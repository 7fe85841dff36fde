import CausalCore
import RecordModel
@testable import ReplicaStore

/// What a replica keeps beside its rows, as a damaged disk may give it back: the first byte says what
/// the others are.
enum StoredTarget {
    static func run(_ bytes: [UInt8]) throws {
        var script = ByteScript(bytes)
        switch script.byte() {
        case UInt8(ascii: "p"): try checkPacked(script.everything())
        case UInt8(ascii: "v"): try checkVector(script.everything())
        default:
            let columns = script.byte()
            try checkMetadata(script.everything(), columns: columns)
        }
    }

    private static func checkPacked(_ bytes: [UInt8]) throws {
        let packed = bytes.withUnsafeBytes { PackedBody.pack($0) }
        let same = try Law.certain("what was packed") {
            try packed.withUnsafeBytes { try PackedBody.unpack($0) }
        }
        try Law.holds(same == bytes, "any bytes come back as they were")
        _ = try Law.typed(DamagedMetadata.self, "unpacking") {
            try bytes.withUnsafeBytes { try PackedBody.unpack($0) }
        }
    }

    private static func checkVector(_ bytes: [UInt8]) throws {
        try file.write { store in
            guard let store = store as? SQLiteStore else {
                return try Law.holds(false, "a file keeps its tables in SQLite")
            }
            for number in 1...8 { _ = try store.number(of: replica(number)) }
            let read = try Law.typed(DamagedMetadata.self, "a context") { try store.vector(bytes) }
            guard let vector = read else { return }
            vector.checkInvariants()
            let again = try Law.certain("a context, again") {
                try store.vector(store.bytes(of: vector))
            }
            try Law.holds(again == vector, "a context comes back as it was")
        }
    }

    private static func checkMetadata(_ bytes: [UInt8], columns: UInt8) throws {
        let kind = Sampled.specimen
        let values = samples(columns)
        var numbers = Numbers()
        let id = RecordID(high: 1, low: 2)
        let read = try Law.typed(DamagedMetadata.self, "metadata") {
            try RecordState(
                id: id, kind: kind, columns: values, recordedAt: 0, actor: "", metadata: bytes,
                numbers: &numbers)
        }
        _ = try Law.typed(DamagedMetadata.self, "an edited record") {
            let row = kind.fields.map { RawValue(values[$0.name]) }
            let edited = try EditedRecord(
                id: id, kind: kind, columns: row, metadata: bytes, numbers: &numbers)
            _ = (edited?.canonicalBytes, try edited?.metadata(numbers: &numbers))
        }
        guard let state = read else { return }
        _ = (state.isDeleted, state.shown(by: kind))
        let again = try Law.certain("metadata, again") {
            let metadata = try state.metadata(kind: kind, numbers: &numbers)
            var columns: [String: Value] = [:]
            for (field, value) in zip(kind.fields, state.columns(by: kind)) {
                columns[field.name] = value
            }
            return try RecordState(
                id: id, kind: kind, columns: columns, recordedAt: 0, actor: "", metadata: metadata,
                numbers: &numbers)
        }
        try Law.holds(
            again.canonicalBytes == state.canonicalBytes, "a record comes back as it was")
    }

    /// A value in each column whose bit is set.
    private static func samples(_ columns: UInt8) -> [String: Value] {
        let values: [(String, Value)] = [
            ("title", .text("样本")), ("highest", .integer(7)), ("total", .integer(3)),
            ("tags", .list([.text("甲"), .text("乙")])), ("journal", .list([.text("一")])),
            ("done", .boolean(true)), ("lines", .list([.object(["what": .text("灯")])])),
            ("status", .text("shown")),
        ]
        var chosen: [String: Value] = [:]
        for (place, (name, value)) in values.enumerated() where columns >> UInt8(place) & 1 == 1 {
            chosen[name] = value
        }
        return chosen
    }

    static func replica(_ number: Int) -> ReplicaID {
        ReplicaID(high: UInt64(number), low: 5)
    }

    private static let file: ReplicaFile = {
        do { return try ReplicaFile.inMemory() } catch {
            preconditionFailure("an empty replica: \(error)")
        }
    }()

    private struct Numbers: ReplicaNumbers {
        mutating func number(of replica: ReplicaID) -> UInt64 { UInt64(replica.bytes[7]) }

        mutating func replica(numbered number: UInt64) throws -> ReplicaID {
            guard (1...8).contains(number) else { throw DamagedMetadata() }
            return StoredTarget.replica(Int(number))
        }
    }
}
