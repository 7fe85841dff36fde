public import RecordModel
public import ReplicaStore

extension RecordRow {
    /// What the kind's table would show of a stored record.
    public init(_ stored: StoredRecord, _ kind: Kind) {
        self.init(
            id: stored.state.id, site: stored.site, isPublished: stored.isPublished,
            values: stored.shown(by: kind),
            updatedAt: Timestamp.text(stored.state.updated?.recordedAt ?? 0),
            updatedBy: stored.state.updated?.actor ?? "")
    }
}
