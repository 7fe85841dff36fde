/// What is wrong with a replica's file or directory.
public enum StoreError: Error, Hashable, Sendable {
    /// No replica in the directory.
    case noReplica(path: String)
    /// A file of 0 bytes where a replica was.
    case emptyFile(path: String)
    /// Some other program's database, or no database at all.
    case foreignFile(path: String)
    /// Made by a newer zssync.
    case newerFile(path: String, version: Int)
    /// SQLite or a checksum says that the file is damaged.
    case damaged(path: String, reason: String)
    /// Another process writes the directory.
    case inUse(path: String)
    /// The disk has no room.
    case diskFull(path: String)
    /// The file cannot be read or written.
    case unreadable(path: String, reason: String)
    /// The connection would not promise durability.
    case notDurable(path: String)
}

extension StoreError: CustomStringConvertible {
    /// A sentence that says what happened, what was kept and what to do.
    public var description: String {
        switch self {
        case .noReplica(let path):
            "目录 \(path) 里没有 zssync 数据，请先运行 zssync join 或 zssync hub init。"
                + " There is no replica in \(path). Run zssync join or zssync hub init first."
        case .emptyFile(let path):
            "数据文件 \(path) 是空的（0 字节），原文件未动，请用备份恢复（zssync restore）或重新加入。"
                + " The replica \(path) is empty (0 bytes), which is damage. The file was left as it is;"
                + " restore a backup (zssync restore) or join again into a new directory."
        case .foreignFile(let path):
            "\(path) 不是 zssync 的数据文件，未作任何改动。"
                + " \(path) is not a zssync replica; it was left as it is."
        case .newerFile(let path, let version):
            "\(path) 由更新版本的 zssync 写成（格式 \(version)），未作任何改动，请升级程序。"
                + " \(path) was written by a newer zssync (format \(version)) and was left as it is."
                + " Update zssync."
        case .damaged(let path, let reason):
            "数据文件 \(path) 已损坏（\(reason)），原文件未动，请用备份恢复（zssync restore）或从中心重新取得。"
                + " The replica \(path) is damaged (\(reason)). The file was left as it is;"
                + " restore a backup (zssync restore) or fetch it again from the hub."
        case .inUse(let path):
            "目录 \(path) 正被另一个 zssync 进程使用，本次未写入任何内容，请等它结束后再试。"
                + " Another zssync process is writing \(path); nothing was stored."
                + " Wait for it to finish, then try again."
        case .diskFull(let path):
            "磁盘已满，\(path) 中以前保存的内容完好，本次未保存，请腾出空间后再试。"
                + " The disk is full. Everything saved before in \(path) is intact; this save was not"
                + " stored. Free some space, then try again."
        case .unreadable(let path, let reason):
            "无法读写 \(path)（\(reason)），以前保存的内容未动。"
                + " \(path) cannot be read or written (\(reason)); what was saved before is untouched."
        case .notDurable(let path):
            "无法保证 \(path) 的写入可靠（synchronous 不是 FULL），拒绝启动。"
                + " SQLite would not promise durable writes for \(path) (synchronous is not FULL);"
                + " refusing to start."
        }
    }
}
