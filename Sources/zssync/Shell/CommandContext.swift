import Foundation
import LocalWeb
import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

/// What a command has around it: streams, terminal, folder, language, and, where another process's
/// command is executed here, that process's open replica.
struct CommandContext: Sendable {
    let invocation: Invocation
    let input: any ByteSource
    let output: BufferedOutput
    let errors: any ByteSink
    /// The replica of the running process that executes this for a caller; nil in one's own process.
    let running: ReplicaHost?
    /// Who may use that process's page; nil where it serves none.
    let sessions: Sessions?
    let interruption = Interruption()

    init(
        _ invocation: Invocation, _ streams: CommandStreams, running: ReplicaHost? = nil,
        sessions: Sessions? = nil
    ) {
        self.invocation = invocation
        input = streams.input
        output = BufferedOutput(streams.output)
        errors = streams.errors
        self.running = running
        self.sessions = sessions
    }

    /// The context of a command that a person has typed.
    static func ofThisProcess() -> CommandContext {
        let environment = ProcessInfo.processInfo.environment
        let isOutputTerminal = isatty(1) == 1
        return CommandContext(
            Invocation(
                arguments: Array(CommandLine.arguments.dropFirst()),
                folder: FileManager.default.currentDirectoryPath,
                environment: environment.filter { environmentNames.contains($0.key) },
                isInputTerminal: isatty(0) == 1, isOutputTerminal: isOutputTerminal,
                isErrorTerminal: isatty(2) == 1,
                columns: TerminalSize.columns(of: isOutputTerminal ? 1 : 2, environment)),
            CommandStreams(
                input: DescriptorSource(0), output: DescriptorSink(1), errors: DescriptorSink(2)))
    }

    /// The variables that commands read, and that are carried to a running process.
    private static let environmentNames: Set<String> = [
        "ZSSYNC_DATA", "ZSSYNC_ACTOR", "LANG", "LC_ALL", "LC_MESSAGES", "HOME", "XDG_DATA_HOME",
    ]

    // MARK: Words

    /// Says a sentence on standard error, whatever the options.
    func sayAlways(_ text: String) {
        try? errors.write(Array((text + "\n").utf8))
    }

    /// Says a sentence on standard error unless the person wants none.
    func say(_ label: Label, _ place: PlaceOptions) {
        if !place.quiet { sayAlways(label.text(in: language(place))) }
    }

    /// The language of tables and sentences.
    func language(_ place: PlaceOptions) -> Language {
        if let language = place.lang { return language }
        for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
            guard let value = invocation.environment[name], !value.isEmpty else { continue }
            return value.lowercased().hasPrefix("en") ? .english : .chinese
        }
        return .chinese
    }

    // MARK: Files

    /// `path` as the caller means it.
    func absolute(_ path: String) -> String {
        let expanded = NSString(string: path).expandingTildeInPath
        return expanded.hasPrefix("/") ? expanded : invocation.folder + "/" + expanded
    }

    /// The data directory that the command is for.
    func directory(_ place: PlaceOptions) -> DataDirectory {
        if let running { return running.directory }
        if let path = place.data { return DataDirectory(path: absolute(path)) }
        if let path = invocation.environment["ZSSYNC_DATA"], !path.isEmpty {
            return DataDirectory(path: absolute(path))
        }
        if let path = invocation.environment["XDG_DATA_HOME"], path.hasPrefix("/") {
            return DataDirectory(path: path + "/zssync")
        }
        return DataDirectory(path: absolute("~/.local/share/zssync"))
    }

    // MARK: The replica

    /// What a command does with the replica.
    enum Use {
        case reading
        case writing
    }

    /// The replica, for reading beside whoever writes it, or for writing. Where another process
    /// writes it, throws ``CarryOver``; so call this before anything is read or printed.
    func host(_ place: PlaceOptions, for use: Use) throws -> ReplicaHost {
        if let running { return running }
        let directory = directory(place)
        switch use {
        case .reading: return try ReplicaHost.openForReading(directory)
        case .writing:
            do { return try ReplicaHost.open(directory) } catch StoreError.inUse {
                throw CarryOver(directory: directory)
            }
        }
    }

    /// The directory, for a command that will itself be the process that writes it.
    func directoryAlone(_ place: PlaceOptions) throws -> DataDirectory {
        if let running { throw StoreError.inUse(path: running.directory.path) }
        return directory(place)
    }

    /// The person in whose name something is saved.
    func actor(_ option: ActorOption, _ host: ReplicaHost) -> String {
        let named = option.actor ?? invocation.environment["ZSSYNC_ACTOR"] ?? ""
        return named.isEmpty ? host.identity.label : named
    }
}

/// The command is to be executed by the process that writes the directory.
struct CarryOver: Error {
    let directory: DataDirectory
}
