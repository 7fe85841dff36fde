import Foundation

/// One measured step, printed as one line of NDJSON.
struct Step {
    let workload: Workload
    let name: String
    let rows: Int
    /// Seconds; nil for a step that only counts bytes.
    var seconds: Double?
    var cpuSeconds: Double?
    /// What plain SQLite took for the same rows.
    var floorSeconds: Double?
    /// Bytes on the wire or in the file, as the workload says.
    var bytes: Int?
    /// Bytes of the same rows in plain SQLite's file, or as compressed CSV.
    var floorBytes: Int?
    /// The most memory that the process measured had resident.
    var residentBytes: Int?

    init(
        _ workload: Workload, _ name: String, rows: Int, _ watch: Stopwatch? = nil,
        floor: Stopwatch? = nil
    ) {
        self.workload = workload
        self.name = name
        self.rows = rows
        seconds = watch?.wall
        cpuSeconds = watch?.cpu
        floorSeconds = floor?.wall
    }

    /// The middle of each figure of `runs` of the same step.
    static func median(of runs: [Step]) -> Step {
        var median = runs[0]
        median.seconds = middle(runs.map(\.seconds))
        median.cpuSeconds = middle(runs.map(\.cpuSeconds))
        median.floorSeconds = middle(runs.map(\.floorSeconds))
        median.bytes = middle(runs.map(\.bytes))
        median.floorBytes = middle(runs.map(\.floorBytes))
        median.residentBytes = middle(runs.map(\.residentBytes))
        return median
    }

    private static func middle<Figure: Comparable>(_ figures: [Figure?]) -> Figure? {
        let sorted = figures.compactMap { $0 }.sorted()
        return sorted.isEmpty ? nil : sorted[sorted.count / 2]
    }

    /// The line: keys in fixed order, null where a figure does not apply.
    var line: String {
        let rate = seconds.map { Double(rows) / $0 }
        let floorRate = floorSeconds.map { Double(rows) / $0 }
        let ratio = rate.flatMap { rate in floorRate.map { rate / $0 } }
        let parts: [(String, String)] = [
            ("workload", "\"\(workload.rawValue)\""), ("step", "\"\(name)\""), ("rows", "\(rows)"),
            ("seconds", Self.text(seconds, 4)), ("cpu_seconds", Self.text(cpuSeconds, 4)),
            ("rate", Self.text(rate, 0)), ("floor_rate", Self.text(floorRate, 0)),
            ("ratio", Self.text(ratio, 3)), ("bytes", bytes.map(String.init) ?? "null"),
            ("bytes_per_row", Self.text(bytes.map { Double($0) / Double(rows) }, 1)),
            ("floor_bytes_per_row", Self.text(floorBytes.map { Double($0) / Double(rows) }, 1)),
            ("rss_bytes", residentBytes.map(String.init) ?? "null"),
        ]
        return "{" + parts.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
    }

    private static func text(_ number: Double?, _ digits: Int) -> String {
        number.map { String(format: "%.\(digits)f", $0) } ?? "null"
    }
}
