package import Foundation
import Testing

/// A `zssync` that is running.
package final class Background: @unchecked Sendable {
    // Used by one test at a time; Process itself is not marked.
    package let process = Process()
    private let output: FileHandle
    private let errors: FileHandle
    private let outputPath: String
    private let errorPath: String

    package init(
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
    package var errorText: String {
        String(decoding: FileManager.default.contents(atPath: errorPath) ?? Data(), as: UTF8.self)
    }

    /// What it has printed to standard output so far.
    package var outputText: String {
        String(decoding: FileManager.default.contents(atPath: outputPath) ?? Data(), as: UTF8.self)
    }

    /// Waits for its end; ends it by force after ten minutes, so that a fault fails and never hangs.
    package func end() -> Program.Run {
        let deadline = Date().addingTimeInterval(600)
        while process.isRunning, Date() < deadline { usleep(5_000) }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        return Program.Run(
            status: process.terminationReason == .exit ? process.terminationStatus : -1,
            output: outputText, errors: errorText)
    }

    /// Asks it to end, and waits.
    package func stop() -> Program.Run {
        process.terminate()
        return end()
    }

    /// Ends it as a power cut would, but for the disk's cache.
    package func murder() {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
