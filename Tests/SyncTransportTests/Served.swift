import DeviceIdentity
import Logging
import ServiceLifecycle
import SyncTransport
import Testing

/// Runs a real server on loopback while `body` runs, then stops it and waits for its end.
func withServer(
    _ hub: TestHub, _ service: EchoService, secondsSince1970 now: Int64 = TestHub.now,
    revoked: @escaping @Sendable () async throws -> Set<DeviceID> = { [] },
    acceptsJoins: Bool = true,
    limits: ServerLimits = ServerLimits(), as credentials: DeviceCredentials? = nil,
    _ body: @escaping @Sendable (PeerAddress) async throws -> Void
) async throws {
    let settings = SyncServer.Settings(
        host: "127.0.0.1", port: 0, credentials: try credentials ?? hub.itself(),
        policy: hub.policy, validity: { .atTime(secondsSince1970: now) }, revoked: revoked,
        acceptsJoins: acceptsJoins, limits: limits)
    let (ports, bound) = AsyncStream.makeStream(of: Int.self)
    var quiet = Logger(label: "test")
    quiet.logLevel = .critical
    let server = SyncServer(settings: settings, service: service, logger: quiet) { port in
        bound.yield(port)
    }
    let services = ServiceGroup(
        configuration: ServiceGroupConfiguration(services: [server], logger: quiet))
    try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await services.run() }
        var iterator = ports.makeAsyncIterator()
        let port = try #require(await iterator.next())
        do {
            try await body(#require(PeerAddress(host: "127.0.0.1", port: port)))
        } catch {
            await services.triggerGracefulShutdown()
            throw error
        }
        await services.triggerGracefulShutdown()
        try await tasks.waitForAll()
    }
}

/// Waits until `condition` holds; fails after ten seconds.
func eventually(_ condition: () async -> Bool) async throws {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(10)
    while await !condition() {
        try #require(clock.now < end, "waited for ten seconds")
        await Task.yield()
    }
}
