import ServiceLifecycle

/// Lets one waiter through once it is open.
struct Gate: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() {
        (stream, continuation) = AsyncStream.makeStream()
    }

    func open() {
        continuation.finish()
    }

    /// Returns once it is open, or the task is cancelled.
    func wait() async {
        for await _ in stream {}
    }
}

/// A service that begins when a gate opens.
struct Gated: Service {
    let gate: Gate?
    let service: any Service

    func run() async throws {
        if let gate { await cancelWhenGracefulShutdown { await gate.wait() } }
        try await service.run()
    }
}
