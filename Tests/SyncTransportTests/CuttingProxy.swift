import DeviceIdentity
import NIOCore
import NIOPosix
import Synchronization
import Testing

/// A line that breaks after so many bytes, counted over both directions.
final class CuttingProxy: Sendable {
    private let bytesLeft = Mutex(0)

    /// Sets how many bytes pass from now on before the line breaks.
    func allow(_ count: Int) { bytesLeft.withLock { $0 = count } }

    /// Starts to pass on what comes to the returned address.
    func listen(before target: PeerAddress) async throws -> (PeerAddress, any Channel) {
        // One loop for both ends, so that they can call each other.
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let listener = try await ServerBootstrap(group: loop)
            .childChannelInitializer { near in
                ClientBootstrap(group: loop)
                    .connect(host: target.host, port: target.port)
                    .flatMapThrowing { far in
                        try near.pipeline.syncOperations.addHandler(Relay(to: far, of: self))
                        try far.pipeline.syncOperations.addHandler(Relay(to: near, of: self))
                    }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(listener.localAddress?.port)
        return (try #require(PeerAddress(host: "127.0.0.1", port: port)), listener)
    }

    private func take(_ count: Int) -> Int {
        bytesLeft.withLock { left in
            let taken = min(left, count)
            left -= taken
            return taken
        }
    }

    private final class Relay: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let other: any Channel
        private let proxy: CuttingProxy

        init(to other: any Channel, of proxy: CuttingProxy) {
            self.other = other
            self.proxy = proxy
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            var bytes = unwrapInboundIn(data)
            let count = proxy.take(bytes.readableBytes)
            let isCut = count < bytes.readableBytes
            if let passed = bytes.readSlice(length: count), count > 0 {
                other.writeAndFlush(passed, promise: nil)
            }
            if isCut {
                other.close(promise: nil)
                context.close(promise: nil)
            }
        }

        func channelInactive(context: ChannelHandlerContext) { other.close(promise: nil) }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }
}
