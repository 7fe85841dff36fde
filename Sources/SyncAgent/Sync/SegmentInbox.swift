import CausalCore
public import SyncEngine
public import SyncProtocol

/// Takes segments from everybody and commits those that wait together in one transaction.
///
/// A commit costs one wait for the disk however many segments are in it, so that many devices that
/// push at once do not wait for each other's. A receipt is given only after the commit.
public actor SegmentInbox {
    private struct Waiting: Sendable {
        let segments: [Segment]
        let peer: Member
        let newsDigest: [UInt8]?
        let receipts: CheckedContinuation<[Receipt], any Error>
    }

    /// The most segments of one transaction.
    private static let batchMax = 64

    private let host: ReplicaHost
    private var waiting: [Waiting] = []
    private var isCommitting = false

    /// An inbox of the replica in `host`.
    public init(host: ReplicaHost) {
        self.host = host
    }

    /// Merges `segments` in order; returns, once that is durable, what came of each.
    ///
    /// With a `newsDigest` as news: see ``Replica/receive(news:digest:from:)``.
    public func receive(
        _ segments: [Segment], from peer: Member, newsDigest: [UInt8]? = nil
    ) async throws -> [Receipt] {
        try await withCheckedThrowingContinuation { continuation in
            waiting.append(
                Waiting(
                    segments: segments, peer: peer, newsDigest: newsDigest, receipts: continuation))
            if !isCommitting {
                isCommitting = true
                Task { await self.commit() }
            }
        }
    }

    private func commit() async {
        while !waiting.isEmpty {
            let batch = Array(waiting.prefix(Self.batchMax))
            waiting.removeFirst(batch.count)
            do {
                let receipts = try await host.writing { replica in
                    try batch.map { part in
                        if let digest = part.newsDigest {
                            return try replica.receive(
                                news: part.segments, digest: digest, from: part.peer)
                        }
                        return try part.segments.map { try replica.receive($0, from: part.peer) }
                    }
                }
                for (part, receipts) in zip(batch, receipts) {
                    part.receipts.resume(returning: receipts)
                }
            } catch {
                for part in batch { part.receipts.resume(throwing: error) }
            }
        }
        isCommitting = false
    }
}
