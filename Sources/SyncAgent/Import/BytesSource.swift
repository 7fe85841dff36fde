/// Bytes in memory, as a page uploads them.
public struct BytesSource: PieceSource {
    private let bytes: [UInt8]

    // Small pieces, so that the rows of all of them are never held at once.
    private static let pieceBytes = 1 << 16

    /// A source of `bytes`.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Calls `body` with each piece from the beginning to the end.
    public func forEachPiece(_ body: ([UInt8]) throws -> Void) throws {
        for start in stride(from: 0, to: bytes.count, by: Self.pieceBytes) {
            try body(Array(bytes[start..<min(start + Self.pieceBytes, bytes.count)]))
        }
    }
}
