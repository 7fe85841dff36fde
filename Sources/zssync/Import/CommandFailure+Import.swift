import RecordModel
import SyncAgent

extension CommandFailure {
    /// What is wrong with the file called `file`: one line for all of it, then one a mistake.
    init(_ failure: ImportFailure, file: String) {
        let labels =
            [failure.heading(file: file)] + failure.mistakes.map { $0.sentence(file: file) }
        var lines = labels.map { $0.chinese + " " + $0.english }
        if failure.restCount > 0 { lines.append("… 另有 \(failure.restCount) 处。 and more.") }
        self.init(.input, lines.joined(separator: "\n"))
    }
}
