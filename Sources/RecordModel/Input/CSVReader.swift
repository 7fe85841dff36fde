/// Reads CSV as RFC 4180 has it, piece by piece: UTF-8 with or without a byte order mark, lines
/// ended by CRLF, LF or CR.
///
/// What is held at once is one row of at most ``rowBytesMax`` and the pieces' own rows. The first
/// row that is not blank is the ``header``. A leading `'` that ``CSVWriter`` put before what a
/// spreadsheet would run as a formula is taken off.
public struct CSVReader: Sendable {
    /// One row below the header.
    public struct Row: Hashable, Sendable {
        /// The row as a spreadsheet counts it: the header is row 1 unless blank rows precede it.
        public let number: Int
        /// The cells as text.
        public let cells: [String]
    }

    /// The most bytes of one row.
    public static let rowBytesMax = 1 << 20
    /// The most cells of one row.
    public static let cellsMax = 1_000

    private enum State {
        case cellStart
        case bare
        case quoted
        case quoteInQuoted
    }

    /// The cells of the first row, blank ends taken off; nil before it was read.
    public private(set) var header: [String]?

    private var state = State.cellStart
    private var cell: [UInt8] = []
    private var cells: [String] = []
    private var rowBytes = 0
    private var rowNumber = 1
    private var isQuoted = false
    private var isAfterReturn = false
    /// The first bytes, until it is known whether they are a byte order mark.
    private var beginning: [UInt8]? = []

    /// Makes a reader at the beginning of a file.
    public init() {}

    /// Reads the next piece of the file and returns the rows that it completes.
    public mutating func read(_ piece: some Collection<UInt8>) throws(InputMistake) -> [Row] {
        // One array from here on: other modules see no specialized code, so a call a byte.
        var rows: [Row] = []
        try read(bytes: Array(piece), into: &rows)
        return rows
    }

    private mutating func read(bytes: [UInt8], into rows: inout [Row]) throws(InputMistake) {
        for byte in bytes {
            if beginning != nil {
                if try isHeldBack(byte) { continue }
                let held = beginning ?? []
                beginning = nil
                for byte in held { try take(byte, into: &rows) }
                continue
            }
            try take(byte, into: &rows)
        }
    }

    /// Reads the end of the file and returns the last row, where no line end followed it.
    public mutating func finish() throws(InputMistake) -> [Row] {
        var rows: [Row] = []
        for byte in beginning ?? [] { try take(byte, into: &rows) }
        beginning = nil
        if state == .quoted {
            throw mistake(
                "引号没有结束，请检查这一行的双引号。",
                "A quoted cell does not end. Check the quotation marks of this row.")
        }
        if !(cells.isEmpty && cell.isEmpty && !isQuoted) { try endRow(into: &rows) }
        return rows
    }

    /// Keeps the first three bytes until they are known; drops them if they are a mark.
    private mutating func isHeldBack(_ byte: UInt8) throws(InputMistake) -> Bool {
        beginning?.append(byte)
        guard let held = beginning else { return false }
        if held.starts(with: [0xFF, 0xFE]) || held.starts(with: [0xFE, 0xFF]) {
            throw Self.notUTF8(row: 1, byte: held[0])
        }
        guard held.count >= 3 else { return true }
        if held == [0xEF, 0xBB, 0xBF] {
            beginning = nil
            return true
        }
        return false
    }

    private mutating func take(_ byte: UInt8, into rows: inout [Row]) throws(InputMistake) {
        if isAfterReturn {
            isAfterReturn = false
            if byte == 10 { return }
        }
        rowBytes += 1
        guard rowBytes <= Self.rowBytesMax else {
            throw mistake(
                "一行超过 \(Self.rowBytesMax) 字节；可能有双引号没有成对。",
                "The row is over \(Self.rowBytesMax) bytes; a quotation mark may be unpaired.")
        }
        switch (state, byte) {
        case (.quoted, UInt8(ascii: "\"")): state = .quoteInQuoted
        case (.quoted, _): cell.append(byte)
        case (.quoteInQuoted, UInt8(ascii: "\"")):
            cell.append(byte)
            state = .quoted
        case (.cellStart, UInt8(ascii: "\"")):
            isQuoted = true
            state = .quoted
        case (_, UInt8(ascii: ",")): try endCell()
        case (_, 10): try endRow(into: &rows)
        case (_, 13):
            isAfterReturn = true
            try endRow(into: &rows)
        case (.quoteInQuoted, _), (.bare, UInt8(ascii: "\"")):
            throw mistake(
                "双引号的位置不对：含双引号的单元格要整格加引号，里面的写两次。",
                "A quotation mark is out of place: quote the whole cell and double those within.")
        default:
            cell.append(byte)
            state = .bare
        }
    }

    private mutating func endCell() throws(InputMistake) {
        guard let text = UTF8Text.text(cell) else {
            throw Self.notUTF8(row: rowNumber, byte: Self.firstInvalid(cell))
        }
        guard cells.count < Self.cellsMax else {
            throw mistake("单元格太多。", "The row has too many cells.")
        }
        cells.append(CSVWriter.withoutGuard(text))
        cell.removeAll(keepingCapacity: true)
        state = .cellStart
    }

    private mutating func endRow(into rows: inout [Row]) throws(InputMistake) {
        let isBlank = cells.isEmpty && cell.isEmpty && !isQuoted
        try endCell()
        if !isBlank {
            if header == nil {
                header = cells.map { PlainText.clean($0) ?? $0 }
            } else {
                rows.append(Row(number: rowNumber, cells: cells))
            }
        }
        cells.removeAll(keepingCapacity: true)
        rowNumber += 1
        rowBytes = 0
        isQuoted = false
    }

    private func mistake(_ chinese: String, _ english: String) -> InputMistake {
        InputMistake(row: rowNumber, reason: Label(chinese: chinese, english: english))
    }

    private static func notUTF8(row: Int, byte: UInt8) -> InputMistake {
        let hex = "0x" + String(byte, radix: 16, uppercase: true)
        return InputMistake(
            row: row,
            reason: Label(
                chinese: "文件不是 UTF-8 编码（字节 \(hex)）；请在 Excel 里另存为“CSV UTF-8”再导入。",
                english: "The file is not UTF-8 (byte \(hex))."
                    + " In Excel save it as \"CSV UTF-8\", then import it."))
    }

    /// The first byte that is part of no character.
    private static func firstInvalid(_ bytes: [UInt8]) -> UInt8 {
        // The longest valid beginning ends before it; cells are short.
        var rest = bytes[...]
        while let first = rest.first {
            let length = (1...4).first { String(validating: rest.prefix($0), as: UTF8.self) != nil }
            guard let length else { return first }
            rest = rest.dropFirst(length)
        }
        return 0
    }
}
