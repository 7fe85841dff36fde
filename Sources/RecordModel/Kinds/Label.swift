/// A name for people, Chinese first.
public struct Label: Hashable, Sendable {
    /// Simplified Chinese.
    public let chinese: String
    /// English.
    public let english: String

    /// Makes a label of both.
    public init(chinese: String, english: String) {
        self.chinese = chinese
        self.english = english
    }

    /// The label in `language`.
    public func text(in language: Language) -> String {
        language == .chinese ? chinese : english
    }
}

/// The languages that people can read zssync in.
public enum Language: String, Hashable, Sendable, CaseIterable {
    /// Simplified Chinese, the default.
    case chinese = "zh"
    /// English.
    case english = "en"
}
