// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .treatWarning("DeprecatedDeclaration", as: .warning),
    .treatWarning("ExplicitSendable", as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    // Mistakes on purpose, which the simulator must find; never in a release build.
    .define("PLANTED_BUGS", .when(configuration: .debug)),
]

/// `Fuzz/run` asks for the modules with the coverage that libFuzzer looks at, and for its program.
let fuzzing = Context.environment["ZSSYNC_FUZZING"] != nil

/// The modules that thousands of seeds run through with every change: CI asks for them optimised, in a
/// debug build, with the planted mistakes still in them. It builds a minute longer, and tests three less.
let optimised: Set<String> =
    Context.environment["ZSSYNC_OPTIMISED"] == nil
    ? []
    : [
        "CausalCore", "RecordModel", "SyncProtocol", "ReplicaStore", "SyncEngine", "SimulationKit",
    ]

/// The settings of a module.
func moduleSettings(_ name: String) -> [SwiftSetting] {
    settings
        + (optimised.contains(name) ? [.unsafeFlags(["-O"], .when(configuration: .debug))] : [])
        + (fuzzing ? [.unsafeFlags(["-sanitize=fuzzer"])] : [])
}

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let protobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(
    name: "ServiceLifecycle", package: "swift-service-lifecycle")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let arguments = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")

/// The modules, lowest first. A module imports only what its own line lists.
let modules: [(name: String, uses: [Target.Dependency], resources: [Resource])] = [
    ("CausalCore", [], []),
    ("RecordModel", ["CausalCore", yams], [.embedInCode("Resources")]),
    ("SyncProtocol", ["CausalCore", "RecordModel", "CZlib", protobuf, crypto], []),
    ("ReplicaStore", ["CausalCore", "RecordModel", "CSQLiteConfig", grdb, sqlite], []),
    ("DeviceIdentity", ["CausalCore", "RecordModel", crypto, x509, asn1], []),
    (
        "SyncEngine",
        [
            "CausalCore", "RecordModel", "SyncProtocol", "ReplicaStore", "DeviceIdentity", crypto,
            protobuf,
        ], []
    ),
    (
        "SyncTransport",
        [
            "SyncProtocol", "DeviceIdentity",
            hummingbirdCore, .product(name: "HummingbirdHTTP2", package: "hummingbird"),
            nio, nioPosix, nioSSL, nioTLS, nioHTTP1, httpTypes, logging, lifecycle,
        ], []
    ),
    (
        "SyncAgent",
        [
            "CausalCore", "RecordModel", "SyncProtocol", "ReplicaStore", "DeviceIdentity",
            "SyncEngine", "SyncTransport", nio, nioPosix, logging, lifecycle, protobuf,
        ], []
    ),
    (
        "HubServer",
        [
            "CausalCore", "RecordModel", "SyncProtocol", "ReplicaStore", "DeviceIdentity",
            "SyncEngine", "SyncTransport", "SyncAgent", logging, lifecycle, protobuf,
        ], []
    ),
    (
        "LocalWeb",
        [
            "CausalCore", "RecordModel", "ReplicaStore", "DeviceIdentity", "SyncEngine",
            "SyncTransport", "SyncAgent", hummingbird, hummingbirdCore, mustache, nio, httpTypes,
            logging, lifecycle,
        ], [.embedInCode("Resources")]
    ),
]

let fuzzer = Target.executableTarget(
    name: "Fuzz",
    dependencies: [
        "CausalCore", "RecordModel", "SyncProtocol", "ReplicaStore", "DeviceIdentity",
        "SyncEngine", "CLibFuzzer", crypto, protobuf,
    ],
    path: "Fuzz/Sources/Fuzz",
    swiftSettings: moduleSettings("Fuzz"),
    linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])])

let package = Package(
    name: "zssync",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "zssync", targets: ["zssync"]),
        .executable(name: "zssync-bench", targets: ["zssync-bench"]),
        .executable(name: "zssync-sim", targets: ["zssync-sim"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CMalloc"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "CSQLiteConfig", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    ]
        + modules.map {
            .target(
                name: $0.name, dependencies: $0.uses, resources: $0.resources,
                swiftSettings: moduleSettings($0.name))
        } + [
            .executableTarget(
                name: "zssync",
                dependencies: [
                    "CausalCore", "RecordModel", "SyncProtocol", "ReplicaStore", "DeviceIdentity",
                    "SyncEngine", "SyncTransport", "SyncAgent", "HubServer", "LocalWeb", "CMalloc",
                    arguments, grdb, logging, lifecycle,
                ],
                swiftSettings: settings),
            .executableTarget(
                name: "zssync-bench",
                dependencies: [
                    "CausalCore", "RecordModel", "SyncProtocol", "ReplicaStore", "DeviceIdentity",
                    "SyncEngine", "SyncAgent", "CZlib", grdb, sqlite, arguments, protobuf,
                ],
                swiftSettings: settings),
            .target(
                name: "CPowerLoss", dependencies: ["CSQLiteConfig"],
                cSettings: [.treatAllWarnings(as: .error)]),
            .target(
                name: "SimulationKit",
                dependencies: [
                    "CPowerLoss", "CausalCore", "RecordModel", "SyncProtocol", "ReplicaStore",
                    "DeviceIdentity",
                    "SyncEngine", protobuf,
                ],
                swiftSettings: moduleSettings("SimulationKit")),
            .target(
                name: "ProcessSimulation",
                dependencies: [
                    "CausalCore", "RecordModel", "SyncProtocol", "ReplicaStore", "DeviceIdentity",
                    "SyncEngine", "SyncAgent", "SimulationKit", nio, nioPosix,
                ],
                swiftSettings: settings),
            .executableTarget(
                name: "zssync-sim",
                dependencies: ["CausalCore", "SimulationKit", "ProcessSimulation", arguments],
                swiftSettings: settings),
            .target(
                name: "TestSupport",
                dependencies: [
                    "CausalCore", "RecordModel", "SyncProtocol", "ReplicaStore", "DeviceIdentity",
                    "SyncEngine", grdb, sqlite,
                ],
                path: "Tests/TestSupport", swiftSettings: settings),
            .target(
                name: "ProcessSupport", dependencies: ["TestSupport", "ProcessSimulation"],
                path: "Tests/ProcessSupport", swiftSettings: settings),
            .testTarget(
                name: "EndToEndTests",
                dependencies: [
                    "TestSupport", "ProcessSupport", "SimulationKit", "ProcessSimulation", "zssync",
                    "zssync-bench", "zssync-sim",
                ],
                swiftSettings: settings),
            .testTarget(
                name: "BrowserTests",
                dependencies: ["TestSupport", "ProcessSupport", "ProcessSimulation", "zssync"],
                exclude: ["fetch-axe", "Pictures"], swiftSettings: settings),
            .testTarget(
                name: "LocalWebTests",
                dependencies: [
                    "TestSupport", "ProcessSupport", "ProcessSimulation", "LocalWeb", "RecordModel",
                    "zssync",
                    hummingbirdCore, httpTypes,
                ],
                swiftSettings: settings),
            .testTarget(
                name: "CausalCoreTests", dependencies: ["TestSupport", "CausalCore"],
                swiftSettings: settings),
            .testTarget(
                name: "SimulationTests",
                dependencies: [
                    "SimulationKit", "zssync-sim", "CausalCore", "RecordModel", "SyncProtocol",
                    "ReplicaStore", "DeviceIdentity", "SyncEngine",
                ],
                swiftSettings: settings),
            .testTarget(
                name: "MergeTests",
                dependencies: [
                    "TestSupport", "SimulationKit", "CausalCore", "RecordModel", "SyncProtocol",
                    "ReplicaStore",
                    "DeviceIdentity", "SyncEngine",
                ],
                swiftSettings: settings),
            .testTarget(
                name: "ReplicaStoreTests",
                dependencies: [
                    "TestSupport", "SimulationKit", "CausalCore", "RecordModel", "SyncProtocol",
                    "ReplicaStore",
                    "SyncEngine", grdb,
                ],
                swiftSettings: settings),
            .testTarget(
                name: "MalformedTests",
                dependencies: [
                    "TestSupport", "CausalCore", "RecordModel", "SyncProtocol", "ReplicaStore",
                    "DeviceIdentity",
                    "SyncEngine", protobuf, crypto,
                ],
                swiftSettings: settings),
            .testTarget(name: "TidyTests", dependencies: [], swiftSettings: settings),
            .testTarget(
                name: "SyncEngineTests",
                dependencies: [
                    "TestSupport", "CausalCore", "RecordModel", "SyncProtocol", "ReplicaStore",
                    "DeviceIdentity", "SyncEngine", protobuf, grdb,
                ],
                swiftSettings: settings),
            .testTarget(
                name: "RecordModelTests",
                dependencies: ["RecordModel", "CausalCore", "zssync-bench"],
                swiftSettings: settings),
            .testTarget(
                name: "SyncProtocolTests",
                dependencies: [
                    "TestSupport", "SyncProtocol", "RecordModel", "CausalCore", "DeviceIdentity",
                    "ReplicaStore", "SyncEngine", protobuf, crypto,
                ],
                swiftSettings: settings),
            .testTarget(
                name: "DeviceIdentityTests",
                dependencies: ["DeviceIdentity", "CausalCore", "RecordModel", x509, asn1],
                swiftSettings: settings),
            .testTarget(
                name: "SyncTransportTests",
                dependencies: [
                    "SyncTransport", "SyncProtocol", "DeviceIdentity", "RecordModel",
                    "ProcessSimulation", nio, nioPosix, asn1, logging, lifecycle,
                ],
                swiftSettings: settings),
            .testTarget(
                name: "HubServerTests",
                dependencies: [
                    "TestSupport", "HubServer", "SyncAgent", "SyncTransport", "SyncEngine",
                    "SyncProtocol", "ReplicaStore", "DeviceIdentity", "RecordModel", protobuf,
                ],
                swiftSettings: settings),
            .testTarget(
                name: "CommandTests",
                dependencies: [
                    "zssync", "SyncAgent", "SyncTransport", "SyncEngine", "SyncProtocol",
                    "ReplicaStore", "DeviceIdentity", "RecordModel", lifecycle,
                ],
                swiftSettings: settings),
        ]
        + (fuzzing
            ? [.systemLibrary(name: "CLibFuzzer", path: "Fuzz/Sources/CLibFuzzer"), fuzzer] : []),
    swiftLanguageModes: [.v6]
)
