import DeviceIdentity
public import Logging
public import ServiceLifecycle
import SyncTransport

/// Serves a node's replica to other devices over TLS: `node --listen`.
public struct PeerListener: Service {
    private let server: SyncServer

    /// A listener on `address` and `port`; 0 takes any free port, which `onListening` gets.
    public init(
        host: ReplicaHost, address: String, port: Int, logger: Logger,
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        server = SyncServer(
            settings: .init(
                host: address, port: port, credentials: host.credentials,
                policy: TrustPolicy(authorities: [host.credentials.authority]),
                // A village PC that believes it is 2099 must not refuse its neighbours.
                validity: { .chainOnly },
                revoked: { try await host.revokedDevices() }, acceptsJoins: false),
            service: ReplicaService(host: host), logger: logger, onListening: onListening)
    }

    /// Serves until asked to stop.
    public func run() async throws { try await server.run() }
}
