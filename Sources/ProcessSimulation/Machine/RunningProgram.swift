package import Foundation

/// A program that is running, as a person or a script starts it.
///
/// What it prints goes to files, so that nobody has to read it for it to go on.
package final class RunningProgram: @unchecked Sendable {
    /// What a run printed, and how it ended.
    package struct Run: Sendable {
        /// The exit code; where a signal ended it, minus the signal's number.
        package let status: Int32
        /// Standard output.
        package let output: String
        /// Standard error.
        package let errors: String

        /// The output without its last line break.
        package var line: String { output.trimmingCharacters(in: .newlines) }

        /// The lines of NDJSON.
        package var objects: [[String: Any]] {
            output.split(separator: "\n").compactMap {
                try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
            }
        }
    }

    /// Seconds after which a program that has not ended is ended by force: a fault fails and never hangs.
    private static let patience = 600.0

    // Used by one thread at a time; Process itself is not marked.
    package let process = Process()
    private let outputPath: String
    private let errorPath: String

    /// Starts the program at `path`; `environment` is added to this process's own.
    package init(
        path: String, _ arguments: [String], input: String? = nil,
        environment: [String: String] = [:]
    ) throws {
        let base = NSTemporaryDirectory() + "zs-run-" + UUID().uuidString
        outputPath = base + ".out"
        errorPath = base + ".err"
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardOutput = try Self.file(outputPath)
        process.standardError = try Self.file(errorPath)
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
        _ = signal(SIGKILL)
        for path in [outputPath, errorPath] { try? FileManager.default.removeItem(atPath: path) }
    }

    private static func file(_ path: String) throws -> FileHandle {
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    }

    /// What it has printed to standard error so far.
    package var errorText: String { text(errorPath) }

    /// What it has printed to standard output so far.
    package var outputText: String { text(outputPath) }

    private func text(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }

    /// Waits for its end; ends it by force after ten minutes.
    package func end() -> Run {
        let deadline = Date().addingTimeInterval(Self.patience)
        while process.isRunning, Date() < deadline { usleep(5_000) }
        if process.isRunning { murder() }
        process.waitUntilExit()
        let status = process.terminationStatus
        return Run(
            status: process.terminationReason == .exit ? status : -status, output: outputText,
            errors: errorText)
    }

    /// Asks it to end, and waits.
    package func stop() -> Run {
        _ = signal(SIGTERM)
        return end()
    }

    /// Ends it as a power cut would, but for the disk's cache; returns whether it was still running.
    @discardableResult
    package func murder() -> Bool {
        defer { process.waitUntilExit() }
        return signal(SIGKILL)
    }

    /// Holds it still for so long, as a machine that sleeps; returns whether it was running.
    @discardableResult
    package func pause(microseconds: UInt32) -> Bool {
        guard signal(SIGSTOP) else { return false }
        usleep(microseconds)
        return signal(SIGCONT)
    }

    /// The number of a process that has ended may be another's by now.
    private func signal(_ number: Int32) -> Bool {
        process.isRunning && kill(process.processIdentifier, number) == 0
    }
}
