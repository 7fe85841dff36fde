import RecordModel
import SyncAgent
import Synchronization

/// Prints rows in the format that was asked for.
final class RowPrinter: Sendable {
    private struct State {
        var table: TableWriter
        var hasHeader = false
    }

    private let output: BufferedOutput
    /// The format of the rows.
    let format: RowFormat
    private let state: Mutex<State>
    private let csv = CSVWriter(style: .plain)

    /// A printer on the output of `context`; the table's columns are `columns`.
    init(_ context: CommandContext, _ option: FormatOption, columns: [TableWriter.Column]) {
        output = context.output
        let isTerminal = context.invocation.isOutputTerminal
        format = option.format ?? (isTerminal ? .table : .ndjson)
        state = Mutex(
            State(
                table: TableWriter(columns, width: isTerminal ? context.invocation.columns : 0)))
    }

    /// Prints one row: its members for programs, or its cells for people.
    func print(_ members: @autoclosure () -> [Document.Member], cells: @autoclosure () -> [String])
        throws
    {
        switch format {
        case .table:
            let cells = cells()
            let lines = state.withLock { $0.table.add(cells) }
            try output.write(lines)
        case .ndjson:
            let members = members()
            try output.append {
                Document.object(members).append(to: &$0)
                $0.append(10)
            }
        case .csv:
            let members = members()
            let isFirst = state.withLock { state in
                defer { state.hasHeader = true }
                return !state.hasHeader
            }
            try output.append {
                if isFirst { csv.append(members.map(\.name), to: &$0) }
                csv.append(members.map(\.document.cell), to: &$0)
            }
        }
    }

    /// Prints what a table still holds.
    func finish() throws {
        try output.write(state.withLock { $0.table.finish() })
    }
}
