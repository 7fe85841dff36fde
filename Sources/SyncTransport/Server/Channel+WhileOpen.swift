import NIOCore

extension Channel {
    /// Runs `work`, cancelled as soon as this channel closes: nobody waits for its result any more.
    func whileOpen<Value: Sendable>(
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let (closed, closing) = AsyncStream.makeStream(of: Void.self)
        closeFuture.whenComplete { _ in closing.finish() }
        return try await withThrowingTaskGroup(of: Value?.self) { tasks in
            tasks.addTask { try await work() }
            tasks.addTask {
                for await _ in closed {}
                return nil
            }
            defer { tasks.cancelAll() }
            guard let value = try await tasks.next() ?? nil else { throw CancellationError() }
            return value
        }
    }
}
