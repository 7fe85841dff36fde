import NIOCore
import NIOHTTP1
import NIOTLS

/// The client's end of a connection: one request at a time, its answer taken part by part.
///
/// Reads from the socket only while few parts wait to be taken, so that memory stays bounded.
/// Everything here runs on the channel's event loop.
final class ExchangeHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundIn = Never
    typealias OutboundOut = HTTPClientRequestPart

    private enum Phase {
        case idle
        case sending
        case receiving
        case ended(any Error)
    }

    private var phase = Phase.idle
    private var context: ChannelHandlerContext?
    /// Parts of the answer that nobody has taken yet.
    private var parts: [HTTPClientResponsePart] = []
    private var readIsHeldBack = false
    private var taker: EventLoopPromise<HTTPClientResponsePart>?
    private var step: EventLoopPromise<Void>?
    private var handshake: EventLoopPromise<Void>?

    private static let partsMax = 4

    init(handshake: EventLoopPromise<Void>) {
        self.handshake = handshake
    }

    // MARK: What the client asks for

    /// Starts a request; refuses while another is under way and after the connection has ended.
    func begin(_ head: HTTPRequestHead) throws {
        guard case .idle = phase, let context else {
            throw TransportError.notReachable(.notReady)
        }
        phase = .sending
        context.write(wrapOutboundOut(.head(head)), promise: nil)
    }

    /// Sends a piece of the body; succeeds when it has left, or when an answer comes before that.
    func send(_ piece: ByteBuffer, on loop: any EventLoop) -> EventLoopFuture<Void> {
        guard case .sending = phase, let context else {
            return loop.makeFailedFuture(failure)
        }
        guard !isAnswered else { return loop.makeSucceededVoidFuture() }
        let promise = loop.makePromise(of: Void.self)
        step = promise
        let left = loop.makePromise(of: Void.self)
        left.futureResult.assumeIsolated().whenComplete { result in
            self.step?.completeWith(result)
            self.step = nil
        }
        context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(piece))), promise: left)
        return promise.futureResult
    }

    /// Ends the request, with a last piece of its body if there is one.
    func finish(with piece: ByteBuffer? = nil) {
        guard case .sending = phase, let context else { return }
        phase = .receiving
        if let piece { context.write(wrapOutboundOut(.body(.byteBuffer(piece))), promise: nil) }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    /// Whether an answer has begun, so that it is of no use to send on.
    var isAnswered: Bool { !parts.isEmpty }

    /// The next part of the answer.
    func next(on loop: any EventLoop) -> EventLoopFuture<HTTPClientResponsePart> {
        guard parts.isEmpty else {
            let part = parts.removeFirst()
            if readIsHeldBack && parts.count < Self.partsMax {
                readIsHeldBack = false
                context?.read()
            }
            return loop.makeSucceededFuture(part)
        }
        if case .ended(let error) = phase { return loop.makeFailedFuture(error) }
        let promise = loop.makePromise(of: HTTPClientResponsePart.self)
        taker = promise
        return promise.futureResult
    }

    /// The answer has been taken whole: the connection is free again, if it still can be used.
    func complete(keepAlive: Bool) {
        if keepAlive, case .receiving = phase {
            phase = .idle
        } else {
            context?.close(promise: nil)
        }
    }

    // MARK: What the channel says

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        end(with: TransportError.notReachable(.cut))
        self.context = nil
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent {
            handshake?.succeed()
            handshake = nil
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch phase {
        case .sending, .receiving: break
        case .idle, .ended: return context.close(promise: nil)
        }
        let part = unwrapInboundIn(data)
        if let taker {
            self.taker = nil
            taker.succeed(part)
        } else {
            parts.append(part)
        }
        step?.succeed()
        step = nil
    }

    func read(context: ChannelHandlerContext) {
        if parts.count < Self.partsMax {
            context.read()
        } else {
            readIsHeldBack = true
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(with: TransportError.notReachable(.cut))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        end(with: error)
        context.close(promise: nil)
    }

    private var failure: any Error {
        if case .ended(let error) = phase { error } else { TransportError.notReachable(.notReady) }
    }

    /// The first error is the cause; what follows is only its echo.
    private func end(with error: any Error) {
        if case .ended = phase { return }
        phase = .ended(error)
        taker?.fail(error)
        taker = nil
        step?.fail(error)
        step = nil
        handshake?.fail(error)
        handshake = nil
    }
}
