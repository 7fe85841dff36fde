import RecordModel

/// Writes one JSON object and its line end at the end of a buffer.
struct JSONRow {
    private var isFirst = true

    mutating func begin(_ bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        isFirst = true
    }

    mutating func name(_ name: StaticString, _ bytes: inout [UInt8]) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    /// A text that needs no escape: the generator's phrases have no quotes in them.
    mutating func text(_ name: StaticString, _ text: String, _ bytes: inout [UInt8]) {
        self.name(name, &bytes)
        Self.quote(text, &bytes)
    }

    mutating func texts(_ name: StaticString, _ texts: [String], _ bytes: inout [UInt8]) {
        self.name(name, &bytes)
        bytes.append(UInt8(ascii: "["))
        for (index, text) in texts.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            Self.quote(text, &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    mutating func integer(_ name: StaticString, _ integer: Int, _ bytes: inout [UInt8]) {
        self.name(name, &bytes)
        bytes.append(contentsOf: String(integer).utf8)
    }

    mutating func value(_ name: StaticString, _ value: Value, _ bytes: inout [UInt8]) {
        self.name(name, &bytes)
        value.appendJSON(to: &bytes)
    }

    mutating func end(_ bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "}"))
        bytes.append(UInt8(ascii: "\n"))
    }

    private static func quote(_ text: String, _ bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: text.utf8)
        bytes.append(UInt8(ascii: "\""))
    }
}
