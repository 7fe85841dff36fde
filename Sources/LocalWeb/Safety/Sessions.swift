import Synchronization

/// Who may use the page: browsers that came by a one-time link from this computer's own terminal.
///
/// Nothing of it is on disk; a program that starts anew knows none of them.
public final class Sessions: Sendable {
    private struct State {
        var keys: [(key: String, until: ContinuousClock.Instant)] = []
        var sessions: [Session] = []
    }

    /// How long a link waits for its one use.
    static let linkMinutes = 15
    private static let linksMax = 16
    private static let sessionsMax = 32
    private let state = Mutex(State())
    private let served = Mutex<(host: String, port: Int)?>(nil)

    /// No sessions yet.
    public init() {}

    /// The page is at `host` and `port` now.
    func serve(at host: String, port: Int) { served.withLock { $0 = (host, port) } }

    /// The port that is served; nil before anything listens.
    var port: Int? { served.withLock { $0?.port } }

    /// A link that opens the page once, within a quarter of an hour; nil before anything listens.
    public func makeLink() -> String? {
        guard let (host, port) = served.withLock({ $0 }) else { return nil }
        let authority = (host.contains(":") ? "[\(host)]" : host) + ":\(port)"
        let key = Secret.make()
        state.withLock { state in
            let now = ContinuousClock.now
            state.keys.removeAll { $0.until < now }
            if state.keys.count >= Self.linksMax { state.keys.removeFirst() }
            state.keys.append((key, now + .seconds(Self.linkMinutes * 60)))
        }
        return "http://\(authority)/open?key=\(key)"
    }

    /// Trades the key of a link for a session, once; nil for a key that is not good.
    func open(_ key: String) -> Session? {
        state.withLock { state in
            let now = ContinuousClock.now
            guard
                let place = state.keys.firstIndex(where: {
                    $0.until >= now && Secret.isSame($0.key, key)
                })
            else { return nil }
            state.keys.remove(at: place)
            let session = Session()
            if state.sessions.count >= Self.sessionsMax { state.sessions.removeFirst() }
            state.sessions.append(session)
            return session
        }
    }

    /// The session whose cookie this is.
    func session(_ cookie: String) -> Session? {
        state.withLock { state in
            state.sessions.first { Secret.isSame($0.cookie, cookie) }
        }
    }
}
