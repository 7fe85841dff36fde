public import DeviceIdentity
public import NIOCore
import NIOHTTP1
public import NIOPosix
import NIOSSL

extension SyncClient {
    /// A channel that has finished its handshake.
    struct Connected: Sendable {
        let channel: any Channel
        let handler: NIOLoopBound<ExchangeHandler>
        let count: ByteCount
        let patience: Patience
    }

    /// Connects to `address` and agrees on TLS 1.3.
    ///
    /// Without `credentials` only ``SyncRoute/join`` is answered. Nothing is sent to a server that
    /// `trust` does not cover; this machine's clock plays no part in that. Throws
    /// ``TransportError``, or `CancellationError` if the task was cancelled.
    public static func connect(
        to address: PeerAddress, as credentials: DeviceCredentials?, trusting trust: ServerTrust,
        limits: ClientLimits = ClientLimits(),
        group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) async throws -> SyncClient {
        let context = try tlsContext(for: credentials)
        let verdict = Verdict()
        let count = ByteCount()
        let loop = group.next()
        let handshake = loop.makePromise(of: Void.self)
        let channel: any Channel
        do {
            channel = try await ClientBootstrap(group: loop)
                .connectTimeout(.seconds(Int64(limits.connectSeconds)))
                .channelOption(.tcpOption(.tcp_nodelay), value: 1)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandlers([
                            NIOSSLClientHandler(
                                context: context, serverHostname: nil,
                                customVerificationCallback: { chain, promise in
                                    promise.succeed(verdict.judge(chain, by: trust))
                                }),
                            ByteCount.Handler(count),
                            HTTPRequestEncoder(),
                            ByteToMessageHandler(HTTPResponseDecoder()),
                            ExchangeHandler(handshake: handshake),
                        ])
                    }
                }
                .connect(host: address.host, port: address.port).get()
        } catch {
            handshake.fail(error)
            throw TransportError.notReachable(.noConnection)
        }
        let patience = Patience(channel: channel, seconds: limits.connectSeconds)
        try await agree(handshake.futureResult, on: channel, verdict, patience)
        guard case .success(let judged) = verdict.result else {
            channel.close(promise: nil)
            throw TransportError.wrongCA
        }
        let handler = try await exchangeHandler(of: channel)
        return SyncClient(
            Connected(channel: channel, handler: handler, count: count, patience: patience),
            address: address, peer: judged.peer, authority: judged.authority, limits: limits)
    }

    private static func exchangeHandler(
        of channel: any Channel
    ) async throws(TransportError) -> NIOLoopBound<ExchangeHandler> {
        do {
            return try await channel.eventLoop.submit {
                NIOLoopBound(
                    try channel.pipeline.syncOperations.handler(type: ExchangeHandler.self),
                    eventLoop: channel.eventLoop)
            }.get()
        } catch {
            // The pipeline is taken apart when the channel closes, as it may right after TLS.
            throw .notReachable(.cut)
        }
    }

    private static func agree(
        _ handshake: EventLoopFuture<Void>, on channel: any Channel, _ verdict: Verdict,
        _ patience: Patience
    ) async throws {
        patience.begin()
        defer { patience.end() }
        do {
            try await withTaskCancellationHandler {
                try await handshake.get()
            } onCancel: {
                channel.close(promise: nil)
            }
        } catch {
            channel.close(promise: nil)
            if Task.isCancelled { throw CancellationError() }
            if case .failure(let error) = verdict.result { throw error }
            throw TransportError.notReachable(.noHandshake)
        }
    }

    private static func tlsContext(for credentials: DeviceCredentials?) throws -> NIOSSLContext {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv13
        tls.applicationProtocols = ["http/1.1"]
        // The verdict decides; the machine's own list of authorities has no say.
        tls.certificateVerification = .noHostnameVerification
        tls.trustRoots = .certificates([])
        if let credentials {
            tls.certificateChain = try credentials.tlsChain()
            tls.privateKey = try credentials.tlsKey()
        }
        return try NIOSSLContext(configuration: tls)
    }
}
