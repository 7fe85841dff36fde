import HummingbirdCore
import NIOCore
import SyncProtocol

/// The chunks of a request's body. A connection that breaks is the sender's fault, not ours: it
/// becomes a `Refusal`, so that no log calls it a failure of the service.
struct BodyChunks {
    private var chunks: RequestBody.AsyncIterator

    init(_ body: RequestBody) {
        chunks = body.makeAsyncIterator()
    }

    /// The next chunk; nil at the end.
    mutating func next(
        isolation actor: isolated (any Actor)? = #isolation
    ) async throws -> ByteBuffer? {
        do {
            return try await chunks.next(isolation: actor)
        } catch {
            if error is CancellationError { throw error }
            throw Refusal(.badRequest, FrameError.cut.description)
        }
    }
}
