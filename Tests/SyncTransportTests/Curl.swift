import Foundation

/// The program `curl`, where it is installed.
enum Curl {
    struct Failed: Error {
        let code: Int32
    }

    private static let path = "/usr/bin/curl"

    static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }

    /// Runs it and returns what it printed; throws if it exits with anything but 0.
    @concurrent
    static func run(_ arguments: [String]) async throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(code: process.terminationStatus) }
        return Array(bytes)
    }
}
