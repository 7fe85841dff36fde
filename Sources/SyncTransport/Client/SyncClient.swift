public import DeviceIdentity
import NIOCore
import NIOHTTP1
import NIOSSL
import SyncProtocol
import Synchronization

/// One connection to a hub or peer: mutual TLS 1.3, HTTP/1.1 kept alive, one request at a time.
///
/// After an error the connection is closed, except after a refusal. All requests may be repeated on
/// a new one. Source: Protocol/3-sync, "Carrier".
public final class SyncClient: Sendable {
    /// Where the other side listens.
    public let address: PeerAddress
    /// Who the other side is, by its verified certificate.
    public let peer: DeviceCertificate
    /// Who says so; what a joining device stores and pins from then on.
    public let authority: AuthorityCertificate

    let limits: ClientLimits
    let patience: Patience
    private let channel: any Channel
    private let handler: NIOLoopBound<ExchangeHandler>
    private let count: ByteCount
    private let answers = Atomic<Int>(0)
    private let isClosing = Atomic<Bool>(false)

    init(
        _ connected: Connected, address: PeerAddress, peer: DeviceCertificate,
        authority: AuthorityCertificate, limits: ClientLimits
    ) {
        self.address = address
        self.peer = peer
        self.authority = authority
        self.limits = limits
        channel = connected.channel
        handler = connected.handler
        count = connected.count
        patience = connected.patience
    }

    deinit {
        channel.close(promise: nil)
    }

    /// Bytes of application data sent: heads and bodies of requests.
    public var bytesSent: Int { count.sent }
    /// Bytes of application data received: heads and bodies of answers.
    public var bytesReceived: Int { count.received }
    /// Requests that were answered.
    public var roundTrips: Int { answers.load(ordering: .relaxed) }
    /// Whether the connection can still be used.
    public var isOpen: Bool { channel.isActive && !isClosing.load(ordering: .relaxed) }

    /// Closes the connection; a request under way fails.
    public func close() {
        isClosing.store(true, ordering: .relaxed)
        channel.close(promise: nil)
    }

    /// Sends `body` and returns the answer.
    ///
    /// Throws ``TransportError``, or `CancellationError` if the task was cancelled.
    public func post(_ route: SyncRoute, _ body: [UInt8]) async throws -> [UInt8] {
        try await guarding(seconds: limits.stepSeconds) {
            try await begin(route, bodyBytes: body.count)
            try await onLoop { handler, loop in
                handler.finish(with: body.isEmpty ? nil : ByteBuffer(bytes: body))
                return loop.makeSucceededVoidFuture()
            }
            return try await answer()
        }
    }

    /// Waits at the other side until something moves there, or for 55 seconds.
    public func watch(_ body: [UInt8]) async throws -> [UInt8] {
        try await guarding(seconds: limits.watchSeconds) {
            try await begin(.watch, bodyBytes: body.count)
            try await onLoop { handler, loop in
                handler.finish(with: body.isEmpty ? nil : ByteBuffer(bytes: body))
                return loop.makeSucceededVoidFuture()
            }
            return try await answer()
        }
    }

    /// Sends the frames that `next` gives until it gives nil, and returns the answer.
    ///
    /// `next` is asked for a frame when the one before has left. When the other side answers early,
    /// as it does to refuse, no more are asked for.
    public func push(
        _ route: SyncRoute, frames next: () async throws -> [UInt8]?
    ) async throws -> [UInt8] {
        try await guarding(seconds: limits.stepSeconds) {
            try await begin(route, bodyBytes: nil)
        }
        while let frame = try await closingOnError({ try await next() }) {
            let isAnswered = try await guarding(seconds: limits.stepSeconds) {
                var piece = ByteBuffer()
                piece.reserveCapacity(frame.count + 5)
                piece.writeFrame(frame)
                return try await onLoop { [piece] handler, loop in
                    handler.send(piece, on: loop).assumeIsolated().map { handler.isAnswered }
                        .nonisolated()
                }
            }
            if isAnswered { return try await guarding(seconds: limits.stepSeconds, answer) }
        }
        return try await guarding(seconds: limits.stepSeconds) {
            try await onLoop { handler, loop in
                handler.finish()
                return loop.makeSucceededVoidFuture()
            }
            return try await answer()
        }
    }

    /// Sends `frames` and returns the answer.
    public func push(
        _ route: SyncRoute, frames: some Sequence<[UInt8]>
    ) async throws -> [UInt8] {
        var iterator = frames.makeIterator()
        return try await push(route) { iterator.next() }
    }

    /// Sends `body` and returns the frames of the answer, to be read as they arrive.
    ///
    /// They are to be read to the end before the next request; otherwise ``close()``.
    public func fetch(_ route: SyncRoute, _ body: [UInt8]) async throws -> FetchedFrames {
        try await guarding(seconds: limits.stepSeconds) {
            try await begin(route, bodyBytes: body.count)
            try await onLoop { handler, loop in
                handler.finish(with: body.isEmpty ? nil : ByteBuffer(bytes: body))
                return loop.makeSucceededVoidFuture()
            }
            let head = try await head()
            guard head.status == .ok else { throw try await refusal(after: head) }
            return FetchedFrames(client: self, keepAlive: head.isKeepAlive)
        }
    }

    // MARK: Steps of a request

    private func begin(_ route: SyncRoute, bodyBytes: Int?) async throws {
        var head = HTTPRequestHead(
            version: .http1_1, method: HTTPMethod(rawValue: route.method), uri: route.rawValue)
        head.headers.add(name: "host", value: address.authority)
        if let bodyBytes {
            head.headers.add(name: "content-length", value: String(bodyBytes))
        } else {
            head.headers.add(name: "transfer-encoding", value: "chunked")
        }
        try await onLoop { [head] handler, loop in
            try handler.begin(head)
            return loop.makeSucceededVoidFuture()
        }
    }

    private func head() async throws -> HTTPResponseHead {
        guard case .head(let head) = try await nextPart() else {
            throw TransportError.protocolBroken("an answer without a head")
        }
        answers.add(1, ordering: .relaxed)
        return head
    }

    private func answer() async throws -> [UInt8] {
        let head = try await head()
        guard head.status == .ok else { throw try await refusal(after: head) }
        return try await rest(keepAlive: head.isKeepAlive)
    }

    private func refusal(after head: HTTPResponseHead) async throws -> TransportError {
        let bytes = try await rest(keepAlive: head.isKeepAlive)
        guard let refusal = try? Refusal(bytes: bytes), !refusal.message.isEmpty else {
            return .protocolBroken("HTTP \(head.status.code)")
        }
        return .refused(refusal)
    }

    /// What is left of an answer.
    private func rest(keepAlive: Bool) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let chunk = try await nextChunk(keepAlive: keepAlive) {
            guard bytes.count + chunk.readableBytes <= limits.frameBytesMax else {
                throw TransportError.protocolBroken("over \(limits.frameBytesMax) bytes")
            }
            bytes.append(contentsOf: chunk.readableBytesView)
        }
        return bytes
    }

    /// The next chunk of an answer's body; nil at its end, when the connection is free again.
    func nextChunk(keepAlive: Bool) async throws -> ByteBuffer? {
        switch try await nextPart() {
        case .body(let chunk): return chunk
        case .head: throw TransportError.protocolBroken("a second head")
        case .end:
            try await onLoop { handler, loop in
                handler.complete(keepAlive: keepAlive)
                return loop.makeSucceededVoidFuture()
            }
            return nil
        }
    }

    private func nextPart() async throws -> HTTPClientResponsePart {
        try await onLoop { handler, loop in handler.next(on: loop) }
    }

    private func onLoop<Value: Sendable>(
        _ body:
            @escaping @Sendable (ExchangeHandler, any EventLoop) throws
            -> EventLoopFuture<Value>
    ) async throws -> Value {
        let loop = channel.eventLoop
        return try await loop.flatSubmit { [handler] in
            do {
                return try body(handler.value, loop)
            } catch {
                return loop.makeFailedFuture(error)
            }
        }.get()
    }

    // MARK: Errors

    /// Runs one step with a deadline. Cancelling the task closes the connection.
    func guarding<Value>(
        seconds: Int, _ step: () async throws -> Value
    ) async throws -> Value {
        patience.begin(seconds: seconds)
        defer { patience.end() }
        return try await closingOnError {
            try await withTaskCancellationHandler {
                try await step()
            } onCancel: {
                close()
            }
        }
    }

    private func closingOnError<Value>(
        _ step: () async throws -> Value
    ) async throws -> Value {
        do {
            return try await step()
        } catch {
            if case .refused = error as? TransportError { throw error }
            close()
            if Task.isCancelled { throw CancellationError() }
            if let seconds = patience.ranOutAfterSeconds {
                throw TransportError.notReachable(.timedOut(seconds: seconds))
            }
            throw Self.sorted(error)
        }
    }

    /// Gives errors of the libraries below their place in ``TransportError``.
    private static func sorted(_ error: any Error) -> any Error {
        switch error {
        case HTTPParserError.invalidEOFState, is ChannelError, is IOError:
            TransportError.notReachable(.cut)
        case let error as HTTPParserError: TransportError.protocolBroken("\(error)")
        case is NIOSSLError, is BoringSSLError: TransportError.notReachable(.noHandshake)
        default: error
        }
    }
}
