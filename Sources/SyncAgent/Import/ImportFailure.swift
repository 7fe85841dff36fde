public import RecordModel

/// What is wrong with a file of records.
public struct ImportFailure: Error, Hashable, Sendable {
    /// The first of the mistakes, at most ``RecordImport/mistakesMax``.
    public let mistakes: [InputMistake]
    /// How many there are in all.
    public let count: Int
    /// Whether only the rows with mistakes were left out; else nothing of the file was stored.
    public let isPartial: Bool

    /// Makes a failure of its parts.
    public init(mistakes: [InputMistake], count: Int, isPartial: Bool) {
        self.mistakes = mistakes
        self.count = count
        self.isPartial = isPartial
    }

    /// The mistakes that ``mistakes`` has no room for.
    public var restCount: Int { count - mistakes.count }

    /// How many mistakes the file has, and what became of it.
    public func heading(file: String) -> Label {
        Label(
            chinese: "\(file) 有 \(count) 处错误，" + (isPartial ? "有错的行没有保存。" : "整个文件都没有保存。"),
            english: "\(file) has \(count) mistake(s); "
                + (isPartial ? "those rows were left out." : "nothing of it was stored."))
    }
}
