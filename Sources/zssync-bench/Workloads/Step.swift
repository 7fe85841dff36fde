import Foundation
import RecordModel

/// One measured step, printed as one line of NDJSON.
struct Step {
    let workload: String
    let step: String
    let rows: Int
    let seconds: Double
    let cpuSeconds: Double
    var floorSeconds: Double?
    var bytes: Int?
    var floorBytes: Int?

    /// Runs `work` and takes its time: wall and processor.
    static func timed(_ work: () throws -> Void) rethrows -> (wall: Double, cpu: Double) {
        let clock = ContinuousClock()
        let cpu = processorSeconds()
        let wall = try clock.measure(work)
        let seconds = Double(wall.components.seconds) + Double(wall.components.attoseconds) / 1e18
        return (seconds, processorSeconds() - cpu)
    }

    private static func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// The line: keys in fixed order, null where a figure does not apply.
    var line: String {
        let rate = Double(rows) / seconds
        let floorRate = floorSeconds.map { Double(rows) / $0 }
        let parts: [(String, String)] = [
            ("workload", "\"\(workload)\""), ("step", "\"\(step)\""), ("rows", "\(rows)"),
            ("seconds", Self.text(seconds, 4)), ("cpu_seconds", Self.text(cpuSeconds, 4)),
            ("rate", Self.text(rate, 0)), ("floor_rate", Self.text(floorRate, 0)),
            ("ratio", Self.text(floorRate.map { rate / $0 }, 3)),
            ("bytes", bytes.map(String.init) ?? "null"),
            ("bytes_per_row", Self.text(bytes.map { Double($0) / Double(rows) }, 1)),
            ("floor_bytes_per_row", Self.text(floorBytes.map { Double($0) / Double(rows) }, 1)),
            ("rss_bytes", Self.residentBytes.map(String.init) ?? "null"),
        ]
        return "{" + parts.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
    }

    private static func text(_ number: Double?, _ digits: Int) -> String {
        number.map { String(format: "%.\(digits)f", $0) } ?? "null"
    }

    private static var residentBytes: Int? {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
            let pages = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else { return nil }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
