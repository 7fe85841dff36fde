extension Value {
    /// The value as compact JSON with sorted names: equal values, equal texts.
    public var json: String {
        var letters: [UInt8] = []
        appendJSON(to: &letters)
        return String(decoding: letters, as: UTF8.self)
    }

    /// Appends the value as compact JSON in UTF-8.
    public func appendJSON(to letters: inout [UInt8]) {
        switch self {
        case .null: letters += "null".utf8
        case .boolean(let boolean): letters += (boolean ? "true" : "false").utf8
        case .integer(let integer): letters += String(integer).utf8
        case .text(let text): Self.appendJSON(text: text, to: &letters)
        case .list(let list):
            letters.append(UInt8(ascii: "["))
            for (index, value) in list.enumerated() {
                if index > 0 { letters.append(UInt8(ascii: ",")) }
                value.appendJSON(to: &letters)
            }
            letters.append(UInt8(ascii: "]"))
        case .object(let object):
            letters.append(UInt8(ascii: "{"))
            for (index, pair) in object.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { letters.append(UInt8(ascii: ",")) }
                Self.appendJSON(text: pair.key, to: &letters)
                letters.append(UInt8(ascii: ":"))
                pair.value.appendJSON(to: &letters)
            }
            letters.append(UInt8(ascii: "}"))
        }
    }

    /// Appends `text` as a JSON string.
    public static func appendJSON(text: String, to letters: inout [UInt8]) {
        letters.append(UInt8(ascii: "\""))
        for letter in text.utf8 {
            switch letter {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): letters += [UInt8(ascii: "\\"), letter]
            case 10: letters += "\\n".utf8
            case 13: letters += "\\r".utf8
            case 9: letters += "\\t".utf8
            case 0..<32, 127:
                let hex = String(letter, radix: 16)
                letters += ("\\u00" + (hex.count < 2 ? "0" : "") + hex).utf8
            default: letters.append(letter)
            }
        }
        letters.append(UInt8(ascii: "\""))
    }

    /// Reads one JSON value and nothing after it. Fractions are refused: no field holds them.
    public init(json: [UInt8]) throws {
        self = try json.withUnsafeBufferPointer { letters in
            var reader = JSONReader(letters)
            return try reader.document()
        }
    }

    /// Reads one JSON value and nothing after it, where it lies.
    public init(json: UnsafeRawBufferPointer) throws {
        self = try json.withMemoryRebound(to: UInt8.self) { letters in
            var reader = JSONReader(letters)
            return try reader.document()
        }
    }

    /// Reads one JSON value and nothing after it.
    public init(json: String) throws {
        var json = json
        self = try json.withUTF8 { letters in
            var reader = JSONReader(letters)
            return try reader.document()
        }
    }
}
