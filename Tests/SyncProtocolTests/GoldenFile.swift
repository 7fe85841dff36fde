import Foundation

/// The files under `Fixtures/wire/v1`: what this version of the protocol says, byte for byte.
///
/// With `ZSSYNC_WRITE_FIXTURES=1` files that are missing are written; none is ever written again.
enum GoldenFile {
    /// A file that is not there, and may not be written.
    struct Missing: Error, CustomStringConvertible {
        let name: String
        var description: String {
            "\(name) is missing under Fixtures/wire/v1; run with ZSSYNC_WRITE_FIXTURES=1"
        }
    }

    /// The top folder of the project.
    static let project = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static let folder = project.appending(path: "Fixtures/wire/v1")
    private static let mayWrite =
        ProcessInfo.processInfo.environment["ZSSYNC_WRITE_FIXTURES"] == "1"

    /// The bytes of the file called `name`; those of `make`, written, where it is missing.
    static func bytes(_ name: String, orWrite make: () throws -> [UInt8]) throws -> [UInt8] {
        let file = folder.appending(path: name)
        if let data = try? Data(contentsOf: file) { return [UInt8](data) }
        guard mayWrite else { throw Missing(name: name) }
        let bytes = try make()
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        return bytes
    }

    /// What the JSON file called `name` says; what `make` says, written, where it is missing.
    static func value<Content: Codable>(
        _ name: String, orWrite make: () throws -> Content
    ) throws -> Content {
        let bytes = try bytes(name) {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return [UInt8](try encoder.encode(make())) + [10]
        }
        return try JSONDecoder().decode(Content.self, from: Data(bytes))
    }

    /// The text of a file of the project.
    static func text(_ path: String) throws -> String {
        try String(contentsOf: project.appending(path: path), encoding: .utf8)
    }
}
