public import RecordModel

extension SyncProgress {
    /// The step under way, how far it is, and how far it goes.
    public func sentence(in language: Language) -> (text: String, done: Int, total: Int?) {
        let (label, done, total): (Label, Int, Int?) =
            switch self {
            case .connecting:
                (Label(chinese: "正在同步（连接）", english: "syncing (connecting)"), 0, nil)
            case .comparing:
                (Label(chinese: "正在同步（比较）", english: "syncing (comparing)"), 0, nil)
            case .receiving(let changes):
                (Label(chinese: "正在同步（接收）", english: "syncing (receiving)"), changes, nil)
            case .sending(let changes, let total):
                (Label(chinese: "正在同步（上传）", english: "syncing (sending)"), changes, total)
            }
        return (label.text(in: language), done, total)
    }
}
