import RecordModel
import ReplicaStore
import SyncEngine

/// When each device last called here, for the people who run the hub.
///
/// Written down at most once in ten minutes a device: a sync with nothing to do must not wait for the disk.
actor ContactBook {
    private struct Contact {
        var notedAt: Int64
        var clockOffset: Int64
    }

    /// Milliseconds between two notes of one device.
    private static let interval: Int64 = 600_000

    private let host: ReplicaHost
    private var contacts: [String: Contact] = [:]

    init(host: ReplicaHost) { self.host = host }

    /// Notes that `peer` called, and what its `clock` said where it said anything.
    func note(_ peer: Member, clock: Int64? = nil) async {
        let now = WallClock.now
        let known = contacts[peer.device]
        guard let offset = clock.map({ now &- $0 }) ?? known?.clockOffset else { return }
        if let known, abs(now - known.notedAt) < Self.interval { return }
        contacts[peer.device] = Contact(notedAt: now, clockOffset: offset)
        let row = PeerRow(
            device: peer.device, site: peer.site.text, isHub: peer.isHub, contactedAt: now,
            clockOffset: offset)
        // A full disk is no reason to refuse a device what it came for.
        try? await host.writing { try $0.store.save(row) }
    }
}
