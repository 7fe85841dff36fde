import Foundation
import RecordModel

/// Files of the repository, found from where this file lies.
enum Fixtures {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    static func kind(_ path: String) throws -> Kind {
        try KindReader.kind(source: text(path), file: path)
    }

    static func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path())
            .filter { $0.hasSuffix(".yaml") }.sorted()
    }
}
