/// How concurrent writes of one field come together.
public enum Merge: String, Hashable, Sendable, CaseIterable {
    /// Keeps every concurrent value until a person chooses; shows the highest (lamport, replica).
    case choose
    /// Shows the highest (lamport, replica) and calls it settled.
    case latest
    /// Shows the greatest value.
    case max
    /// Shows the least value.
    case min
    /// Shows the state that comes first in the declared precedence; differing is a conflict.
    case lifecycle
    /// Sums increments.
    case sum
    /// An add-wins set.
    case set
    /// A grow-only log.
    case log
}

/// What a field's values look like.
public enum FieldType: Hashable, Sendable {
    /// Free text of at most `bytesMax` bytes of UTF-8.
    case text(bytesMax: Int)
    /// A whole number within bounds.
    case integer(ClosedRange<Int64>)
    /// A whole number of fen.
    case money
    /// Yes or no.
    case boolean
    /// A day, `2026-03-01`.
    case date
    /// A moment with its offset from UTC, `2026-03-01T09:30:00+08:00`.
    case moment
    /// One of the declared choices.
    case choice([Choice])
    /// A resident identity number with the checksum of GB 11643.
    case residentNumber
    /// A telephone number.
    case phone
    /// The id of a record of the named kind.
    case reference(kind: String)
    /// A table inside the record: a list of objects with the named columns.
    case rows([Field])
}

/// One value that a choice field can take.
public struct Choice: Hashable, Sendable {
    /// The value as stored.
    public let value: String
    /// The value as people read it.
    public let label: Label

    /// Makes a choice.
    public init(value: String, label: Label) {
        self.value = value
        self.label = label
    }
}

/// One declared field of a kind.
///
/// A class only so that handing it around copies nothing: it never changes.
public final class Field: Hashable, Sendable {
    /// The name: snake_case, a column of the kind's table.
    public let name: String
    /// What people read.
    public let label: Label
    /// What one value (for sets and logs: one element) looks like.
    public let type: FieldType
    /// How concurrent writes come together.
    public let merge: Merge
    /// Whether a new record must have it.
    public let isRequired: Bool
    /// Whether it names or describes a person, so that it is masked unless revealed.
    public let isPersonal: Bool
    /// Whether it is a running number: equal in two records, or two in one, is a number clash.
    public let isNumber: Bool
    /// Whether its values are lists that are written as a whole: the copy of a set or of a log.
    public let isWholeList: Bool

    /// Makes a field.
    public init(
        name: String, label: Label, type: FieldType, merge: Merge = .choose,
        isRequired: Bool = false, isPersonal: Bool = false, isNumber: Bool = false,
        isWholeList: Bool = false
    ) {
        self.name = name
        self.label = label
        self.type = type
        self.merge = merge
        self.isRequired = isRequired
        self.isPersonal = isPersonal
        self.isNumber = isNumber
        self.isWholeList = isWholeList
    }

    /// The field in published copies: what grows from many hands in the record, a set, a log or a
    /// sum, is in a copy one value that the next copy replaces.
    var copied: Field {
        switch merge {
        case .choose, .latest, .max, .min, .lifecycle: self
        case .set, .log, .sum:
            Field(
                name: name, label: label, type: type, merge: .latest, isRequired: isRequired,
                isPersonal: isPersonal, isNumber: isNumber, isWholeList: merge != .sum)
        }
    }

    /// Whether both say the same.
    public static func == (left: Field, right: Field) -> Bool {
        left === right
            || left.name == right.name && left.label == right.label && left.type == right.type
                && left.merge == right.merge && left.isRequired == right.isRequired
                && left.isPersonal == right.isPersonal && left.isNumber == right.isNumber
                && left.isWholeList == right.isWholeList
    }

    /// Feeds the name, which nearly always tells fields apart.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
    }
}
