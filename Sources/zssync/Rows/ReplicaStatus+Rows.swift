import RecordModel
import SyncAgent

extension ReplicaStatus {
    /// The object for programs.
    var members: [Document.Member] {
        [
            .init("state", .text(state)), .init("device", .text(device)),
            .init("label", .text(label)), .init("site", .text(site)),
            .init("roles", .value(.list(roles.map(Value.text)))),
            .init("changes", .integer(changes)), .init("saved", .integer(own)),
            .init("acknowledged", .integer(acknowledged)),
            .init("last_contact", contactedAt.map { .text(Timestamp.text($0)) } ?? .null),
            .init("clock_offset_ms", clockOffset.map { .value(.integer($0)) } ?? .null),
            .init("open_conflicts", .integer(openConflicts)),
        ]
    }

    /// The sentences for people, each with its title.
    func lines(_ language: Language) -> [(String, String)] {
        let word = { (chinese: String, english: String) in
            Label(chinese: chinese, english: english).text(in: language)
        }
        var lines = [
            (word("状态", "state"), stateSentence(language)),
            (word("设备", "device"), "\(label)  \(device)"),
        ]
        if !isHub {
            lines.append((Words.site.text(in: language), "\(siteName)  \(site)"))
        }
        lines.append(
            (
                word("已保存在本机", "saved here"),
                word(
                    "\(changes) 条变更，其中本机录入 \(own) 条", "\(changes) changes, \(own) of them made here"
                )
            ))
        if !isHub {
            lines += [
                (
                    word("已到中心", "at the hub"),
                    word("\(acknowledged) / \(own) 条", "\(acknowledged) of \(own)")
                ),
                (
                    word("上次联系中心", "last contact"),
                    contactedAt == nil ? word("还没有", "never") : contact
                ),
            ]
        }
        lines.append((word("未处理冲突", "open conflicts"), String(openConflicts)))
        if let clockOffset {
            let seconds = clockOffset / 1_000
            lines.append(
                (
                    word("本机时钟", "clock"),
                    word(
                        "比中心\(seconds < 0 ? "慢" : "快") \(abs(seconds)) 秒",
                        "\(abs(seconds)) s \(seconds < 0 ? "behind" : "ahead of") the hub")
                ))
        }
        return lines
    }
}
