import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Whether a command is to stop: Ctrl-C here, or a caller that has gone.
final class Interruption: Sendable {
    private let isSet = Mutex(false)

    /// Asks the command to stop at the next row.
    func interrupt() { isSet.withLock { $0 = true } }

    /// Throws where the command is to stop.
    func check() throws {
        if isSet.withLock({ $0 }) { throw CancellationError() }
    }

    /// Has Ctrl-C stop the command at the next row; the second one ends the process at once.
    func takeSignals() {
        for number in [SIGINT, SIGTERM] {
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { [self] in
                let isSecond = isSet.withLock { isSet in
                    defer { isSet = true }
                    return isSet
                }
                // The source lives as long as its handler, which is as long as the process.
                withExtendedLifetime(source) { if isSecond { _exit(128 + number) } }
            }
            #if canImport(Darwin)
                // There the source does not take the signal's place.
                signal(number, SIG_IGN)
            #endif
            source.activate()
        }
    }
}
