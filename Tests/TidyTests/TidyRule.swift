import Testing

/// One thing that no file may do, and where.
struct TidyRule: Sendable, CustomTestStringConvertible {
    /// Modules below the line: time, chance and the network are handed to them.
    static let belowTheLine = [
        "CausalCore", "RecordModel", "SyncProtocol", "ReplicaStore", "DeviceIdentity", "SyncEngine",
    ]

    /// What it says.
    let testDescription: String
    /// The modules that it binds; nil for all.
    let modules: [String]?
    /// The lines that break it.
    let breaches: @Sendable (SourceFile) -> [Int]

    /// Where `files` break the rule: path and line.
    func broken(in files: [SourceFile]) -> [String] {
        files.filter { modules?.contains($0.module) ?? true }.flatMap { file in
            breaches(file).map { "\(file.path):\($0)" }
        }
    }

    private static func banning(
        _ description: String, _ texts: [String], in modules: [String]?
    ) -> TidyRule {
        TidyRule(testDescription: description, modules: modules) { file in
            file.code.filter { _, line in texts.contains { line.contains($0) } }.map(\.number)
        }
    }

    private static let handedIn = banning(
        "time and chance are handed in below the line",
        [
            "Date()", "Date.now", "UUID()", ".random(in:", "Bool.random(", ".randomElement()",
            ".shuffled()", "SystemRandomNumberGenerator", "ContinuousClock", "Thread.sleep",
        ], in: belowTheLine)

    private static let synchronous = banning(
        "nothing is asynchronous below the line",
        [" async ", " async\t", "await ", "Task {", "Task.detached", "DispatchQueue"],
        in: belowTheLine + ["SimulationKit"])

    private static let withoutFoundation = banning(
        "the core needs nothing but the standard library", ["import "], in: ["CausalCore"])

    private static let forceless = banning(
        "nothing is forced, nothing is left to do", ["try!", " as! ", "TODO", "FIXME"], in: nil)

    private static let spoken = banning(
        "nobody is told an error that has no sentence", ["\"\\(error)\""],
        in: belowTheLine + ["zssync"])

    private static let short = TidyRule(
        testDescription: "no file is over 400 lines", modules: nil
    ) { $0.lines.count > 401 ? [$0.lines.count] : [] }

    private static let arrows = TidyRule(
        testDescription: "a module imports only along the arrows of the architecture", modules: nil
    ) { file in
        guard let forbidden = Architecture.forbidden[file.module] else { return [] }
        return file.imports.contains { forbidden.contains($0) } ? [1] : []
    }

    static let all = [
        handedIn, synchronous, withoutFoundation, forceless, spoken, short, arrows,
    ]
}

/// Which module may not know which: whatever its own line in Package.swift lets it see.
enum Architecture {
    private static let network = [
        "NIOCore", "NIOPosix", "NIOSSL", "HummingbirdCore", "HummingbirdHTTP2", "ServiceLifecycle",
        "Logging",
    ]
    private static let upper =
        ["SyncTransport", "SyncAgent", "HubServer", "LocalWeb", "zssync"] + network

    static let forbidden: [String: Set<String>] = [
        "RecordModel": Set(
            upper + [
                "SyncProtocol", "ReplicaStore", "DeviceIdentity", "SyncEngine", "GRDB", "Crypto",
                "SwiftProtobuf",
            ]),
        "SyncProtocol": Set(
            upper + ["ReplicaStore", "DeviceIdentity", "SyncEngine", "GRDB", "Yams"]),
        "ReplicaStore": Set(
            upper + [
                "SyncProtocol", "DeviceIdentity", "SyncEngine", "SwiftProtobuf", "Crypto", "Yams",
            ]),
        "DeviceIdentity": Set(
            upper + ["SyncProtocol", "ReplicaStore", "SyncEngine", "GRDB", "SwiftProtobuf", "Yams"]),
        "SyncEngine": Set(upper + ["GRDB", "X509", "Yams"]),
        "SimulationKit": Set(upper + ["GRDB", "X509", "Yams", "Foundation"]),
        "SyncTransport": [
            "ReplicaStore", "SyncEngine", "GRDB", "SyncAgent", "HubServer", "LocalWeb", "zssync",
        ],
        "SyncAgent": [
            "HubServer", "LocalWeb", "zssync", "GRDB", "NIOSSL", "Hummingbird",
            "HummingbirdCore", "HummingbirdHTTP2",
        ],
        "HubServer": ["LocalWeb", "zssync", "GRDB", "NIOSSL"],
        "LocalWeb": ["HubServer", "SyncTransport", "SyncProtocol", "zssync", "GRDB", "NIOSSL"],
    ]
}
