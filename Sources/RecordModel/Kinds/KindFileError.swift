/// What is wrong with a kind file: every mistake with its line. Nothing of the file is used.
public struct KindFileError: Error, Hashable, Sendable {
    /// One mistake.
    public struct Mistake: Hashable, Sendable {
        /// The line, counted from 1.
        public let line: Int
        /// What is wrong there, and what to write instead.
        public let reason: Label

        /// Makes a mistake.
        public init(line: Int, reason: Label) {
            self.line = line
            self.reason = reason
        }
    }

    /// The file's name, as the reader was told it.
    public let file: String
    /// The mistakes by line; at least one.
    public let mistakes: [Mistake]

    /// Makes an error of mistakes in any order.
    public init(file: String, mistakes: [Mistake]) {
        self.file = file
        self.mistakes = mistakes.enumerated()
            .sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }
            .map(\.element)
    }
}

extension KindFileError: CustomStringConvertible {
    /// The sentence that heads the mistakes.
    public var summary: Label {
        Label(
            chinese: "种类文件 \(file) 有 \(mistakes.count) 处错误，没有采用；改正后再读入。",
            english: "The kind file \(file) has \(mistakes.count) mistake(s) and is not used."
                + " Correct it, then read it again.")
    }

    /// The summary and a line for each mistake, Chinese first.
    public var description: String {
        ([summary.chinese + summary.english]
            + mistakes.map {
                "\(file):\($0.line): \($0.reason.chinese) \($0.reason.english)"
            }).joined(separator: "\n")
    }
}
