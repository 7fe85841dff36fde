import Foundation
import SyncAgent

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Whoever read the output has stopped: `zssync list visit | head`. No fault of anybody.
struct BrokenPipe: Error {}

/// A file or pipe that this process has open, for writing.
struct DescriptorSink: ByteSink {
    private let descriptor: Int32

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    func write(_ bytes: [UInt8]) throws {
        var written = 0
        while written < bytes.count {
            let put = bytes.withUnsafeBytes { buffer in
                #if canImport(Darwin)
                    Darwin.write(
                        descriptor, buffer.baseAddress.map { $0 + written },
                        bytes.count - written)
                #elseif canImport(Glibc)
                    Glibc.write(
                        descriptor, buffer.baseAddress.map { $0 + written },
                        bytes.count - written)
                #else
                    Musl.write(
                        descriptor, buffer.baseAddress.map { $0 + written },
                        bytes.count - written)
                #endif
            }
            if put >= 0 {
                written += put
                continue
            }
            switch errno {
            case EINTR: continue
            case EPIPE: throw BrokenPipe()
            default: throw FileFailure.writing("stdout", errno)
            }
        }
    }
}

/// A file or pipe that this process has open, for reading.
struct DescriptorSource: ByteSource {
    private let descriptor: Int32
    private static let pieceBytes = 64 << 10

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    func read() throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Self.pieceBytes)
        while true {
            let got = bytes.withUnsafeMutableBytes { buffer in
                #if canImport(Darwin)
                    Darwin.read(descriptor, buffer.baseAddress, buffer.count)
                #elseif canImport(Glibc)
                    Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                #else
                    Musl.read(descriptor, buffer.baseAddress, buffer.count)
                #endif
            }
            if got >= 0 {
                bytes.removeLast(bytes.count - got)
                return bytes
            }
            guard errno == EINTR else { throw FileFailure.reading("stdin", errno) }
        }
    }
}

/// Why a file of the person's could not be used. The number is the system's `errno`.
enum FileFailure: Error, Hashable {
    case reading(String, Int32)
    case writing(String, Int32)
}

/// How wide a terminal is.
enum TerminalSize {
    static func columns(of descriptor: Int32, _ environment: [String: String]) -> Int {
        if let columns = environment["COLUMNS"].flatMap({ Int($0) }), columns >= 20 {
            return columns
        }
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 20 else { return 80 }
        return Int(size.ws_col)
    }
}
