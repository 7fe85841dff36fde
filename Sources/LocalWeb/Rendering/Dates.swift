import RecordModel
import SyncAgent

/// Days as people say them.
struct Dates {
    let view: View
    let today = Day(millisecondsSince1970: WallClock.now)

    /// `今天到期`, `逾期 3 天`, `还有 2 天`; and how it is drawn.
    func due(_ day: Day) -> (text: String, tone: String) {
        let days = day.daysSince1970 - today.daysSince1970
        switch days {
        case 0: return (view.say("今天到期", "due today"), "due")
        case ..<0: return (view.say("逾期 \(-days) 天", "\(-days) days overdue"), "late")
        default: return (view.say("还有 \(days) 天", "in \(days) days"), "soon")
        }
    }

    /// When somebody was visited last.
    func last(_ day: Day?) -> String {
        day.map { view.say("上次 \($0.text)", "last \($0.text)") }
            ?? view.say("还没有探访过", "never visited")
    }
}
