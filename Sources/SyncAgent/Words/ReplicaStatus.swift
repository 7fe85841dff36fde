import DeviceIdentity
public import RecordModel
import ReplicaStore
public import SyncEngine

/// How a replica stands: what it holds, and what of it the hub has.
public struct ReplicaStatus: Sendable {
    /// This device's id.
    public let device: String
    /// What people call it.
    public let label: String
    /// The code of its site.
    public let site: String
    /// The name of its site; empty where no registry is held yet.
    public let siteName: String
    /// What its certificate lets it do.
    public let roles: [String]
    /// Whether this is the hub.
    public let isHub: Bool
    /// Changes held of everybody.
    public let changes: Int
    /// Own changes.
    public let own: Int
    /// How many of them the hub holds durably.
    public let acknowledged: Int
    /// When the hub last answered; nil for never.
    public let contactedAt: Int64?
    /// How far this device's clock is ahead of the hub's, in milliseconds.
    public let clockOffset: Int64?
    /// Conflicts that nobody has settled.
    public let openConflicts: Int
    /// Whether this device is revoked, by the registry or as the hub has told it.
    public let isRevoked: Bool

    /// A clock that is off by more is said to be wrong.
    private static let offsetMax: Int64 = 5 * 60_000

    /// How `replica` stands.
    public init(_ replica: Replica) throws {
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
        changes = try replica.store.headCount()
        own = counts.of
        acknowledged = identity.isHub ? counts.of : counts.held
        contactedAt = peer?.contactedAt
        clockOffset = peer?.clockOffset
        openConflicts = try replica.store.openConflictCount()
        isRevoked = try replica.isShutOut()
    }

    /// The one word of the sync state, for programs.
    public var state: String {
        if isRevoked { return "revoked" }
        if openConflicts > 0 { return "attention" }
        if let clockOffset, abs(clockOffset) > Self.offsetMax { return "clock" }
        if isHub { return "hub" }
        return acknowledged < own || contactedAt == nil ? "offline" : "synced"
    }

    /// The sync state in the words of the screen.
    public func stateSentence(_ language: Language) -> String {
        let label: Label =
            switch state {
            case "revoked": Label(chinese: "已停用（本设备被停用）", english: "revoked")
            case "attention":
                Label(
                    chinese: "需要处理（\(openConflicts) 处冲突）",
                    english: "needs attention (\(openConflicts) conflicts)")
            case "clock": clockLabel
            case "hub": Label(chinese: "中心", english: "hub")
            case "synced": syncedLabel
            default:
                Label(
                    chinese: "离线（\(own - acknowledged) 条待上传）",
                    english: "offline (\(own - acknowledged) to send)")
            }
        return label.text(in: language)
    }

    /// That everything here is at the hub, and since when.
    public var syncedLabel: Label {
        Label(chinese: "已同步（中心已确认，\(contact)）", english: "synced (acknowledged, \(contact))")
    }

    /// How far this device's clock is off; nil where it is near enough.
    public func clockSentence(_ language: Language) -> String? {
        abs(clockOffset ?? 0) > Self.offsetMax ? clockLabel.text(in: language) : nil
    }

    private var clockLabel: Label {
        let minutes = abs(clockOffset ?? 0) / 60_000
        let isAhead = (clockOffset ?? 0) > 0
        return Label(
            chinese: "时钟异常（本机\(isAhead ? "快" : "慢") \(minutes) 分钟）",
            english: "clock \(minutes) min \(isAhead ? "fast" : "slow")")
    }

    /// When the hub last answered, to the minute; empty for never.
    public var contact: String { contactedAt.map { Words.moment(Timestamp.text($0)) } ?? "" }
}
