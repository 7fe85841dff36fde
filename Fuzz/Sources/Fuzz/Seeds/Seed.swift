import Foundation

/// A file of `Fixtures/malformed`, made by reasoning and not by chance.
struct Seed {
    let name: String
    let bytes: [UInt8]

    init(_ name: String, _ bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    init(_ name: String, _ text: String) {
        self.init(name, Array(text.utf8))
    }

    static func all(of target: MalformedTarget) throws -> [Seed] {
        switch target {
        case .message: messages
        case .change: changes
        case .segment: try segments
        case .csv: tables
        case .ndjson: lines
        case .kind: kinds
        case .token: try tokens
        case .certificate: try certificates
        case .stored: stored
        case .session: sessions
        case .answers: answers
        }
    }

    /// Writes what is missing under `folder`; what is there stays, as it may have found something.
    static func writeAll(to folder: String) throws {
        for target in MalformedTarget.allCases {
            let place = folder + "/" + target.rawValue
            try FileManager.default.createDirectory(
                atPath: place, withIntermediateDirectories: true)
            for seed in try all(of: target) {
                let path = place + "/" + seed.name
                guard !FileManager.default.fileExists(atPath: path) else { continue }
                try Data(seed.bytes).write(to: URL(filePath: path))
            }
        }
    }
}
