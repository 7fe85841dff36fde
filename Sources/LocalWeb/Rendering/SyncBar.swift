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
        let refused: [String] =
            if case .finished(let summary) = sync?.outcome { summary.notices } else { [] }
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
        } else if status.state == "attention" || status.state == "clock" {
            (tone, mark) =
                status.state == "clock" ? (.clock, "◷") : (.attention, "▲")
            sentence =
                status.stateSentence(view.language) + view.say("；", "; ")
                + Self.saved(waiting, view)
        } else if status.isHub {
            (tone, mark) = (.hub, "●")
            sentence = status.stateSentence(view.language)
        } else if !refused.isEmpty {
            (tone, mark) = (.partial, "◐")
            sentence = view.say(
                "部分完成（\(refused.count) 条未成功）", "partly done (\(refused.count) not)")
            more = [["href": "/", "label": .text(view.say("查看", "look"))]]
        } else if waiting == 0, status.contactedAt != nil, !Self.isAway(sync) {
            (tone, mark) = (.synced, "✓")
            sentence = status.stateSentence(view.language)
        } else {
            (tone, mark) = (.offline, "○")
            sentence = view.say("离线（\(waiting) 条待上传）", "offline (\(waiting) to send)")
        }
        if status.openConflicts > 0 {
            more.append(["href": "/conflicts", "label": .text(view.say("去处理", "decide"))])
        }
        model = [
            "tone": .text(tone.rawValue), "mark": .text(mark), "sentence": .text(sentence),
            "total": .maybe(step?.total.map { String($0) }), "done": .number(step?.done ?? 0),
            "isRunning": .flag(step != nil), "isHub": .flag(sync == nil), "more": .models(more),
        ]
    }

    private static func saved(_ waiting: Int, _ view: View) -> String {
        waiting == 0
            ? view.say("全部已到中心", "all is at the hub")
            : view.say("\(waiting) 条待上传", "\(waiting) to send")
    }

    /// Whether the last attempt did not reach the hub.
    private static func isAway(_ sync: SyncControl?) -> Bool {
        switch sync?.outcome {
        case .offline, .failed, .refused: true
        case .finished, .cancelled, nil: false
        }
    }
}
