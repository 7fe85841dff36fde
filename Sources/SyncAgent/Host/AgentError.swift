/// Why an agent cannot be made or started.
public enum AgentError: Error, Hashable, Sendable {
    /// The directory holds a replica already.
    case alreadyThere(path: String)
    /// A file that belongs to the replica is missing or unreadable.
    case incomplete(path: String, what: String)
    /// The command is for the hub only.
    case notTheHub
    /// This replica is the hub, and has no hub to talk to.
    case isTheHub
    /// A file of sites or kinds is wrong; the sentence says where.
    case badFile(String)
    /// The site is not in the registry.
    case noSuchSite(String)
    /// The peer holds the same changes and yet other records: a fault of ours.
    case diverged(scopes: [String])
    /// The device asks to write what it may not.
    case badRoles(String)
}

extension AgentError: CustomStringConvertible {
    /// A sentence that says what happened, what was kept and what to do.
    public var description: String {
        switch self {
        case .alreadyThere(let path):
            "目录 \(path) 里已有 zssync 数据，未作任何改动，请换一个目录。"
                + " \(path) holds a replica already; nothing was changed. Use another directory."
        case .incomplete(let path, let what):
            "目录 \(path) 缺少 \(what)，其余内容未动，请用备份恢复或重新加入。"
                + " \(path) lacks its \(what). Everything else was left as it is;"
                + " restore a backup or join again into a new directory."
        case .notTheHub:
            "这个目录不是中心，此命令只能在中心上运行。"
                + " This data directory is not a hub; the command is for the hub only."
        case .isTheHub:
            "这个目录就是中心，不需要同步，请在节点上运行。"
                + " This data directory is the hub; run the command at a node."
        case .badFile(let sentence): sentence
        case .noSuchSite(let code):
            "登记册里没有代码为 \(code) 的村（社区）。 There is no site \(code) in the registry;"
                + " zssync hub sites lists them."
        case .diverged(let scopes):
            "严重错误：双方变更相同而记录不同（\(scopes.joined(separator: "、"))），请保留数据目录并报告。"
                + " Fault: both sides hold the same changes but different records in"
                + " \(scopes.joined(separator: ", ")). Keep the data directory and report this."
        case .badRoles(let text):
            "没有名为 \(text) 的角色。 There is no role \(text); roles are clerk, worker, reviewer,"
                + " seal_keeper, town_reviewer."
        }
    }
}
