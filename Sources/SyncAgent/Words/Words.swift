public import RecordModel

/// Words that several tables and pages have.
public enum Words: Sendable {
    /// The place that a record belongs to.
    public static let site = Label(chinese: "村（社区）", english: "site")
    /// What stands against what.
    public static let conflict = Label(chinese: "冲突", english: "conflicts")
    /// When a record was last changed.
    public static let updatedAt = Label(chinese: "修改时间", english: "updated")
    /// Who did it.
    public static let updatedBy = Label(chinese: "修改人", english: "by")

    /// `2026-03-01 09:30` of `2026-03-01T09:30:00.125+08:00`.
    public static func moment(_ text: String) -> String {
        text.count >= 16 ? String(text.prefix(10) + " " + text.dropFirst(11).prefix(5)) : text
    }
}
