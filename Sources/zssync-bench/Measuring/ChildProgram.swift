import Foundation

/// A process that this program started, and what it cost until it ended.
///
/// Started by hand rather than by Foundation, which waits for it in a way that loses what it used.
final class ChildProgram {
    struct Failed: Error {
        let arguments: [String]
        let status: Int32
    }

    /// What an ended process cost.
    struct Cost {
        let wall: Double
        let cpu: Double
        let residentBytesMax: Int
    }

    private static let pollMicroseconds: UInt32 = 5_000

    private let arguments: [String]
    private let outputPath: String
    private let start = Stopwatch.now(CLOCK_MONOTONIC)
    private var identifier: pid_t = 0

    /// Starts `zssync`, which lies beside this program, with what it prints going to a file.
    init(_ arguments: [String], in directory: String) throws {
        self.arguments = arguments
        outputPath = directory + "/" + UUID().uuidString + ".out"
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let path = URL(fileURLWithPath: own).deletingLastPathComponent().path + "/zssync"
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(
            &actions, 1, outputPath, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        let words = ([path] + arguments).map { strdup($0) }
        defer { for word in words { free(word) } }
        guard posix_spawn(&identifier, path, &actions, nil, words + [nil], environ) == 0 else {
            throw Failed(arguments: arguments, status: -1)
        }
    }

    deinit { if identifier > 0 { kill(identifier, SIGKILL) } }

    /// Runs `zssync` to its end.
    @discardableResult
    static func run(_ arguments: [String], in directory: String) throws -> (Cost, output: String) {
        let program = try ChildProgram(arguments, in: directory)
        let cost = try program.wait()
        return (cost, program.output)
    }

    /// What it has printed so far, less the last line's end.
    var output: String {
        (try? String(contentsOfFile: outputPath, encoding: .utf8))?
            .trimmingCharacters(in: .newlines) ?? ""
    }

    /// Memory that it has resident now, or has had at most.
    func residentBytes(atMost: Bool = false) -> Int {
        let text = try? String(contentsOfFile: "/proc/\(identifier)/status", encoding: .utf8)
        let line = text?.split(separator: "\n").first {
            $0.hasPrefix(atMost ? "VmHWM:" : "VmRSS:")
        }
        return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 1_024
    }

    /// Asks it to end and waits.
    func stop() throws -> Cost {
        kill(identifier, SIGTERM)
        return try wait()
    }

    /// Waits until it ends.
    func wait() throws -> Cost {
        var (status, usage, residentMax) = (Int32(0), rusage(), 0)
        // Its peak is read while it runs: what the kernel says afterwards counts this program's own
        // memory, which it shared for a moment before it became another.
        var ended: pid_t = 0
        while ended == 0 {
            residentMax = max(residentMax, residentBytes(atMost: true))
            usleep(Self.pollMicroseconds)
            ended = wait4(identifier, &status, WNOHANG, &usage)
        }
        let isDone = ended == identifier && status == 0
        identifier = 0
        guard isDone else { throw Failed(arguments: arguments, status: status) }
        let seconds = { (time: timeval) in Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return Cost(
            wall: Stopwatch.now(CLOCK_MONOTONIC) - start,
            cpu: seconds(usage.ru_utime) + seconds(usage.ru_stime),
            residentBytesMax: residentMax)
    }
}
