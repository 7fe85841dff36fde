import DeviceIdentity
import RecordModel
import ReplicaStore
import SyncEngine

/// How a replica stands: what it holds, and what of it the hub has.
struct ReplicaStatus: Sendable {
    let device: String
    let label: String
    let site: String
    let siteName: String
    let roles: [String]
    let isHub: Bool
    /// Changes held of everybody.
    let changes: Int
    /// Own changes, and how many of them the hub holds durably.
    let own: Int
    let acknowledged: Int
    /// When the hub last answered; nil for never.
    let contactedAt: Int64?
    /// How far this device's clock is ahead of the hub's, in milliseconds.
    let clockOffset: Int64?
    let openConflicts: Int
    let isRevoked: Bool

    /// A clock that is off by more is said to be wrong.
    private static let offsetMax: Int64 = 5 * 60_000

    init(_ replica: Replica) throws {
        let identity = replica.identity
        let hub = Registry.hubDevice(replica)
        let peer = try replica.store.peers().first { $0.device == hub }
        let counts = try replica.acknowledgedCount(by: hub)
        device = identity.device.text
        label = identity.label
        site = identity.site.text
        siteName = try Registry.siteNames(replica)[identity.site.text] ?? ""
        roles = identity.roles.map(\.rawValue)
        isHub = identity.isHub
        changes = try replica.store.changeCount()
        own = counts.of
        acknowledged = identity.isHub ? counts.of : counts.held
        contactedAt = peer?.contactedAt
        clockOffset = peer?.clockOffset
        openConflicts = try replica.store.openConflictCount()
        isRevoked = try Self.isRevoked(replica)
    }

    private static func isRevoked(_ replica: Replica) throws -> Bool {
        guard let kind = replica.kinds["revocation"], kind["device"] != nil else { return false }
        let device = replica.identity.device.text
        return try replica.store.firstRow(of: kind, where: "device", is: device) != nil
    }

    /// The one word of the sync state, for programs.
    var state: String {
        if isRevoked { return "revoked" }
        if openConflicts > 0 { return "attention" }
        if let clockOffset, abs(clockOffset) > Self.offsetMax { return "clock" }
        if isHub { return "hub" }
        return acknowledged < own || contactedAt == nil ? "offline" : "synced"
    }

    /// The sync state in the words of the screen.
    func stateSentence(_ language: Language) -> String {
        let minutes = abs(clockOffset ?? 0) / 60_000
        let isAhead = (clockOffset ?? 0) > 0
        let label: Label =
            switch state {
            case "revoked": Label(chinese: "已停用（本设备被停用）", english: "revoked")
            case "attention":
                Label(
                    chinese: "需要处理（\(openConflicts) 处冲突）",
                    english: "needs attention (\(openConflicts) conflicts)")
            case "clock":
                Label(
                    chinese: "时钟异常（本机\(isAhead ? "快" : "慢") \(minutes) 分钟）",
                    english: "clock \(minutes) min \(isAhead ? "fast" : "slow")")
            case "hub": Label(chinese: "中心", english: "hub")
            case "synced":
                Label(
                    chinese: "已同步（中心已确认，\(contact)）", english: "synced (acknowledged, \(contact))")
            default:
                Label(
                    chinese: "离线（\(own - acknowledged) 条待上传）",
                    english: "offline (\(own - acknowledged) to send)")
            }
        return label.text(in: language)
    }

    private var contact: String { contactedAt.map { Words.moment(Timestamp.text($0)) } ?? "" }

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
