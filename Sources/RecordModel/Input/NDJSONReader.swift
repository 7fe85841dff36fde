/// Splits a file of one JSON object a line, piece by piece.
public struct NDJSONReader: Sendable {
    /// One line that is not blank.
    public struct Line: Hashable, Sendable {
        /// The line, counted from 1.
        public let number: Int
        /// The bytes without the line end.
        public let bytes: [UInt8]
    }

    /// The most bytes of one line.
    public static let lineBytesMax = 1 << 20

    private var held: [UInt8] = []
    private var number = 1

    /// Makes a reader at the beginning of a file.
    public init() {}

    /// Reads the next piece of the file and returns the lines that it completes.
    public mutating func read(_ piece: some Collection<UInt8>) throws(InputMistake) -> [Line] {
        var lines: [Line] = []
        var rest = Array(piece)[...]
        while let end = rest.firstIndex(of: 10) {
            try hold(rest[..<end])
            endLine(into: &lines)
            rest = rest[(end + 1)...]
        }
        try hold(rest)
        return lines
    }

    /// Reads the end of the file and returns the last line, where no line end followed it.
    public mutating func finish() -> [Line] {
        var lines: [Line] = []
        endLine(into: &lines)
        return lines
    }

    private mutating func hold(_ bytes: ArraySlice<UInt8>) throws(InputMistake) {
        guard held.count + bytes.count <= Self.lineBytesMax else {
            throw InputMistake(
                row: number,
                reason: Label(
                    chinese: "一行超过 \(Self.lineBytesMax) 字节。",
                    english: "The line is over \(Self.lineBytesMax) bytes."))
        }
        held += bytes
    }

    private mutating func endLine(into lines: inout [Line]) {
        if number == 1, held.starts(with: [0xEF, 0xBB, 0xBF]) { held.removeFirst(3) }
        if held.last == 13 { held.removeLast() }
        if !held.allSatisfy({ $0 == 32 || $0 == 9 }) {
            lines.append(Line(number: number, bytes: held))
        }
        held.removeAll(keepingCapacity: true)
        number += 1
    }
}
