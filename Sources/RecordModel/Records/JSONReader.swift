/// Why a text is not JSON that a record can hold.
public struct JSONError: Error, Hashable, Sendable {
    /// What is wrong.
    public enum Reason: Hashable, Sendable {
        /// Not JSON.
        case syntax
        /// A number with a fraction, an exponent or more than 64 bits.
        case number
        /// Deeper than ``JSONReader/depthMax``.
        case depth
        /// One name twice in an object.
        case duplicateName
    }

    /// What is wrong.
    public let reason: Reason
    /// Bytes before the place where it shows.
    public let offset: Int
}

/// Reads JSON into values where it lies, at the speed that imports need, and tells integers from
/// fractions. Lives no longer than the memory that it reads.
struct JSONReader {
    /// The deepest nesting that is read.
    static let depthMax = 32

    private let letters: UnsafeBufferPointer<UInt8>
    private var place = 0

    init(_ letters: UnsafeBufferPointer<UInt8>) {
        self.letters = letters
    }

    mutating func document() throws -> Value {
        let value = try value(depth: 0)
        skipSpace()
        guard place == letters.count else { throw error(.syntax) }
        return value
    }

    private func error(_ reason: JSONError.Reason) -> JSONError {
        JSONError(reason: reason, offset: place)
    }

    /// The letter at `place`; nil at the end.
    private var letter: UInt8? { place < letters.count ? letters[place] : nil }

    private mutating func skipSpace() {
        while let letter, letter == 32 || letter == 10 || letter == 13 || letter == 9 {
            place += 1
        }
    }

    private mutating func take(_ letter: UInt8) -> Bool {
        skipSpace()
        guard self.letter == letter else { return false }
        place += 1
        return true
    }

    private mutating func value(depth: Int) throws -> Value {
        guard depth < Self.depthMax else { throw error(.depth) }
        skipSpace()
        switch letter {
        case nil: throw error(.syntax)
        case UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "["): return try list(depth: depth)
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func word(_ word: String, _ value: Value) throws -> Value {
        guard letters[place...].starts(with: word.utf8) else { throw error(.syntax) }
        place += word.utf8.count
        return value
    }

    private mutating func number() throws -> Value {
        let start = place
        if letter == UInt8(ascii: "-") { place += 1 }
        let digits = place
        while let letter, Self.isDigit(letter) { place += 1 }
        guard place > digits else { throw error(.syntax) }
        guard letters[digits] != 48 || place == digits + 1 else { throw error(.syntax) }
        if let letter, letter == 46 || letter == 69 || letter == 101 { throw error(.number) }
        guard let integer = Int64(String(decoding: letters[start..<place], as: UTF8.self)) else {
            throw error(.number)
        }
        return .integer(integer)
    }

    private static func isDigit(_ letter: UInt8) -> Bool { 48 <= letter && letter <= 57 }

    private mutating func list(depth: Int) throws -> Value {
        place += 1
        var values: [Value] = []
        if take(UInt8(ascii: "]")) { return .list(values) }
        repeat { values.append(try value(depth: depth + 1)) } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw error(.syntax) }
        return .list(values)
    }

    private mutating func object(depth: Int) throws -> Value {
        place += 1
        var values: [String: Value] = [:]
        if take(UInt8(ascii: "}")) { return .object(values) }
        // What a record's line has, about: growing a dictionary costs more than a few empty places.
        values.reserveCapacity(depth == 0 ? 24 : 4)
        repeat {
            skipSpace()
            guard letter == UInt8(ascii: "\"") else { throw error(.syntax) }
            let name = try text()
            let nameEnd = place
            guard take(UInt8(ascii: ":")) else { throw error(.syntax) }
            guard values.updateValue(try value(depth: depth + 1), forKey: name) == nil else {
                throw JSONError(reason: .duplicateName, offset: nameEnd)
            }
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw error(.syntax) }
        return .object(values)
    }

    private mutating func text() throws -> String {
        place += 1
        let start = place
        // Most texts have no escape and are taken whole.
        while let letter, letter != UInt8(ascii: "\""), letter != UInt8(ascii: "\\"), letter >= 32 {
            place += 1
        }
        guard letter != UInt8(ascii: "\"") else {
            defer { place += 1 }
            return try checked(
                UTF8Text.text(UnsafeBufferPointer(rebasing: letters[start..<place])))
        }
        var bytes = Array(letters[start..<place])
        while let letter, letter != UInt8(ascii: "\"") {
            guard letter >= 32 else { throw error(.syntax) }
            if letter == UInt8(ascii: "\\") {
                bytes += try escape()
            } else {
                bytes.append(letter)
                place += 1
            }
        }
        guard letter != nil else { throw error(.syntax) }
        defer { place += 1 }
        return try checked(UTF8Text.text(bytes))
    }

    private func checked(_ text: String?) throws -> String {
        guard let text else { throw error(.syntax) }
        return text
    }

    private mutating func escape() throws -> [UInt8] {
        place += 1
        guard let letter else { throw error(.syntax) }
        defer { place += 1 }
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [letter]
        case UInt8(ascii: "b"): return [8]
        case UInt8(ascii: "f"): return [12]
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "r"): return [13]
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "u"): return try unicode()
        default: throw error(.syntax)
        }
    }

    /// A `\uXXXX`, or two of them for a character beyond the basic plane.
    private mutating func unicode() throws -> [UInt8] {
        var units = [try unit()]
        if (0xD800...0xDBFF).contains(units[0]) {
            guard place + 2 < letters.count, letters[place + 1] == UInt8(ascii: "\\"),
                letters[place + 2] == UInt8(ascii: "u")
            else { throw error(.syntax) }
            place += 2
            units.append(try unit())
        }
        guard let text = String(validating: units, as: UTF16.self) else { throw error(.syntax) }
        return Array(text.utf8)
    }

    /// Four hexadecimal digits after the `u` at `place`; ends at the last of them.
    private mutating func unit() throws -> UInt16 {
        guard place + 4 < letters.count,
            letters[place + 1...place + 4].allSatisfy({
                Self.isDigit($0) || (65...70).contains($0) || (97...102).contains($0)
            }),
            let unit = UInt16(
                String(decoding: letters[place + 1...place + 4], as: UTF8.self), radix: 16)
        else { throw error(.syntax) }
        place += 4
        return unit
    }
}
