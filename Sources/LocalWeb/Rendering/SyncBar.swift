import RecordModel
import SyncAgent
import SyncEngine

/// The seven states of the bar: what is saved here, what has reached the hub, and who must act.
///
/// Grey without a network, since that is normal; green only while the hub's durable acknowledgement
/// covers every change of this device.
struct SyncBar {
    /// The states, by the class that the page draws them with.
    enum Tone: String {
        case offline, syncing, synced, partial, attention, revoked, clock, hub
    }

    let tone: Tone
    let model: Model

    init(_ status: ReplicaStatus, _ sync: SyncControl?, view: View) {
        let waiting = status.own - status.acknowledged
        var more: [Model] = []
        let step = sync?.step?.sentence(in: view.language)
        let refused = if case .finished(let summary) = sync?.outcome { summary.refused } else { 0 }
        let sentence: String
        let mark: String
        if status.state == "revoked" {
            (tone, mark) = (.revoked, "■")
            sentence = status.stateSentence(view.language)
        } else if let step {
            (tone, mark) = (.syncing, "↻")
            let progress =
                step.total.map { " \(step.done)/\($0)" } ?? (step.done > 0 ? " \(step.done)" : "")
            sentence = step.text + progress
        } else if status.isHub {
            (tone, mark) = (.hub, "●")
            sentence = status.stateSentence(view.language)
        } else if refused > 0 {
            (tone, mark) = (.partial, "◐")
            sentence = view.say("部分完成（\(refused) 条未成功）", "partly done (\(refused) not)")
            more = [["href": "/", "label": .text(view.say("查看", "look"))]]
        } else if waiting == 0, status.contactedAt != nil, !Self.isAway(sync) {
            (tone, mark) = (.synced, "✓")
            sentence = view.say(status.syncedLabel)
        } else {
            (tone, mark) = (.offline, "○")
            sentence =
                view.say("离线（\(waiting) 条待上传）", "Offline (\(waiting) to send)")
                + Self.tried(sync, view)
        }
        model = [
            "tone": .text(tone.rawValue), "mark": .text(mark), "sentence": .text(sentence),
            "total": .maybe(step?.total.map { String($0) }), "done": .number(step?.done ?? 0),
            "isRunning": .flag(step != nil), "isHub": .flag(sync == nil), "more": .models(more),
            "alerts": .models(Self.alerts(status, view)),
        ]
    }

    /// What somebody must act on, whatever the network does: open conflicts, a clock that is off.
    private static func alerts(_ status: ReplicaStatus, _ view: View) -> [Model] {
        var alerts: [Model] = []
        let count = status.openConflicts
        if count > 0 {
            let english =
                count == 1 ? "Needs attention (1 conflict)" : "Needs attention (\(count) conflicts)"
            alerts.append([
                "tone": .text(Tone.attention.rawValue), "mark": "▲", "href": "/conflicts",
                "sentence": .text(view.say("需要处理（\(count) 处冲突）", english)),
            ])
        }
        if let clock = status.clockSentence(view.language) {
            alerts.append([
                "tone": .text(Tone.clock.rawValue), "mark": "◷", "href": false,
                "sentence": .text(clock),
            ])
        }
        return alerts
    }

    /// When the hub was looked for in vain.
    private static func tried(_ sync: SyncControl?, _ view: View) -> String {
        guard isAway(sync), let at = sync?.endedAt else { return "" }
        let time = Timestamp.text(at).dropFirst(11).prefix(5)
        return view.say(" · \(time) 没连上中心，会自动再试", " · no hub at \(time); it tries again")
    }

    /// Whether the last attempt did not reach the hub.
    private static func isAway(_ sync: SyncControl?) -> Bool {
        switch sync?.outcome {
        case .offline, .failed, .refused: true
        case .finished, .cancelled, nil: false
        }
    }
}
