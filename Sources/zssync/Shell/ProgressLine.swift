import SyncAgent
import Synchronization

/// One line on standard error that is written over and over; nothing where that is no terminal.
final class ProgressLine: Sendable {
    private let errors: any ByteSink
    private let isShown: Bool
    private let last = Mutex(ContinuousClock.Instant?.none)

    init(_ context: CommandContext, isQuiet: Bool) {
        errors = context.errors
        isShown = context.invocation.isErrorTerminal && !isQuiet
    }

    /// Shows that `count` are done; at most ten times a second.
    func show(_ what: @autoclosure () -> String, _ count: Int, of total: Int? = nil) {
        guard isShown else { return }
        let isDue = last.withLock { last in
            let now = ContinuousClock.now
            if let last, now - last < .milliseconds(100) { return false }
            last = now
            return true
        }
        guard isDue else { return }
        let end = total.map { " / \($0)" } ?? ""
        try? errors.write(Array("\r\u{1B}[K\(what()) \(count)\(end)".utf8))
    }

    /// Takes the line away.
    func clear() {
        let wasShown = last.withLock { last in
            defer { last = nil }
            return last != nil
        }
        if isShown, wasShown { try? errors.write(Array("\r\u{1B}[K".utf8)) }
    }
}
