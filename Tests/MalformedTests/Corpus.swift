import Foundation

/// The files of `Fixtures/malformed` for one target.
struct Corpus {
    /// One file.
    struct File {
        let name: String
        let bytes: [UInt8]
    }

    /// The files, sorted by name.
    let files: [File]

    init(_ target: MalformedTarget) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/malformed/\(target.rawValue)")
        files = try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted().map {
            File(name: $0, bytes: [UInt8](try Data(contentsOf: folder.appending(path: $0))))
        }
    }
}
