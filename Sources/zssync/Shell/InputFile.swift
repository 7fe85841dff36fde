import Foundation
import SyncAgent

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file of the person's that is read from its beginning as often as needed.
///
/// What can be read only once, as a pipe, is first copied into a file without a name, so that it
/// takes no memory and leaves nothing behind.
final class InputFile: PieceSource {
    /// The name as the person gave it.
    let name: String
    private let descriptor: Int32

    /// Opens `path`; `-` is standard input.
    init(_ path: String, in context: CommandContext) throws {
        name = path == "-" ? "stdin" : path
        if path == "-" {
            descriptor = try Self.spool(context.input)
            return
        }
        let opened = open(context.absolute(path), O_RDONLY | O_CLOEXEC)
        guard opened >= 0 else { throw FileFailure.reading(path, errno) }
        var found = stat()
        guard fstat(opened, &found) == 0, found.st_mode & S_IFMT != S_IFDIR else {
            close(opened)
            throw FileFailure.reading(path, EISDIR)
        }
        if found.st_mode & S_IFMT == S_IFREG {
            descriptor = opened
        } else {
            defer { close(opened) }
            descriptor = try Self.spool(DescriptorSource(opened))
        }
    }

    deinit {
        close(descriptor)
    }

    /// Calls `body` with each piece from the beginning to the end.
    func forEachPiece(_ body: ([UInt8]) throws -> Void) throws {
        lseek(descriptor, 0, SEEK_SET)
        let source = DescriptorSource(descriptor)
        while true {
            let piece = try source.read()
            if piece.isEmpty { return }
            try body(piece)
        }
    }

    /// What the file's bytes sum up to in length.
    var byteCount: Int {
        var found = stat()
        return fstat(descriptor, &found) == 0 ? Int(found.st_size) : 0
    }

    private static func spool(_ source: any ByteSource) throws -> Int32 {
        var template = Array((NSTemporaryDirectory() + "zssync-XXXXXX").utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw FileFailure.writing(NSTemporaryDirectory(), errno) }
        unlink(template)
        do {
            let sink = DescriptorSink(descriptor)
            while true {
                let piece = try source.read()
                if piece.isEmpty { return descriptor }
                try sink.write(piece)
            }
        } catch {
            close(descriptor)
            throw error
        }
    }

    /// All bytes of a small file; `-` is standard input.
    static func bytes(of path: String, in context: CommandContext, bytesMax: Int) throws -> [UInt8]
    {
        let file = try InputFile(path, in: context)
        var bytes: [UInt8] = []
        try file.forEachPiece { piece in
            guard bytes.count + piece.count <= bytesMax else {
                throw CommandFailure(
                    .input, "\(file.name) 超过 \(bytesMax) 字节，未作任何改动。",
                    "\(file.name) is over \(bytesMax) bytes; nothing was changed.")
            }
            bytes += piece
        }
        return bytes
    }
}
