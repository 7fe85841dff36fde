import Foundation
public import RecordModel
import Synchronization

/// The records of a file, read row by row.
public struct RecordRows: Sendable {
    /// What came of reading one row: its record, or all that is wrong with it.
    public typealias Reading = Result<InputRecord, RowError>

    private let source: any PieceSource
    private let format: InputFormat
    private let kind: Kind

    /// Rows that are read, made and taken together.
    private static let batchRows = 2_000
    /// Rows that one core makes at a stretch.
    private static let partRows = 200

    /// The records of `kind` in the file that `source` reads.
    public init(source: any PieceSource, format: InputFormat, kind: Kind) {
        self.source = source
        self.format = format
        self.kind = kind
    }

    /// Calls `take` with what `make` makes of each row, in the order of the file and in batches;
    /// the next batch is made on the other cores while the last one is taken.
    ///
    /// Throws what makes the rest of the file unreadable, such as a header that is not one.
    public func forEachBatch<Made: Sendable>(
        making make: @escaping @Sendable (Reading) -> Made, _ take: ([Made]) throws -> Void
    ) throws {
        let input = RecordInput(kind: kind, today: Day(millisecondsSince1970: WallClock.now))
        var rows: [Row] = []
        var made: [Made] = []
        func turn() throws {
            let next = Parts(rows) { make($0.read(by: input)) }
            rows = []
            // Whatever comes of it, nobody goes on making rows that nobody will take.
            defer { made = next.wait() }
            if !made.isEmpty { try take(made) }
        }
        try forEachRow(input) { row in
            rows.append(row)
            if rows.count == Self.batchRows { try turn() }
        }
        try turn()
        try turn()
    }

    /// Things that are made in parts on other threads, and on the one that waits for them.
    private final class Parts<Made: Sendable>: Sendable {
        private struct State {
            var next = 0
            var made: [Int: [Made]] = [:]
        }

        private let rows: [Row]
        private let make: @Sendable (Row) -> Made
        private let state = Mutex(State())
        private let group = DispatchGroup()

        /// Begins to make something of each of `rows`.
        init(_ rows: [Row], _ make: @escaping @Sendable (Row) -> Made) {
            self.rows = rows
            self.make = make
            guard !rows.isEmpty else { return }
            for _ in 1..<max(2, ProcessInfo.processInfo.activeProcessorCount) {
                DispatchQueue.global().async(group: group) { self.work() }
            }
        }

        /// All that was made, in order.
        func wait() -> [Made] {
            work()
            group.wait()
            return state.withLock { $0.made.sorted { $0.key < $1.key }.flatMap(\.value) }
        }

        /// Makes parts for as long as any is left.
        private func work() {
            while true {
                let start = state.withLock { state in
                    defer { state.next += RecordRows.partRows }
                    return state.next
                }
                guard start < rows.count else { return }
                let made = rows[start..<min(start + RecordRows.partRows, rows.count)].map(make)
                state.withLock { $0.made[start] = made }
            }
        }
    }

    // MARK: Rows

    /// One row as the file has it.
    private enum Row: Sendable {
        case cells(CSVReader.Row, RecordInput.Header)
        case line(NDJSONReader.Line)

        func read(by input: RecordInput) -> Reading {
            Result { () throws(RowError) in
                switch self {
                case .cells(let row, let header): try input.record(row, under: header)
                case .line(let line): try input.record(line)
                }
            }
        }
    }

    private func forEachRow(_ input: RecordInput, _ body: (Row) throws -> Void) throws {
        switch format {
        case .csv: try forEachCSV(input, body)
        case .ndjson: try forEachLine(body)
        }
    }

    private func forEachCSV(_ input: RecordInput, _ body: (Row) throws -> Void) throws {
        var reader = CSVReader()
        var header: RecordInput.Header?
        func take(_ rows: [CSVReader.Row], _ names: [String]?) throws {
            for row in rows {
                let known = try header ?? input.header(names ?? [])
                header = known
                try body(.cells(row, known))
            }
        }
        try source.forEachPiece { piece in try take(try reader.read(piece), reader.header) }
        try take(try reader.finish(), reader.header)
        guard let names = reader.header else { throw Self.empty }
        // A file of a header alone must have the right one, too.
        if header == nil { _ = try input.header(names) }
    }

    private func forEachLine(_ body: (Row) throws -> Void) throws {
        var reader = NDJSONReader()
        try source.forEachPiece { piece in
            for line in try reader.read(piece) { try body(.line(line)) }
        }
        for line in reader.finish() { try body(.line(line)) }
    }

    private static let empty = InputMistake(
        row: nil,
        reason: Label(chinese: "文件是空的，没有表头。", english: "The file is empty; it has no header."))
}
