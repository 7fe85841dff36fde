import ArgumentParser
import DeviceIdentity
import Foundation
import GRDB
import LocalWeb
import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine
import SyncProtocol
import SyncTransport

/// Why a command did not do what it was asked: a code for programs, a sentence for people.
struct CommandFailure: Error, Hashable {
    let status: ExitStatus
    let sentence: String

    init(_ status: ExitStatus, _ sentence: String) {
        self.status = status
        self.sentence = sentence
    }

    init(_ status: ExitStatus, _ chinese: String, _ english: String) {
        self.init(status, chinese + " " + english)
    }

    /// The command was given wrongly.
    static func usage(_ chinese: String, _ english: String) -> CommandFailure {
        CommandFailure(.usage, chinese, english)
    }

    /// The process that executed the command for this one ended before it.
    static let processEnded = CommandFailure(
        .inUse, "正在使用这个目录的 zssync 中途退出，本次是否保存请用 zssync history 查看。",
        "The zssync that runs in this directory ended half-way. See zssync history for whether"
            + " this was saved.")

    /// Whether the argument parser has a message of its own for `error`.
    static func isOfParser(_ error: any Error) -> Bool {
        if error is ValidationError || error is CleanExit || error is ExitCode { return true }
        // The parser's own errors are not public types; they all exit with its usage code and come
        // before any command runs, while ours are all known here.
        return String(reflecting: type(of: error)).hasPrefix("ArgumentParser.")
    }

    /// The failure that `error` is.
    init(_ error: any Error) {
        switch error {
        case let failure as CommandFailure: self = failure
        case let error as StoreError: self.init(Self.status(error), error.description)
        case let error as EngineError: self.init(Self.status(error), error.description)
        case let error as AgentError: self.init(Self.status(error), error.description)
        case let error as TransportError: self.init(Self.status(error), error.description)
        case let error as Refusal: self.init(Self.status(error), error.message)
        case let error as WireError: self.init(.protocolBroken, error.description)
        case let error as IdentityError: self.init(Self.status(error), error.description)
        case let error as JoinTokenError: self.init(.input, error.description)
        case let error as KeyFileError: self.init(.disk, error.description)
        case let error as KindFileError: self.init(.input, error.description)
        case let error as FieldError: self.init(.input, Self.sentence(error))
        case let error as WebError: self.init(.usage, error.description)
        case let error as RowError: self.init(.input, Self.sentence(error.mistakes))
        case let error as InputMistake: self.init(.input, Self.sentence([error]))
        case let error as FileFailure: self.init(error)
        case let error as POSIXError: self.init(error)
        case is JSONError:
            self.init(.input, "不是有效的 JSON，未保存。", "This is not JSON; nothing was stored.")
        case is DamagedMetadata:
            self.init(EngineError.damaged("metadata"))
        case is CancellationError:
            self.init(
                .interrupted, "已中断，此前保存的内容都在。",
                "Interrupted. Everything saved before is kept.")
        case let error as DatabaseError:
            self.init(
                .bug, "数据库出错（\(error.extendedResultCode)），本次未保存，以前保存的内容完好。请报告。",
                "The database failed (\(error.extendedResultCode)). This was not stored; everything"
                    + " saved before is intact. Please report this.")
        default:
            let name = String(describing: type(of: error))
            self.init(
                .bug, "程序内部错误（\(name)），以前保存的内容完好。请报告。",
                "A fault of zssync (\(name)). Everything saved before is intact. Please report this."
            )
        }
    }

    private init(_ failure: FileFailure) {
        let (path, code, isReading) =
            switch failure {
            case .reading(let path, let code): (path, code, true)
            case .writing(let path, let code): (path, code, false)
            }
        let reason = String(cString: strerror(code))
        let status: ExitStatus = isReading && (code == ENOENT || code == ENOTDIR) ? .missing : .disk
        self.init(
            status,
            isReading ? "读不出 \(path)（\(reason)），未作任何改动。" : "写不进 \(path)（\(reason)），没有留下半个文件。",
            isReading
                ? "\(path) cannot be read (\(reason)); nothing was changed."
                : "\(path) cannot be written (\(reason)); no part of it was left behind.")
    }

    private init(_ error: POSIXError) {
        let reason = String(cString: strerror(error.code.rawValue))
        self.init(
            error.code == .EADDRINUSE || error.code == .EACCES ? .configuration : .disk,
            "系统拒绝了操作（\(reason)），以前保存的内容完好。",
            "The system refused (\(reason)). Everything saved before is intact.")
    }

    private static func sentence(_ error: FieldError) -> String {
        "“\(error.field)”：\(error.message.chinese) \(error.field): \(error.message.english)"
    }

    /// One line a mistake.
    static func sentence(_ mistakes: [InputMistake], file: String = "") -> String {
        mistakes.map { mistake in
            let label = mistake.sentence(file: file)
            return [label.chinese, label.english]
                .map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " ,:：")) }
                .joined(separator: " ")
        }.joined(separator: "\n")
    }
}
