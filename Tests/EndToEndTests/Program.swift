import Foundation
import Testing

/// The real `zssync`, run as a person or a script runs it.
struct Program: Sendable {
    /// What a run printed, and how it ended.
    struct Run: Sendable {
        let status: Int32
        let output: String
        let errors: String

        /// The output without its last line break.
        var line: String { output.trimmingCharacters(in: .newlines) }

        /// The lines of NDJSON.
        var objects: [[String: Any]] {
            output.split(separator: "\n").compactMap {
                try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
            }
        }
    }

    /// Beside the test bundle, where the package manager puts it.
    static let path: String = {
        if let path = ProcessInfo.processInfo.environment["ZSSYNC_PROGRAM"] { return path }
        let own =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        for folder in [own, CommandLine.arguments[0]] {
            let path = URL(fileURLWithPath: folder).deletingLastPathComponent().path + "/zssync"
            if FileManager.default.isExecutableFile(atPath: path) { return path }
        }
        return root + "/.build/debug/zssync"
    }()

    /// The package's folder.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// Runs a command to its end.
    @discardableResult
    static func run(
        _ arguments: String..., input: String? = nil, environment: [String: String] = [:]
    ) throws -> Run {
        try run(arguments, input: input, environment: environment)
    }

    /// Runs a command to its end.
    static func run(
        _ arguments: [String], input: String? = nil, environment: [String: String] = [:]
    ) throws -> Run {
        let process = try Background(arguments, input: input, environment: environment)
        return process.end()
    }

    /// Runs another of the package's programs, which lies beside `zssync`, to its end.
    static func tool(
        _ name: String, _ arguments: [String]
    ) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path).deletingLastPathComponent()
            .appending(path: name)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
    }

    /// Runs a command that must succeed, and returns what it printed.
    static func succeed(
        _ arguments: String..., input: String? = nil, environment: [String: String] = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Run {
        let run = try run(arguments, input: input, environment: environment)
        try #require(
            run.status == 0, "\(arguments.prefix(3)): \(run.errors)", sourceLocation: sourceLocation
        )
        return run
    }
}

/// A `zssync` that is running.
final class Background: @unchecked Sendable {
    // Used by one test at a time; Process itself is not marked.
    let process = Process()
    private let output: FileHandle
    private let errors: FileHandle
    private let outputPath: String
    private let errorPath: String

    init(
        _ arguments: [String], input: String? = nil, environment: [String: String] = [:]
    ) throws {
        let base = NSTemporaryDirectory() + "zs-run-" + UUID().uuidString
        outputPath = base + ".out"
        errorPath = base + ".err"
        for path in [outputPath, errorPath] {
            _ = FileManager.default.createFile(atPath: path, contents: nil)
        }
        output = try #require(FileHandle(forWritingAtPath: outputPath))
        errors = try #require(FileHandle(forWritingAtPath: errorPath))
        process.executableURL = URL(fileURLWithPath: Program.path)
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = errors
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if let input {
            let pipe = Pipe()
            process.standardInput = pipe
            try process.run()
            try? pipe.fileHandleForWriting.write(contentsOf: Data(input.utf8))
            try? pipe.fileHandleForWriting.close()
        } else {
            process.standardInput = FileHandle.nullDevice
            try process.run()
        }
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        for path in [outputPath, errorPath] { try? FileManager.default.removeItem(atPath: path) }
    }

    /// What it has printed to standard error so far.
    var errorText: String {
        String(decoding: FileManager.default.contents(atPath: errorPath) ?? Data(), as: UTF8.self)
    }

    /// What it has printed to standard output so far.
    var outputText: String {
        String(decoding: FileManager.default.contents(atPath: outputPath) ?? Data(), as: UTF8.self)
    }

    /// Waits for its end; ends it by force after ten minutes, so that a fault fails and never hangs.
    func end() -> Program.Run {
        let deadline = Date().addingTimeInterval(600)
        while process.isRunning, Date() < deadline { usleep(5_000) }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        return Program.Run(
            status: process.terminationReason == .exit ? process.terminationStatus : -1,
            output: outputText, errors: errorText)
    }

    /// Asks it to end, and waits.
    func stop() -> Program.Run {
        process.terminate()
        return end()
    }

    /// Ends it as a power cut would, but for the disk's cache.
    func murder() {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}

/// Waits until `condition` holds; fails after `seconds`.
func eventually(
    within seconds: Double = 20, sourceLocation: SourceLocation = #_sourceLocation,
    _ condition: () throws -> Bool
) throws {
    let deadline = Date().addingTimeInterval(seconds)
    while try !condition() {
        try #require(Date() < deadline, "waited in vain", sourceLocation: sourceLocation)
        usleep(20_000)
    }
}
