import CausalCore

/// What sort of difference waits for a person.
///
/// Source: Protocol/2-records, "Conflicts".
public enum ConflictClass: String, Hashable, Sendable, CaseIterable, Comparable {
    /// Several people wrote one field without having seen each other's value.
    case concurrentEdit = "concurrent-edit"
    /// Several people took the life cycle to different states.
    case divergentDecision = "divergent-decision"
    /// Somebody deleted what somebody else, unseen, wrote to.
    case editVersusDelete = "edit-vs-delete"
    /// Two records have the same declared identity.
    case duplicateRecord = "duplicate-record"
    /// One running number stands in two records, or two stand in one.
    case numberClash = "number-clash"
    /// People wrote different fields of one record at once; merged by itself, listed when asked for.
    case soft

    /// Orders classes by name.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// One open difference inside a record.
public struct FieldConflict: Hashable, Comparable, Sendable {
    /// What sort.
    public let conflictClass: ConflictClass
    /// The field; empty for the record as a whole.
    public let field: String

    /// Makes a difference of its parts.
    public init(conflictClass: ConflictClass, field: String) {
        self.conflictClass = conflictClass
        self.field = field
    }

    /// Orders differences by field, then by class.
    public static func < (left: Self, right: Self) -> Bool {
        (left.field, left.conflictClass) < (right.field, right.conflictClass)
    }
}

extension RecordState {
    /// The differences inside this record that wait for a person, sorted; none once it is hidden.
    public func conflicts(by kind: Kind) -> [FieldConflict] {
        if isDeleted { return [] }
        var conflicts: [FieldConflict] = []
        if existence.isContested {
            conflicts.append(FieldConflict(conflictClass: .editVersusDelete, field: ""))
        } else if existence.claims.siblings.count > 1 {
            conflicts.append(FieldConflict(conflictClass: .soft, field: ""))
        }
        for field in kind.fields {
            guard let state = fields[field.name], state.register.siblings.count > 1,
                state.register.isContested, let conflictClass = field.conflictClass
            else { continue }
            conflicts.append(FieldConflict(conflictClass: conflictClass, field: field.name))
        }
        return conflicts.sorted()
    }
}

extension Field {
    /// The class of conflict that differing siblings of this field are; nil where its merge settles it.
    public var conflictClass: ConflictClass? {
        switch merge {
        case .choose: isNumber ? .numberClash : .concurrentEdit
        case .lifecycle: .divergentDecision
        case .latest, .max, .min, .sum, .set, .log: nil
        }
    }
}
