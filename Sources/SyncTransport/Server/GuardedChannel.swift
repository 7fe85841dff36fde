import HummingbirdCore
import Logging
import NIOCore
import NIOSSL

/// A server's connection with what Hummingbird leaves open: a deadline for the TLS handshake, the end
/// of a request when its sender leaves, and a place in the list of open connections.
struct GuardedChannel<Base: ServerChildChannel>: ServerChildChannel {
    typealias Value = Base.Value

    let base: Base
    let openChannels: OpenChannels
    let handshakeSeconds: Int

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        openChannels.insert(channel)
        // A peer that closes its end is gone: no request of the protocol outlives its sender.
        try? channel.syncOptions?.setOption(.allowRemoteHalfClosure, value: false)
        return base.setup(channel: channel, logger: logger).flatMapThrowing { value in
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(
                HandshakeDeadline(
                    patience: Patience(channel: channel, seconds: handshakeSeconds)),
                position: .after(pipeline.handler(type: NIOSSLServerHandler.self)))
            return value
        }
    }

    func handle(value: Value, logger: Logger) async {
        await base.handle(value: value, logger: logger)
    }
}
