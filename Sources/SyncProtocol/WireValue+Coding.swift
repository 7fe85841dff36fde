import RecordModel
import SwiftProtobuf

extension WireValue {
    /// The message for `value`.
    init(_ value: Value) {
        self.init()
        switch value {
        case .null: break
        case .boolean(let boolean): content = .boolean(boolean)
        case .integer(let integer): content = .integer(integer)
        case .text(let text): content = .text(text)
        case .list(let list): content = .list(.with { $0.values = list.map(WireValue.init) })
        case .object(let object):
            content = .object(
                .with { wire in
                    wire.values = object.sorted { $0.key < $1.key }.map { name, value in
                        .with {
                            $0.name = name
                            $0.value = WireValue(value)
                        }
                    }
                })
        }
    }

    /// The value that the message says, within the limits of depth and size.
    func value(depth: Int = 0) throws -> Value {
        guard depth < Limits.valueDepthMax else {
            throw WireError.tooLarge(what: "value depth", limit: Limits.valueDepthMax)
        }
        switch content {
        case nil: return .null
        case .boolean(let boolean): return .boolean(boolean)
        case .integer(let integer): return .integer(integer)
        case .text(let text):
            guard text.utf8.count <= Limits.textBytesMax else {
                throw WireError.tooLarge(what: "text value", limit: Limits.textBytesMax)
            }
            return .text(text)
        case .list(let list):
            return .list(try list.values.map { try $0.value(depth: depth + 1) })
        case .object(let object):
            var values: [String: Value] = [:]
            var last = ""
            for named in object.values {
                // Sorted and distinct, or equal objects would have unequal bytes.
                guard isFieldName(named.name), last < named.name else {
                    throw WireError.malformed("object names")
                }
                last = named.name
                values[named.name] = try named.value.value(depth: depth + 1)
            }
            return .object(values)
        }
    }
}

/// Whether `name` can name a field: 1 to 64 lower-case ASCII letters, digits and `_`.
///
/// ASCII alone, since Swift's strings equate what Unicode calls equivalent, and bytes must not.
func isFieldName(_ name: String) -> Bool {
    (1...64).contains(name.utf8.count)
        && name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
}
