import CZlib

/// Raw deflate (RFC 1951), with the size after inflating bounded before any work.
public enum Deflate: Sendable {
    /// Compresses `plain` at zlib's level 6.
    public static func compress(_ plain: [UInt8]) throws -> [UInt8] {
        var stream = z_stream()
        guard
            deflateInit2_(
                &stream, 6, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { throw WireError.malformed("deflate") }
        defer { deflateEnd(&stream) }
        let bound = Int(deflateBound(&stream, UInt(plain.count)))
        var result = Z_OK
        let packed = [UInt8](unsafeUninitializedCapacity: bound) { output, count in
            plain.withUnsafeBufferPointer { input in
                // zlib reads there and never writes; its header is older than `const`.
                stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(bound)
                result = deflate(&stream, Z_FINISH)
            }
            count = bound - Int(stream.avail_out)
        }
        guard result == Z_STREAM_END else { throw WireError.malformed("deflate") }
        return packed
    }

    /// Inflates `packed`, which must come to exactly `plainCount` bytes.
    ///
    /// Refuses a count above ``Limits/plainBytesMax`` before touching the input, and stops at the
    /// declared count, so that a small message cannot fill the memory.
    public static func inflate(
        _ packed: UnsafeRawBufferPointer, plainCount: Int
    ) throws -> [UInt8] {
        guard plainCount <= Limits.plainBytesMax else {
            throw WireError.tooLarge(what: "segment", limit: Limits.plainBytesMax)
        }
        var stream = z_stream()
        guard
            inflateInit2_(
                &stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { throw WireError.malformed("deflate") }
        defer { inflateEnd(&stream) }
        var result = Z_OK
        // One spare byte, so that a longer stream shows itself instead of looking complete.
        let plain = [UInt8](unsafeUninitializedCapacity: plainCount + 1) { output, count in
            stream.next_in = UnsafeMutablePointer(
                mutating: packed.baseAddress?.assumingMemoryBound(to: UInt8.self))
            stream.avail_in = UInt32(packed.count)
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(plainCount + 1)
            result = CZlib.inflate(&stream, Z_FINISH)
            count = plainCount + 1 - Int(stream.avail_out)
        }
        guard result == Z_STREAM_END, plain.count == plainCount, stream.avail_in == 0 else {
            throw WireError.malformed("deflate")
        }
        return plain
    }
}
