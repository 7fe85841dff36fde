import HTTPTypes
import HummingbirdCore
import NIOCore

/// The answer to one request: either a single body, or a head with the first frame and then frames.
///
/// Not checked by the compiler, because Hummingbird's writers are not `Sendable`. Safe because the
/// responder makes one per request and awaits each call before the next, as ``FrameWriter`` asks of
/// a service, so that no two calls ever touch the two variables at once.
final class ResponseFrameWriter: FrameWriter, @unchecked Sendable {
    private var unopened: ResponseWriter?
    private var body: (any ResponseBodyWriter)?
    private let patience: Patience

    init(_ writer: consuming ResponseWriter, patience: Patience) {
        unopened = consume writer
        self.patience = patience
    }

    /// Whether a head has been sent, so that no other can be.
    var hasBegun: Bool { unopened == nil }

    @concurrent
    func write(_ frame: [UInt8]) async throws {
        var buffer = ByteBuffer()
        buffer.reserveCapacity(frame.count + 5)
        buffer.writeFrame(frame)
        patience.begin()
        defer { patience.end() }
        if let writer = unopened.take() {
            body = try await writer.writeHead(HTTPResponse(status: .ok))
        }
        try await body?.write(buffer)
    }

    /// Ends a stream of frames, also one without any.
    @concurrent
    func finish() async throws {
        if unopened != nil { return try await answer(.ok, [], closing: false) }
        let writer = body
        body = nil
        try await writer?.finish(nil)
    }

    /// Sends a whole answer; `closing` tells an HTTP/1 peer that it is the last.
    @concurrent
    func answer(_ status: HTTPResponse.Status, _ bytes: [UInt8], closing: Bool) async throws {
        guard let writer = unopened.take() else { return }
        var head = HTTPResponse(status: status)
        head.headerFields[.contentLength] = String(bytes.count)
        if closing { head.headerFields[.connection] = "close" }
        try await writer.write(
            response: head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
