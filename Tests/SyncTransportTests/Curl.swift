import Foundation

/// The program `curl`, where it is installed.
enum Curl {
    struct Failed: Error {
        let code: Int32
    }

    private static let path = "/usr/bin/curl"

    static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }

    /// Runs it and returns what it printed; throws if it exits with anything but 0.
    ///
    /// Blocks no thread meanwhile: on a machine with few cores the server needs them all.
    static func run(_ arguments: [String]) async throws -> [UInt8] {
        let printed = FileManager.default.temporaryDirectory
            .appending(path: "zssync-curl-out-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: printed) }
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = ["--max-time", "20", "--output", printed.path()] + arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        let code = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do {
                try process.run()
            } catch {
                continuation.resume(throwing: error)
            }
        }
        guard code == 0 else { throw Failed(code: code) }
        return try Array(Data(contentsOf: printed))
    }
}
