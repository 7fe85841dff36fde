import CZlib
import RecordModel

/// Raw deflate (RFC 1951), with the size after inflating bounded before any work.
public enum Deflate: Sendable {
    private static let level: Int32 = 6

    /// What every stream may refer to as if it had been said before it: each name as a message says it,
    /// the most frequent last, where references are shortest. A change alone in its segment is mostly
    /// names.
    static let dictionary: [UInt8] =
        StandardNames.first.split { $0 == " " || $0.isNewline }.reversed().flatMap {
            [0x0A, UInt8($0.utf8.count)] + $0.utf8 + [0x12]
        }

    /// Compresses `plain` at zlib's level 6, with ``dictionary``, but for the bytes of `random`, which
    /// go into the stream as they are: what has no pattern spoils the codes of what stands beside it
    /// (3 % of a segment).
    public static func compress(
        _ plain: [UInt8], storing random: Range<Int> = 0..<0
    ) throws -> [UInt8] {
        var stream = z_stream()
        guard
            deflateInit2_(
                &stream, level, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { throw WireError.malformed("deflate") }
        defer { deflateEnd(&stream) }
        guard deflateSetDictionary(&stream, dictionary, UInt32(dictionary.count)) == Z_OK else {
            throw WireError.malformed("deflate")
        }
        // Room for the ends of blocks where the level changes.
        let bound = Int(deflateBound(&stream, UInt(plain.count))) + 128
        var result = Z_OK
        let packed = [UInt8](unsafeUninitializedCapacity: bound) { output, count in
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(bound)
            plain.withUnsafeBufferPointer { input in
                // zlib reads there and never writes; its header is older than `const`.
                stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                if !random.isEmpty {
                    for (count, next) in [(random.lowerBound, 0), (random.count, level)] {
                        stream.avail_in = UInt32(count)
                        // Ends a block, so that the next level begins with its own.
                        _ = deflate(&stream, Z_BLOCK)
                        result = deflateParams(&stream, next, Z_DEFAULT_STRATEGY)
                        guard result == Z_OK, stream.avail_in == 0 else { return }
                    }
                }
                stream.avail_in = UInt32(input.count - (random.isEmpty ? 0 : random.upperBound))
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
        var result = inflateSetDictionary(&stream, dictionary, UInt32(dictionary.count))
        guard result == Z_OK else { throw WireError.malformed("deflate") }
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
