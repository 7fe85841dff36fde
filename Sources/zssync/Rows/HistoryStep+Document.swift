import CausalCore
import RecordModel
import SyncAgent

extension HistoryStep {
    /// The row for programs.
    func members(_ change: Change, record: RecordID, device: String) -> [Document.Member] {
        [
            .init("record", .text(record.text)),
            .init("recorded_at", .text(Timestamp.text(change.recordedAt))),
            .init("actor", .text(change.actor)), .init("device", .text(device)),
            .init("replica", .text(change.dot.replica.description)),
            .init("seq", .value(.integer(Int64(change.dot.seq)))),
            .init("action", .text(action)), .init("field", .text(field)),
            .init("from", .value(from)), .init("to", .value(to)),
            .init("reason", .text(change.reason)),
        ]
    }
}
