import RecordModel
import ReplicaStore

// What is remembered of peers.
extension MemoryStore {
    func save(_ peer: PeerRow) throws { peerRows[peer.device] = peer }

    func peers() throws -> [PeerRow] { peerRows.rows.values.sorted { $0.device < $1.device } }

    func agreedDigests(with peer: String) throws -> [Scope: [UInt8]] { agreed[peer] ?? [:] }

    func agree(with peer: String, on scope: Scope, digest: [UInt8]) throws {
        agreed[peer, default: [:]][scope] = digest
    }

    func acknowledge(_ feed: Int64, upTo seq: UInt64, by peer: String) throws {
        acknowledgements[PeerFeed(peer: peer, feed: feed)] = seq
    }

    func acknowledged(_ feed: Int64, by peer: String) throws -> UInt64 {
        acknowledgements[PeerFeed(peer: peer, feed: feed)] ?? 0
    }

    func note(_ copy: CopyDue, from peer: String) throws { due[peer, default: []].insert(copy) }

    func settle(_ copy: CopyDue) throws {
        for (peer, copies) in due.rows where copies.contains(copy) { due[peer]?.remove(copy) }
    }

    func copiesDue(from peer: String) throws -> [CopyDue] {
        (due[peer] ?? []).sorted {
            ($0.site.text, $0.kind, $0.record.text) < ($1.site.text, $1.kind, $1.record.text)
        }
    }
}
