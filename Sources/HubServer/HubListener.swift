import DeviceIdentity
public import Logging
import ReplicaStore
public import ServiceLifecycle
public import SyncAgent
import SyncEngine
import SyncTransport

/// Serves the hub to its devices over TLS: `zssync serve`.
public struct HubListener: Service {
    private let server: SyncServer

    /// A listener on `address` and `port`; 0 takes any free port, which `onListening` gets.
    public init(
        host: ReplicaHost, address: String, port: Int, logger: Logger,
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws {
        let service = try HubService(host: host)
        server = SyncServer(
            settings: .init(
                host: address, port: port, credentials: host.credentials,
                policy: TrustPolicy(authorities: [host.credentials.authority]),
                validity: { .atTime(secondsSince1970: WallClock.nowSeconds) },
                revoked: { try await host.revokedDevices() }, acceptsJoins: true),
            service: service, logger: logger,
            onListening: { port in
                // Invitations name the port that devices can reach.
                try? await host.writing { try $0.store.set("port", to: String(port)) }
                await onListening(port)
            })
    }

    /// Serves until asked to stop.
    public func run() async throws { try await server.run() }
}
