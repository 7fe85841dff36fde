import Foundation
package import ProcessSimulation
package import Testing

/// The real `zssync`, run as a person or a script runs it.
package struct Program: Sendable {
    /// What a run printed, and how it ended.
    package typealias Run = RunningProgram.Run

    /// Beside the test bundle, where the package manager puts it.
    package static let path: String = {
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
    package static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// Runs a command to its end.
    @discardableResult
    package static func run(
        _ arguments: String..., input: String? = nil, environment: [String: String] = [:]
    ) throws -> Run {
        try run(arguments, input: input, environment: environment)
    }

    /// Runs a command to its end.
    package static func run(
        _ arguments: [String], input: String? = nil, environment: [String: String] = [:]
    ) throws -> Run {
        let process = try Background(arguments, input: input, environment: environment)
        return process.end()
    }

    /// Runs another of the package's programs, which lies beside `zssync`, to its end.
    package static func tool(
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
    @discardableResult
    package static func succeed(
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
