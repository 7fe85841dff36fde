import NIOCore
import Synchronization

/// The application data of a connection: the bytes of HTTP, heads and bodies, inside TLS.
final class ByteCount: Sendable {
    private let sentBytes = Atomic<Int>(0)
    private let receivedBytes = Atomic<Int>(0)

    var sent: Int { sentBytes.load(ordering: .relaxed) }
    var received: Int { receivedBytes.load(ordering: .relaxed) }

    /// Counts what passes between TLS and HTTP.
    final class Handler: ChannelDuplexHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundIn = IOData

        private let count: ByteCount

        init(_ count: ByteCount) {
            self.count = count
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            count.receivedBytes.add(unwrapInboundIn(data).readableBytes, ordering: .relaxed)
            context.fireChannelRead(data)
        }

        func write(
            context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?
        ) {
            count.sentBytes.add(unwrapOutboundIn(data).readableBytes, ordering: .relaxed)
            context.write(data, promise: promise)
        }
    }
}
