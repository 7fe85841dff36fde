import NIOCore

/// Cuts a stream of bytes into frames: each its length as a varint, then that many bytes.
///
/// Holds at most one frame and one chunk. A length above the limit is refused before its bytes are
/// waited for. Source: Protocol/3-sync, "Frames".
struct FrameDecoder {
    private var unread = ByteBuffer()
    private let frameBytesMax: Int

    init(frameBytesMax: Int) {
        self.frameBytesMax = frameBytesMax
    }

    /// Whether the stream may end here: no frame has begun.
    var isBetweenFrames: Bool { unread.readableBytes == 0 }

    mutating func append(_ chunk: ByteBuffer) {
        if unread.readableBytes == 0 {
            unread = chunk
        } else {
            unread.discardReadBytes()
            unread.writeImmutableBuffer(chunk)
        }
    }

    /// The next frame; nil until more bytes are appended.
    mutating func next() throws(FrameError) -> [UInt8]? {
        guard let (count, prefixBytes) = try prefix() else { return nil }
        guard count <= frameBytesMax else { throw .tooLarge(limit: frameBytesMax) }
        guard unread.readableBytes - prefixBytes >= count else {
            unread.reserveCapacity(minimumWritableBytes: count + prefixBytes - unread.readableBytes)
            return nil
        }
        unread.moveReaderIndex(forwardBy: prefixBytes)
        return unread.readBytes(length: count)
    }

    /// The length that comes first and how many bytes say it; nil until all of those are there.
    private func prefix() throws(FrameError) -> (count: Int, prefixBytes: Int)? {
        var count = 0
        for (index, byte) in unread.readableBytesView.prefix(5).enumerated() {
            count |= Int(byte & 0x7F) << (7 * index)
            if byte < 0x80 {
                // A last byte of zero says nothing: the same length has a shorter form.
                guard index == 0 || byte != 0 else { throw .malformed }
                return (count, index + 1)
            }
        }
        guard unread.readableBytes < 5 else { throw .malformed }
        return nil
    }
}

extension ByteBuffer {
    /// Appends a frame: its length as a varint, then its bytes.
    mutating func writeFrame(_ frame: [UInt8]) {
        var count = frame.count
        while count >= 0x80 {
            writeInteger(UInt8(truncatingIfNeeded: count) | 0x80)
            count >>= 7
        }
        writeInteger(UInt8(truncatingIfNeeded: count))
        writeBytes(frame)
    }
}
