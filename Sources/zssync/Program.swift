import ArgumentParser
import CMalloc
import Foundation
import Logging
import ReplicaStore
import SyncAgent

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Where everything is put together: arguments and streams in, exit code out.
@main
enum Program {
    static func main() async {
        signal(SIGPIPE, SIG_IGN)
        #if canImport(Glibc)
            // Each thread would get an arena of its own, which keeps what it frees: 3 MiB of a first sync.
            mallopt(M_ARENA_MAX, 2)
        #endif
        StandardLog.bootstrap(ProcessInfo.processInfo.environment)
        exit(await execute(.ofThisProcess()))
    }

    /// How long a process that has the lock may take to answer its socket: one that is starting or
    /// ending does not yet, or no longer.
    private static let patience = Duration.seconds(5)

    /// Executes what `context` asks for, here or in the process that writes its data directory.
    static func execute(_ context: CommandContext) async -> Int32 {
        let deadline = ContinuousClock.now + patience
        while true {
            do {
                return try await attempt(context)
            } catch {
                if let code = await carry(error, context) { return code }
                guard ContinuousClock.now < deadline else {
                    return report(StoreError.inUse(path: error.directory.path), context)
                }
                try? await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    /// Executes it here; throws where another process writes the data directory.
    private static func attempt(_ context: CommandContext) async throws(CarryOver) -> Int32 {
        do {
            let parsed = try ZssyncCommand.parseAsRoot(context.invocation.arguments)
            guard let command = parsed as? any Subcommand else {
                var other = parsed
                try other.run()
                return 0
            }
            // In a process that runs services, those take the signals.
            if type(of: command).cleansUp, context.running == nil {
                context.interruption.takeSignals()
            }
            try await withTaskCancellationHandler {
                try await command.run(in: context)
            } onCancel: {
                context.interruption.interrupt()
            }
            try context.output.flush()
            return 0
        } catch let carryOver as CarryOver {
            throw carryOver
        } catch {
            return report(error, context)
        }
    }

    /// Has the command executed by the process that writes the directory; nil where none answers.
    private static func carry(_ carryOver: CarryOver, _ context: CommandContext) async -> Int32? {
        do {
            return try CommandCall.run(
                context.invocation, in: carryOver.directory,
                streams: CommandStreams(
                    input: context.input, output: context.output.sink, errors: context.errors))
        } catch is SocketClosed {
            return report(CommandFailure.processEnded, context)
        } catch {
            return report(error, context)
        }
    }

    /// Says what went wrong and returns the code for it. Rows printed before stay printed.
    private static func report(_ error: any Error, _ context: CommandContext) -> Int32 {
        if error is BrokenPipe || error is SocketClosed { return 0 }
        do { try context.output.flush() } catch { return 0 }
        if let code = error as? ExitCode { return code.rawValue }
        let parserCode = ZssyncCommand.exitCode(for: error)
        if parserCode == .success || CommandFailure.isOfParser(error) {
            return sayParser(error, code: parserCode, context)
        }
        let failure = CommandFailure(error)
        StandardLog.logger.debug(
            "A command failed", metadata: ["error.type": "\(type(of: error))"])
        if !failure.sentence.isEmpty {
            context.sayAlways("zssync: " + failure.sentence)
        }
        return failure.status.rawValue
    }

    /// Help goes to standard output; what the parser did not understand to standard error.
    private static func sayParser(
        _ error: any Error, code: ExitCode, _ context: CommandContext
    ) -> Int32 {
        let message = ZssyncCommand.fullMessage(for: error, columns: context.invocation.columns)
        if code == .success {
            do {
                try context.output.write(message + "\n")
                try context.output.flush()
            } catch { return 0 }
            return 0
        }
        context.sayAlways("命令的写法不对，未作任何改动。 The command is not understood; nothing was changed.")
        context.sayAlways(message)
        return ExitStatus.usage.rawValue
    }
}
