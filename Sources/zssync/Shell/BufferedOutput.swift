import SyncAgent
import Synchronization

/// Standard output, written in pieces of 64 KiB: a list of 58,000 rows is no 58,000 calls.
final class BufferedOutput: Sendable {
    let sink: any ByteSink
    private let held = Mutex<[UInt8]>([])
    private static let pieceBytes = 64 << 10

    init(_ sink: any ByteSink) {
        self.sink = sink
    }

    /// Lets `body` append bytes.
    func append(_ body: (inout [UInt8]) -> Void) throws {
        let piece: [UInt8]? = held.withLock { bytes in
            body(&bytes)
            guard bytes.count >= Self.pieceBytes else { return nil }
            defer { bytes.removeAll(keepingCapacity: true) }
            return bytes
        }
        if let piece { try sink.write(piece) }
    }

    func write(_ text: String) throws {
        try append { $0 += text.utf8 }
    }

    /// Writes what is held.
    func flush() throws {
        let rest = held.withLock { bytes in
            defer { bytes = [] }
            return bytes
        }
        if !rest.isEmpty { try sink.write(rest) }
    }
}
