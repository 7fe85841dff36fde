// The ways past what a person can do.
extension Browser {
    /// Runs the body of a function in the page and returns what it returns.
    ///
    /// It finds what it is given in `arguments`; a promise that it returns is waited for.
    @discardableResult
    func run(_ script: String, _ arguments: JSON...) async throws -> JSON {
        try await send(
            .post, "execute/sync", ["script": .string(script), "args": .array(arguments)])
    }

    /// Sends a command of the Chrome DevTools protocol.
    @discardableResult
    func cdp(_ command: String, _ parameters: JSON = [:]) async throws -> JSON {
        try await send(
            .post, "goog/cdp/execute", ["cmd": .string(command), "params": parameters])
    }
}
