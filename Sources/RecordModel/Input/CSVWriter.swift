/// Writes CSV that ``CSVReader`` reads back cell by cell.
public struct CSVWriter: Hashable, Sendable {
    /// For whom a file is written.
    public enum Style: Hashable, Sendable {
        /// For spreadsheets: a byte order mark, without which Excel takes Chinese for something
        /// else, and CRLF.
        case spreadsheet
        /// For other programs: neither.
        case plain
    }

    /// For whom the file is written.
    public let style: Style

    /// Makes a writer.
    public init(style: Style) {
        self.style = style
    }

    /// What the file begins with.
    public var beginning: [UInt8] { style == .spreadsheet ? [0xEF, 0xBB, 0xBF] : [] }

    /// Appends one row.
    ///
    /// A text that a spreadsheet would run as a formula gets a `'` before it: whoever can enter a
    /// note could otherwise run commands on the PC of whoever opens the export.
    public func append(_ cells: [String], to bytes: inout [UInt8]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(cell: cell, isAlone: cells.count == 1, to: &bytes)
        }
        bytes += style == .spreadsheet ? [13, 10] : [10]
    }

    private func append(cell: String, isAlone: Bool, to bytes: inout [UInt8]) {
        let isGuarded = Self.needsGuard(cell)
        let needsQuotes =
            cell.utf8.contains {
                $0 == 10 || $0 == 13 || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"")
            } || cell.isEmpty && isAlone
        guard needsQuotes else {
            if isGuarded { bytes.append(UInt8(ascii: "'")) }
            bytes += cell.utf8
            return
        }
        bytes.append(UInt8(ascii: "\""))
        if isGuarded { bytes.append(UInt8(ascii: "'")) }
        for byte in cell.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static let guarded = Array("=+-@\t\r'".utf8)

    private static func needsGuard(_ cell: String) -> Bool {
        guard let first = cell.utf8.first, guarded.contains(first) else { return false }
        // A negative number is no formula.
        return
            !(first == UInt8(ascii: "-") && cell.utf8.count > 1
            && cell.utf8.dropFirst().allSatisfy { (48...57).contains($0) || $0 == 46 })
    }

    /// `cell` without the `'` that ``append(_:to:)`` put before it.
    static func withoutGuard(_ cell: String) -> String {
        let rest = cell.utf8.dropFirst()
        guard cell.utf8.first == UInt8(ascii: "'"), let second = rest.first,
            guarded.contains(second)
        else { return cell }
        return String(cell.unicodeScalars.dropFirst())
    }
}
