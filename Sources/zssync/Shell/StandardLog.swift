import Logging

/// The log on standard error: fixed sentences and metadata, never a value of anybody's record.
enum StandardLog {
    static let logger = Logger(label: "zssync")

    /// Warnings and worse, or from the level that `ZSSYNC_LOG` names.
    static func bootstrap(_ environment: [String: String]) {
        let level =
            environment["ZSSYNC_LOG"].flatMap { Logger.Level(rawValue: $0.lowercased()) }
            ?? .warning
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
    }
}
