/// Settings, and what is said to people.
public protocol SettingStore {
    /// The setting called `name`; nil where it was never set.
    func setting(_ name: String) throws -> String?

    /// Sets the setting called `name`.
    func set(_ name: String, to value: String) throws

    /// Keeps a word for people: what happened, never a personal value.
    func notice(_ code: String, detail: String, at millisecondsSince1970: Int64) throws

    /// Keeps a word for people that may be said again and again.
    func noticeOnce(
        _ code: String, detail: String, at millisecondsSince1970: Int64
    ) throws

    /// Writes down who looked at or took out what.
    func audit(
        actor: String, action: String, detail: String, at millisecondsSince1970: Int64
    ) throws
}
