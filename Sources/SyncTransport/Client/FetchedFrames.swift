/// The frames of a streamed answer, one at a time, as they arrive.
///
/// Holds one frame; the other side waits while it is worked on. Can be read once. Throws
/// ``TransportError`` when the stream is cut or is not one of frames.
public struct FetchedFrames: AsyncSequence, Sendable {
    /// The bytes of one frame.
    public typealias Element = [UInt8]

    let client: SyncClient
    let keepAlive: Bool

    /// Starts reading.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(
            client: client, keepAlive: keepAlive,
            decoder: FrameDecoder(frameBytesMax: client.limits.frameBytesMax))
    }

    /// Reads one frame after the other.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let client: SyncClient
        fileprivate let keepAlive: Bool
        fileprivate var decoder: FrameDecoder

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
                return try await nextArriving()
            } catch let error as FrameError {
                client.close()
                throw TransportError.protocolBroken(error.description)
            }
        }

        private mutating func nextArriving() async throws -> [UInt8]? {
            var decoder = decoder
            defer { self.decoder = decoder }
            let client = client
            let keepAlive = keepAlive
            return try await client.guarding(seconds: client.limits.stepSeconds) {
                while let chunk = try await client.nextChunk(keepAlive: keepAlive) {
                    decoder.append(chunk)
                    if let frame = try decoder.next() { return frame }
                }
                guard decoder.isBetweenFrames else { throw FrameError.cut }
                return nil
            }
        }
    }
}

@available(*, unavailable)
extension FetchedFrames.AsyncIterator: Sendable {}
