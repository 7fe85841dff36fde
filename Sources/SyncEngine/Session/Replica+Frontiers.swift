public import CausalCore
import Crypto
import Foundation
public import RecordModel
import ReplicaStore
import SwiftProtobuf
public import SyncProtocol

/// What somebody holds of one scope: the head of each feed, with the first bytes of its hash.
public struct ScopeHeads: Hashable, Sendable {
    /// One feed's head.
    public struct Head: Hashable, Sendable {
        /// The author.
        public let replica: ReplicaID
        /// The last change held.
        public let seq: UInt64
        /// The first 8 bytes of its chain hash.
        public let hashPrefix: [UInt8]
    }

    /// The scope.
    public let scope: Scope
    /// The heads, sorted by replica.
    public let heads: [Head]

    /// The heads of `feeds`; those that hold nothing are left out.
    init(scope: Scope, feeds: [Feed]) {
        self.scope = scope
        heads = feeds.filter { $0.seq > 0 }.map {
            Head(
                replica: $0.replica, seq: $0.seq,
                hashPrefix: Array($0.hash.prefix(HashChain.prefixBytes)))
        }
    }

    /// The given heads, sorted by replica.
    init(scope: Scope, heads: [Head]) {
        self.scope = scope
        self.heads = heads
    }

    /// Reads a message within the limits.
    public init(_ wire: WireScopeFrontier) throws {
        guard let scope = Scope(wire.scope) else { throw WireError.malformed("scope") }
        guard wire.heads.count <= Limits.replicasMax else {
            throw WireError.tooLarge(what: "frontier", limit: Limits.replicasMax)
        }
        self.scope = scope
        heads = try wire.heads.map { head in
            guard let replica = ReplicaID(head.replica), head.seq >= 1,
                head.seq < Limits.counterMax, head.hashPrefix.count == HashChain.prefixBytes
            else { throw WireError.malformed("frontier") }
            return Head(replica: replica, seq: head.seq, hashPrefix: [UInt8](head.hashPrefix))
        }.sorted { $0.replica < $1.replica }
    }

    /// The message.
    public var wire: WireScopeFrontier {
        .with {
            $0.scope = scope.text
            $0.heads = heads.map { head in
                .with {
                    $0.replica = .init(head.replica.bytes)
                    $0.seq = head.seq
                    $0.hashPrefix = .init(head.hashPrefix)
                }
            }
        }
    }

    /// The heads as a version vector.
    public var vector: VersionVector {
        VersionVector(heads.map { Dot($0.replica, $0.seq) })
    }

    /// Sixteen bytes that are equal where the heads are.
    public var digest: [UInt8] {
        var bytes = Array("zssync/1 frontier\0".utf8)
        for head in heads {
            Dot(head.replica, head.seq).append(to: &bytes)
            bytes += head.hashPrefix
        }
        return Array(SHA256.hash(data: bytes).prefix(16))
    }

    /// Sixteen bytes over several scopes; those of which nothing is held do not count.
    public static func digest(of scopes: some Sequence<ScopeHeads>) -> [UInt8] {
        var hasher = SHA256()
        hasher.update(data: Array("zssync/1 frontiers\0".utf8))
        for scope in scopes.sorted(by: { $0.scope < $1.scope }) where !scope.heads.isEmpty {
            let text = Array(scope.scope.text.utf8)
            hasher.update(data: [UInt8(truncatingIfNeeded: text.count)] + text + scope.digest)
        }
        return Array(hasher.finalize().prefix(16))
    }
}

extension Replica {
    /// What is held of `scope`.
    public func heads(of scope: Scope) throws -> ScopeHeads {
        ScopeHeads(scope: scope, feeds: try store.feeds(in: scope))
    }

    /// What is held of every scope that both this replica and `peer` may hold, `control` first.
    public func sharedHeads(with peer: Member) throws -> [ScopeHeads] {
        try store.scopes().filter { mayShare($0, with: peer) }.map(heads).filter {
            !$0.heads.isEmpty
        }
    }

    /// Whether both this replica and `peer` may hold `scope`.
    public func mayShare(_ scope: Scope, with peer: Member) -> Bool {
        #if PLANTED_BUGS
            if PlantedBug.active == .sendsEverything { return true }
        #endif
        return peer.permission(for: scope) >= .read && permission(for: scope) >= .read
    }

    /// The digest of a scope's records at its frontier.
    public func state(of scope: Scope) throws -> WireScopeState {
        let heads = try heads(of: scope)
        let sum = try store.stateSum(of: scope)
        let erased = try erasedDigest(of: scope)
        return .with {
            $0.scope = scope.text
            $0.frontierDigest = .init(heads.digest)
            $0.stateDigest = .init(sum.bytes)
            $0.erasedDigest = .init(erased)
        }
    }
}
