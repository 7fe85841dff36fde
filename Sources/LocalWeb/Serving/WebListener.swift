import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
import RecordModel
public import ServiceLifecycle
public import SyncAgent

/// Serves the clerk's page to browsers on this computer.
public struct WebListener: Service {
    private let desk: Desk
    private let address: String
    private let port: Int
    private let logger: Logger
    private let onListening: @Sendable (_ link: String) async -> Void

    /// The most connections at once: a person's few tabs, each with a stream.
    private static let connectionsMax = 64
    /// How long a connection may say nothing, in seconds; a stream shows that it lives more often.
    private static let idleSeconds: Int64 = 60

    /// The names of this computer's own addresses.
    public static let loopback: Set<String> = ["127.0.0.1", "::1", "localhost"]

    /// A listener on a loopback `address` and `port`, 0 for any free one; `onListening` gets a
    /// one-time link once it is there. `sync` is what the bar shows and steers.
    ///
    /// Throws ``WebError/notLoopback(_:)``: other computers never see the page.
    public init(
        host: ReplicaHost, sync: SyncControl?, sessions: Sessions, address: String, port: Int,
        logger: Logger, onListening: @escaping @Sendable (_ link: String) async -> Void
    ) throws {
        guard Self.loopback.contains(address) else { throw WebError.notLoopback(address) }
        desk = Desk(host: host, sync: sync, sessions: sessions, templates: try Templates())
        self.address = address
        self.port = port
        self.logger = logger
        self.onListening = onListening
    }

    /// Serves until asked to stop.
    public func run() async throws {
        var server = HTTP1Channel.Configuration(
            idleTimeout: .seconds(Self.idleSeconds),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: 8 << 10, maxHeaderListSize: 16 << 10, maxHeaderFieldCount: 64))
        server.additionalChannelHandlers = { [] }
        let application = Application(
            router: Self.router(desk), server: .http1(configuration: server),
            configuration: ApplicationConfiguration(
                address: .hostname(address, port: port), serverName: nil,
                availableConnectionsDelegate: MaximumAvailableConnections(
                    Self.connectionsMax, logger: logger)),
            onServerRunning: { [desk, onListening, address] channel in
                desk.sessions.serve(at: address, port: channel.localAddress?.port ?? 0)
                if let link = desk.sessions.makeLink() { await onListening(link) }
            },
            logger: logger)
        try await application.run()
    }

    static func router(_ desk: Desk) -> Router<PageContext> {
        let router = Router(context: PageContext.self)
        router.add(middleware: LoopbackGuard(sessions: desk.sessions))
        OpenPages(desk: desk).add(to: router)
        let pages = router.group("")
            .add(middleware: SessionGuard(sessions: desk.sessions))
            .add(middleware: PageErrors(desk: desk))
            .add(middleware: FormGuard())
        TodayPages(desk: desk).add(to: pages)
        ListPages(desk: desk).add(to: pages)
        RecordPages(desk: desk).add(to: pages)
        FormPages(desk: desk).add(to: pages)
        SavePages(desk: desk).add(to: pages)
        ConflictPages(desk: desk).add(to: pages)
        UndoPages(desk: desk).add(to: pages)
        ImportPages(desk: desk).add(to: pages)
        ExportPages(desk: desk).add(to: pages)
        SettingsPages(desk: desk).add(to: pages)
        SyncPages(desk: desk).add(to: pages)
        return router
    }
}
