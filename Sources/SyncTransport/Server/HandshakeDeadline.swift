import NIOCore
import NIOTLS

/// Closes a connection whose TLS handshake takes too long, and leaves when it is done.
final class HandshakeDeadline: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let patience: Patience

    init(patience: Patience) {
        self.patience = patience
    }

    func handlerAdded(context: ChannelHandlerContext) { patience.begin() }

    func handlerRemoved(context: ChannelHandlerContext) { patience.end() }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        context.fireUserInboundEventTriggered(event)
        if case .handshakeCompleted? = event as? TLSUserEvent {
            patience.end()
            context.pipeline.syncOperations.removeHandler(self, promise: nil)
        }
    }
}
