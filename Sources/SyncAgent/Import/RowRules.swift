public import RecordModel
public import SyncEngine

/// What a row of a file must keep to as a new record, whatever the replica holds; and the record that
/// it makes, encoded. Both on any core.
public struct RowRules: Sendable {
    /// A row with what is wrong with it as a new record.
    public struct CheckedRow: Sendable {
        /// What came of reading it.
        public let reading: RecordRows.Reading
        /// What is wrong with it as a new record.
        public let mistakes: [InputMistake]
        /// The record that it makes; nil where something is wrong, or only the replica can complete it.
        public let prepared: PreparedRecord?
    }

    private let kind: Kind
    private let validation: Validation
    private let preparation: RecordPreparation

    /// The rules for new records of `kind` that `actor` imports on a device with `roles`.
    public init(kind: Kind, actor: String, roles: [Role]) {
        self.kind = kind
        validation = Validation(kind: kind, actor: actor, roles: roles, origin: .imported)
        preparation = RecordPreparation(validation, recordedAt: WallClock.now)
    }

    /// What the rules say of a row that was read.
    public func checked(_ reading: RecordRows.Reading) -> CheckedRow {
        guard case .success(let record) = reading else {
            return CheckedRow(reading: reading, mistakes: [], prepared: nil)
        }
        let values = validation.filled(record.values)
        let mistakes = validation.errors(in: values).filter { error in
            // A running number that is missing is given on saving.
            !(kind[error.field]?.isNumber ?? false) || record.values[error.field] != nil
        }.map { InputMistake(row: record.row, field: $0.field, reason: $0.message) }
        return CheckedRow(
            reading: reading, mistakes: mistakes,
            prepared: mistakes.isEmpty ? prepared(record, values) : nil)
    }

    private func prepared(_ record: InputRecord, _ values: [String: Value]) -> PreparedRecord? {
        // A salt, and an id where the row has none.
        var entropy = SystemEntropy()
        let id =
            record.id
            ?? RecordID(
                millisecondsSince1970: WallClock.now, random: (entropy.next(), entropy.next()))
        // What cannot be encoded says why when the replica saves it.
        return try? preparation.record(
            id, site: record.site, values: values, random: { entropy.next() })
    }
}
