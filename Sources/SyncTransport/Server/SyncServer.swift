public import DeviceIdentity
import HummingbirdCore
import HummingbirdHTTP2
public import Logging
public import NIOCore
public import NIOPosix
import NIOSSL
public import ServiceLifecycle

/// Serves the routes of the protocol over mutual TLS 1.3, HTTP/2 or HTTP/1.1.
///
/// TLS itself refuses a certificate of a foreign authority. Time and revocation are asked for each
/// request and answered with a sentence that a clerk can read.
/// Source: Protocol/3-sync, "Carrier".
public struct SyncServer: Service {
    /// Where a server listens, as whom, and whom it believes.
    public struct Settings: Sendable {
        /// The address to listen on.
        public var host: String
        /// The port to listen on; 0 takes any free one.
        public var port: Int
        /// As whom.
        public var credentials: DeviceCredentials
        /// Whom it believes.
        public var policy: TrustPolicy
        /// Against which time certificates count: the hub gives its clock, a node `chainOnly`.
        public var validity: @Sendable () -> TrustPolicy.Validity
        /// The devices that are revoked by now; a request is not served where this throws.
        public var revoked: @Sendable () async throws -> Set<DeviceID>
        /// Whether devices may join here: at the hub only.
        public var acceptsJoins: Bool
        /// How much and how long.
        public var limits: ServerLimits

        /// Makes settings.
        public init(
            host: String, port: Int, credentials: DeviceCredentials, policy: TrustPolicy,
            validity: @escaping @Sendable () -> TrustPolicy.Validity,
            revoked: @escaping @Sendable () async throws -> Set<DeviceID>,
            acceptsJoins: Bool, limits: ServerLimits = ServerLimits()
        ) {
            self.host = host
            self.port = port
            self.credentials = credentials
            self.policy = policy
            self.validity = validity
            self.revoked = revoked
            self.acceptsJoins = acceptsJoins
            self.limits = limits
        }
    }

    private let settings: Settings
    private let service: any SyncService
    private let logger: Logger
    private let group: any EventLoopGroup
    private let onListening: @Sendable (_ port: Int) async -> Void
    private let openChannels = OpenChannels()

    /// Makes a server; ``run()`` starts it. `onListening` gets the port that was really bound.
    public init(
        settings: Settings, service: any SyncService, logger: Logger,
        group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
        onListening: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) {
        self.settings = settings
        self.service = service
        self.logger = logger
        self.group = group
        self.onListening = onListening
    }

    /// Serves until asked to stop; then lets requests end for a few seconds and closes the rest.
    public func run() async throws {
        let server = try makeServer()
        try await withTaskCancellationHandler {
            try await withThrowingTaskGroup(of: Bool.self) { tasks in
                tasks.addTask {
                    try await server.run()
                    return true
                }
                tasks.addTask {
                    try? await gracefulShutdown()
                    try? await Task.sleep(for: .seconds(settings.limits.shutdownSeconds))
                    openChannels.closeAll()
                    return false
                }
                while let hasServed = try await tasks.next(), !hasServed {}
                tasks.cancelAll()
            }
        } onCancel: {
            openChannels.closeAll()
        }
    }

    private func makeServer() throws -> any Service {
        let responder = SyncResponder(service: service, settings: settings, logger: logger)
        let limits = settings.limits
        var streams = HTTP1Channel.Configuration(
            idleTimeout: .seconds(Int64(limits.idleSeconds)),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: 4 << 10, maxHeaderListSize: 8 << 10, maxHeaderFieldCount: 32))
        streams.additionalChannelHandlers = { [] }
        let channels = HTTP2ChannelConfiguration(
            idleTimeout: .seconds(limits.idleSeconds),
            gracefulCloseTimeout: .seconds(limits.shutdownSeconds),
            streamConfiguration: streams)
        let tls = try tlsConfiguration()
        let onListening = onListening
        return try HTTPServerBuilder { respond in
            GuardedChannel(
                base: try HTTP2UpgradeChannel(
                    tlsChannelConfiguration: tls, configuration: channels, responder: respond),
                openChannels: openChannels, handshakeSeconds: limits.handshakeSeconds)
        }.buildServer(
            configuration: ServerConfiguration(
                address: .hostname(settings.host, port: settings.port),
                availableConnectionsDelegate: MaximumAvailableConnections(
                    limits.connectionsMax, logger: logger)),
            eventLoopGroup: group, logger: logger,
            responder: { request, writer, channel in
                try await responder.respond(to: request, with: writer, on: channel)
            },
            onServerRunning: { channel in
                await onListening(channel.localAddress?.port ?? 0)
            })
    }

    private func tlsConfiguration() throws -> HummingbirdHTTP2.TLSChannelConfiguration {
        let credentials = settings.credentials
        let policy = settings.policy
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: try credentials.tlsChain(), privateKey: try credentials.tlsKey())
        tls.minimumTLSVersion = .tlsv13
        // Asked for but not required, as a device that joins has none yet.
        tls.certificateVerification = .optionalVerification
        tls.trustRoots = .certificates([
            try NIOSSLCertificate(bytes: credentials.authority.der, format: .der)
        ])
        return .init(tlsConfiguration: tls) { chain, verdict in
            let isOurs = chain.first.flatMap { try? $0.toDERBytes() }.map { der in
                (try? policy.verify(der: der, validity: .chainOnly, revoked: [])) != nil
            }
            verdict.succeed(isOurs == true ? .certificateVerified : .failed)
        }
    }
}
