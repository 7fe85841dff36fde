import RecordModel
import SyncAgent

/// What a sync did, for people and for programs.
enum SyncSentences {
    /// The object for programs.
    static func members(_ summary: SyncSummary) -> [Document.Member] {
        [
            .init("peer", .text(summary.peer)), .init("sent", .integer(summary.sent)),
            .init("received", .integer(summary.received)),
            .init("acknowledged", .boolean(summary.acknowledged)),
            .init("round_trips", .integer(summary.roundTrips)),
            .init("bytes_sent", .integer(summary.bytesSent)),
            .init("bytes_received", .integer(summary.bytesReceived)),
            .init("open_conflicts", .integer(summary.openConflicts)),
            .init("notices", .value(.list(summary.notices.map(Value.text)))),
        ]
    }

    /// The columns of the table.
    static func columns(_ language: Language) -> [TableWriter.Column] {
        [
            ("上传", "sent"), ("接收", "received"), ("中心已确认", "acknowledged"),
            ("往返", "round trips"), ("未处理冲突", "open conflicts"),
        ].map { TableWriter.Column(title: word($0.0, $0.1, language)) }
    }

    /// The cells of the table.
    static func cells(_ summary: SyncSummary, _ language: Language) -> [String] {
        [
            String(summary.sent), String(summary.received),
            summary.acknowledged ? word("是", "yes", language) : word("还没有", "not yet", language),
            String(summary.roundTrips), String(summary.openConflicts),
        ]
    }

    private static func word(_ chinese: String, _ english: String, _ language: Language) -> String {
        Label(chinese: chinese, english: english).text(in: language)
    }
}
