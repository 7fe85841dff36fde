import Foundation

/// A value as it goes to the browser and comes back from it.
enum JSON: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([String: JSON])

    /// The truth value that it is, if it is one.
    var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

    /// The number that it is, if it is one.
    var number: Double? { if case .number(let value) = self { value } else { nil } }

    /// The whole number that it is, if it is one.
    var int: Int? { number.flatMap(Int.init(exactly:)) }

    /// The text that it is, if it is one.
    var string: String? { if case .string(let value) = self { value } else { nil } }

    /// The values of the list that it is, if it is one.
    var array: [JSON]? { if case .array(let values) = self { values } else { nil } }

    /// The members of the object that it is, if it is one.
    var object: [String: JSON]? { if case .object(let members) = self { members } else { nil } }

    /// The member of that name; null where there is none, so that look-ups can be chained.
    subscript(name: String) -> JSON { object?[name] ?? .null }

    /// The value at that place of a list; null where there is none.
    subscript(place: Int) -> JSON {
        guard let array, array.indices.contains(place) else { return .null }
        return array[place]
    }
}

extension JSON: Codable {
    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let bool = try? value.decode(Bool.self) {
            self = .bool(bool)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let string = try? value.decode(String.self) {
            self = .string(string)
        } else if let array = try? value.decode([JSON].self) {
            self = .array(array)
        } else {
            self = .object(try value.decode([String: JSON].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .null: try value.encodeNil()
        case .bool(let bool): try value.encode(bool)
        case .number(let number): try value.encode(number)
        case .string(let string): try value.encode(string)
        case .array(let array): try value.encode(array)
        case .object(let members): try value.encode(members)
        }
    }
}

extension JSON: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    init(nilLiteral: ()) { self = .null }
    init(booleanLiteral value: Bool) { self = .bool(value) }
    init(integerLiteral value: Int) { self = .number(Double(value)) }
    init(floatLiteral value: Double) { self = .number(value) }
    init(stringLiteral value: String) { self = .string(value) }
    init(arrayLiteral values: JSON...) { self = .array(values) }
    init(dictionaryLiteral members: (String, JSON)...) {
        self = .object(Dictionary(members) { _, last in last })
    }
}

extension JSON: CustomStringConvertible {
    /// The text of it, members sorted, as an expectation that fails shows it.
    var description: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else { return "JSON that has no text" }
        return String(decoding: data, as: UTF8.self)
    }
}
