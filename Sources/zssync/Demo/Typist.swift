import RecordModel
import SyncAgent
import Synchronization

/// Types commands as a person would, and shows what they print.
struct Typist: Sendable {
    let context: CommandContext
    let language: Language

    /// Says what happens next.
    func say(_ chinese: String, _ english: String) throws {
        try context.output.write(
            "\n" + Label(chinese: chinese, english: english).text(in: language) + "\n")
        try context.output.flush()
    }

    /// Shows a command without executing it.
    func show(_ arguments: [String], in directory: DataDirectory) throws {
        let words = (["zssync"] + arguments + ["--data", directory.path]).map(Self.quoted)
        try context.output.write("  $ " + words.joined(separator: " ") + "\n")
        try context.output.flush()
    }

    /// Executes a command against the replica in `host`, and returns its first line.
    @discardableResult
    func type(_ arguments: [String], at host: ReplicaHost) async throws -> String {
        try show(arguments, in: host.directory)
        let output = Captured()
        let errors = Captured()
        let invocation = Invocation(
            arguments: arguments + ["--lang", language.rawValue],
            folder: context.invocation.folder, environment: context.invocation.environment,
            isOutputTerminal: true, columns: context.invocation.columns - 4)
        let code = await Program.execute(
            CommandContext(
                invocation, CommandStreams(input: Nothing(), output: output, errors: errors),
                running: host))
        let text = output.text
        try context.output.write(Self.indented(text) + Self.indented(errors.text))
        try context.output.flush()
        guard code == 0 else {
            throw CommandFailure(.bug, "演示没有完成。", "The demonstration did not finish.")
        }
        return String(text.prefix { $0 != "\n" })
    }

    private static func quoted(_ word: String) -> String {
        let isPlain = word.allSatisfy { $0.isLetter || $0.isNumber || "-_=./:".contains($0) }
        return isPlain ? word : "'" + word + "'"
    }

    private static func indented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(
            text.hasSuffix("\n") ? 1 : 0
        ).map { $0.isEmpty ? "" : "    \($0)\n" }.joined()
    }
}

/// What a command printed.
private final class Captured: ByteSink, Sendable {
    private let bytes = Mutex<[UInt8]>([])

    func write(_ more: [UInt8]) { bytes.withLock { $0 += more } }

    var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
}

/// No input.
private struct Nothing: ByteSource {
    func read() -> [UInt8] { [] }
}
