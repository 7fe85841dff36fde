/// Bytes that are read from their beginning as often as needed.
public protocol PieceSource: Sendable {
    /// Calls `body` with each piece from the beginning to the end. May block; call it on a thread
    /// that may wait.
    func forEachPiece(_ body: ([UInt8]) throws -> Void) throws
}
