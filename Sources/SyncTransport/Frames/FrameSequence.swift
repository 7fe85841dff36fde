import HummingbirdCore
import NIOCore
import SyncProtocol

/// The frames of a streamed request, one at a time, as they arrive.
///
/// Holds one frame; the sender waits while it is worked on. Can be read once. Throws a `Refusal`
/// when a frame is too large or the stream is cut.
public struct FrameSequence: AsyncSequence, Sendable {
    /// The bytes of one frame.
    public typealias Element = [UInt8]

    private let body: RequestBody
    private let frameBytesMax: Int
    private let patience: Patience?

    init(body: RequestBody, frameBytesMax: Int, patience: Patience?) {
        self.body = body
        self.frameBytesMax = frameBytesMax
        self.patience = patience
    }

    /// Makes a sequence of frames at hand, for another carrier or a test.
    public init(_ frames: [[UInt8]]) {
        var buffer = ByteBuffer()
        for frame in frames { buffer.writeFrame(frame) }
        self.init(
            body: RequestBody(buffer: buffer), frameBytesMax: Limits.messageBytesMax, patience: nil)
    }

    /// Starts reading.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(
            chunks: BodyChunks(body), decoder: FrameDecoder(frameBytesMax: frameBytesMax),
            patience: patience)
    }

    /// Reads one frame after the other.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var chunks: BodyChunks
        fileprivate var decoder: FrameDecoder
        fileprivate let patience: Patience?

        /// The next frame; nil at the end of the stream.
        public mutating func next() async throws -> [UInt8]? {
            try await next(isolation: #isolation)
        }

        /// The next frame; nil at the end of the stream.
        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws -> [UInt8]? {
            do {
                if let frame = try decoder.next() { return frame }
                // One span of patience for a whole frame, however many chunks it comes in.
                patience?.begin()
                defer { patience?.end() }
                while let chunk = try await chunks.next(isolation: actor) {
                    decoder.append(chunk)
                    if let frame = try decoder.next() { return frame }
                }
                patience?.bodyEnded()
                guard decoder.isBetweenFrames else { throw FrameError.cut }
                return nil
            } catch let error as FrameError {
                if case .tooLarge = error { throw Refusal(.tooLarge, error.description) }
                throw Refusal(.badRequest, error.description)
            }
        }
    }
}

@available(*, unavailable)
extension FrameSequence.AsyncIterator: Sendable {}
