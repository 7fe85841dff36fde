import RecordModel
import ReplicaStore
import SyncEngine

/// When each device last called the hub, for the people who run it.
///
/// Written down at most once in ten minutes a device, and nobody waits for it.
actor ContactBook {
    /// Milliseconds between two notes of one device.
    private static let interval: Int64 = 600_000

    private let host: ReplicaHost
    private var rows: [String: PeerRow] = [:]

    init(host: ReplicaHost) { self.host = host }

    /// Notes that `peer` called, and what its `clock` said where it said anything.
    nonisolated func note(_ peer: Member, clock: Int64? = nil) {
        guard host.isHub else { return }
        Task { await self.keep(peer, clock: clock) }
    }

    private func keep(_ peer: Member, clock: Int64?) async {
        let now = WallClock.now
        let known = rows[peer.device]
        if let known, abs(now - known.contactedAt) < Self.interval { return }
        guard let clock = clock ?? known.map({ now - $0.clockOffset }) else { return }
        let row = PeerRow(peer, at: now, clock: clock)
        rows[peer.device] = row
        // A full disk is no reason to refuse a device what it came for.
        try? await host.writing { try $0.store.save(row) }
    }
}

extension PeerRow {
    /// The widest offset that is kept, a hundred thousand years: a peer may say anything.
    private static let offsetMax: Int64 = 1 << 52

    /// The row of a peer that said `clock` at the time `now`, both milliseconds since 1970.
    init(_ peer: Member, at now: Int64, clock: Int64) {
        let (offset, isTooFar) = now.subtractingReportingOverflow(clock)
        let bounded = isTooFar ? Self.offsetMax : min(max(offset, -Self.offsetMax), Self.offsetMax)
        self.init(
            device: peer.device, site: peer.site.text, isHub: peer.isHub, contactedAt: now,
            clockOffset: bounded)
    }
}
