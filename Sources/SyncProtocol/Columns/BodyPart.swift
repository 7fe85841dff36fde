/// What a part of a body is: all of it that is the same wherever the part occurs. What differs, its
/// content, stands in the part's column.
///
/// Source: Protocol/3-sync, "Columns".
struct BodyPart: Hashable {
    /// How a content lies in the body and in the column.
    enum Content: UInt32 {
        /// What follows the name in a mutation, whatever it is; behind its length in the column.
        case opaque = 0
        /// A text, behind its length in the column.
        case text = 1
        /// A number in as many bytes as it needs, the same in the column.
        case number = 2
        /// A number of the body; in the column, what it is more than the one before.
        case difference = 3
    }

    /// The field of `ChangeBody`: 1 to 5, or ``mutationField``.
    let field: UInt8
    /// The field of `Mutation`, 1 to 7; 0 where the part is none.
    let action: UInt8
    /// How the content lies.
    let content: Content
    /// The name of the mutation's field; empty where it has none.
    let name: [UInt8]

    /// The field of `ChangeBody` that holds mutations.
    static let mutationField: UInt8 = 6
    /// The most bytes of a name.
    static let nameBytesMax = 64

    /// A part that is a mutation.
    init(action: UInt8, content: Content, name: [UInt8]) {
        field = Self.mutationField
        self.action = action
        self.content = content
        self.name = name
    }

    /// A part that is a field of the body itself; nil where bodies have no such field.
    init?(field: UInt8) {
        switch field {
        case 1, 4, 5: content = .text
        case 2: content = .number
        case 3: content = .difference
        default: return nil
        }
        self.field = field
        action = 0
        name = []
    }

    /// The number that stands for all but the name.
    var form: UInt32 {
        action == 0 ? UInt32(field) : UInt32(action) << 3 | content.rawValue
    }

    /// The part of a form and a name; nil where there is none.
    init?(form: UInt32, name: [UInt8]) {
        guard form >= 8 else {
            guard name.isEmpty, let part = BodyPart(field: UInt8(form)) else { return nil }
            self = part
            return
        }
        guard form >> 3 <= 7, let content = Content(rawValue: form & 7), content != .difference,
            name.count <= Self.nameBytesMax
        else { return nil }
        self.init(action: UInt8(form >> 3), content: content, name: name)
    }
}
