import Foundation
import SwiftProtobuf

/// The changes of a segment, made small.
public struct PackedBatch: Sendable {
    /// The batch, compressed.
    public let bytes: [UInt8]
    /// Its bytes before that.
    public let plainCount: Int

    /// Packs changes. The salts go in as they are, as no compression helps them.
    public init(_ changes: [SealedChange]) throws {
        let batch = WireChangeBatch(changes)
        let plain: [UInt8] = try batch.serializedBytes()
        bytes = try Deflate.compress(plain, storing: batch.saltPlace)
        plainCount = plain.count
    }
}

extension WireChangeBatch {
    /// Puts like with like: headers, salts, and the bodies in columns.
    init(_ changes: [SealedChange]) {
        self.init(rows: changes)
        // There is nothing to put beside the body of a change that is alone.
        guard changes.count > 1 else { return }
        var columns = BodyColumns()
        var whole: [Data] = []
        for (change, row) in zip(changes, bodies) {
            guard case .body(let salted) = change.content,
                salted.withUnsafeBytes({
                    columns.append(.init(rebasing: $0.dropFirst(HashChain.saltBytes)))
                })
            else {
                columns.appendWhole()
                whole.append(row)
                continue
            }
        }
        // Bodies that share little may take more room apart, and a segment must fit into a message.
        guard columns.byteCount + whole.byteCount < bodies.byteCount else { return }
        self.columns = columns.wire
        bodies = whole
    }

    /// A batch whose bodies stand in it whole.
    init(rows changes: [SealedChange]) {
        self.init()
        var salts = [UInt8]()
        for (index, change) in changes.enumerated() {
            headers.append(.init(change.header))
            switch change.content {
            case .body(let salted):
                salts += salted.prefix(HashChain.saltBytes)
                bodies.append(.init(salted.dropFirst(HashChain.saltBytes)))
            case .erased(let digest):
                salts += [UInt8](repeating: 0, count: HashChain.saltBytes)
                bodies.append(.init())
                erased.append(
                    .with {
                        $0.index = UInt32(index)
                        $0.digest = .init(digest)
                    })
            }
        }
        self.salts = .init(salts)
    }

    /// Where the salts lie in the bytes of this message: behind the headers, before the bodies.
    var saltPlace: Range<Int> {
        // Keys are one byte each.
        let start =
            headers.reduce(0) { $0 + 1 + varintBytes($1.count) + $1.count } + 1
            + varintBytes(salts.count)
        return start..<start + salts.count
    }
}

extension [Data] {
    fileprivate var byteCount: Int { reduce(0) { $0 + $1.count } }
}
