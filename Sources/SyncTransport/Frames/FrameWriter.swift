/// Where a service puts the frames of a streamed answer.
public protocol FrameWriter: Sendable {
    /// Sends one frame and returns when there is room for the next, so that a slow reader holds up
    /// its own answer and nothing else. One call at a time.
    func write(_ frame: [UInt8]) async throws
}
