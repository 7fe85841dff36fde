/// Aligned columns for a terminal. The first rows give the columns' widths; those that follow are
/// cut to them, so that a long list begins at once.
struct TableWriter {
    /// One column.
    struct Column: Hashable, Sendable {
        let title: String
        /// Whether its cells are never cut, such as ids that are copied.
        var isWhole = false
    }

    private let columns: [Column]
    private let width: Int
    private var first: [[String]] = []
    private var widths: [Int]?

    private static let firstRows = 200
    private static let gap = "  "
    private static let narrowest = 4

    /// A table at most `width` columns wide; 0 for any width.
    init(_ columns: [Column], width: Int) {
        self.columns = columns
        self.width = width
    }

    /// Adds a row and returns the lines that are ready.
    mutating func add(_ cells: [String]) -> String {
        let cells = cells.map(DisplayWidth.harmless)
        guard let widths else {
            first.append(cells)
            return first.count < Self.firstRows ? "" : begin()
        }
        return line(cells, widths)
    }

    /// The lines that were not ready yet; nothing for an empty table.
    mutating func finish() -> String {
        widths == nil && !first.isEmpty ? begin() : ""
    }

    private mutating func begin() -> String {
        let titles = columns.map(\.title)
        var widths = columns.indices.map { place in
            ([titles] + first).map { DisplayWidth.of($0[place]) }.max() ?? 0
        }
        let isFree = columns.indices.filter { !columns[$0].isWhole }
        let gaps = Self.gap.count * (columns.count - 1)
        // The widest gives way first, so that narrow columns stay whole.
        while width > 0, widths.reduce(gaps, +) > width,
            let widest = isFree.max(by: { widths[$0] < widths[$1] }),
            widths[widest] > Self.narrowest
        {
            widths[widest] -= 1
        }
        self.widths = widths
        let lines = ([titles] + first).map { line($0, widths) }
        first = []
        return lines.joined()
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for (place, cell) in cells.enumerated() {
            if place > 0 { line += Self.gap }
            line += DisplayWidth.fitted(cell, to: widths[place])
        }
        while line.last == " " { line.removeLast() }
        return line + "\n"
    }
}
