import Foundation
import RecordModel
import SyncAgent
import Synchronization

@testable import zssync

/// A hub in a directory of its own, and a person who types commands there.
final class Desk: Sendable {
    let folder: String
    static let site = "442000001001"

    init() throws {
        folder = NSTemporaryDirectory() + "zssync-command-tests-" + UUID().uuidString
        let sites = try SiteRegistry.sites(csv: SampleSites.csv.utf8).prefix(3).map {
            SiteRow(code: $0.code, name: $0.name, townCode: $0.townCode, townName: $0.townName)
        }
        _ = try ReplicaHost.makeHub(
            in: DataDirectory(path: folder + "/hub"), name: "hub", hosts: ["127.0.0.1"],
            sites: Array(sites))
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// What a command printed, and how it ended.
    struct Outcome {
        let code: Int32
        let output: String
        let errors: String
        var lines: [String] { output.split(separator: "\n").map(String.init) }
        var firstLine: String { lines.first ?? "" }
    }

    /// Types a command; `columns` makes standard output a terminal so wide.
    func type(
        _ arguments: String..., input: String = "", columns: Int? = nil,
        running: ReplicaHost? = nil
    ) async -> Outcome {
        let output = Captured()
        let errors = Captured()
        let code = await Program.execute(
            CommandContext(
                invocation(arguments, columns: columns),
                CommandStreams(input: Text(input), output: output, errors: errors),
                running: running))
        return Outcome(code: code, output: output.text, errors: errors.text)
    }

    func invocation(_ arguments: [String], columns: Int? = nil) -> Invocation {
        Invocation(
            arguments: arguments, folder: folder,
            environment: ["ZSSYNC_DATA": folder + "/hub", "LANG": "zh_CN.UTF-8"],
            isOutputTerminal: columns != nil, columns: columns ?? 80)
    }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
    }

    func read(_ name: String) throws -> String {
        String(
            decoding: try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)), as: UTF8.self
        )
    }
}

/// What a command printed.
final class Captured: ByteSink, Sendable {
    private let bytes = Mutex<[UInt8]>([])
    func write(_ more: [UInt8]) { bytes.withLock { $0 += more } }
    var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
}

/// A text as standard input.
final class Text: ByteSource, Sendable {
    private let rest: Mutex<[UInt8]>
    init(_ text: String) { rest = Mutex(Array(text.utf8)) }
    func read() -> [UInt8] {
        rest.withLock { bytes in
            defer { bytes = [] }
            return bytes
        }
    }
}
