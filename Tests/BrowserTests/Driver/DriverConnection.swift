import Foundation

/// The way to chromedriver: commands of the W3C protocol as JSON over HTTP.
struct DriverConnection: Sendable {
    /// How a command is sent.
    enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case delete = "DELETE"
    }

    /// How many seconds chromedriver has for an answer.
    static let timeout = 30

    private let port: UInt16
    private let base: String

    /// A connection to the chromedriver that listens on `port`, for the commands below `base`.
    init(port: UInt16, base: String = "") {
        self.port = port
        self.base = base
    }

    /// The same connection for the commands below `path`.
    func below(_ path: String) -> DriverConnection {
        DriverConnection(port: port, base: "\(base)/\(path)")
    }

    /// Sends a command and returns the value of its answer.
    ///
    /// A task that is cancelled meanwhile gets its answer too: the browsers can be closed by it.
    func send(_ method: Method, _ path: String, _ body: JSON = [:]) async throws -> JSON {
        // Without the ids, which say nothing to a person.
        let words = path.components(separatedBy: "/").filter { $0.count < 32 }
            .joined(separator: "/")
        let command = "\(method.rawValue) \(words.isEmpty ? "session" : words)"
        let content = method == .post ? try JSONEncoder().encode(body) : Data()
        let request = """
            \(method.rawValue) \(base)\(path.isEmpty ? "" : "/")\(path) HTTP/1.1\r
            Host: 127.0.0.1:\(port)\r
            Content-Type: application/json; charset=utf-8\r
            Content-Length: \(content.count)\r
            \r

            """
        let answer = try await answer(to: Data(request.utf8) + content, command)
        guard let value = try? JSONDecoder().decode(JSON.self, from: answer.body)["value"] else {
            let text = String(decoding: answer.body.prefix(200), as: UTF8.self)
            throw WebDriverError("unreadable answer", text, command: command)
        }
        guard answer.status == 200 else {
            throw WebDriverError(answer: value, command: command, body: body)
        }
        return value
    }

    private func answer(to request: Data, _ command: String) async throws -> HTTPAnswer {
        do {
            return try await withCheckedThrowingContinuation { continuation in
                // A thread of its own: the few of the pool are for those who need not block.
                Thread.detachNewThread { [port] in
                    continuation.resume(
                        with: Result { try Self.exchange(request, port: port) })
                }
            }
        } catch let error as POSIXError {
            let message =
                error.code == .EAGAIN
                ? "chromedriver said nothing for \(Self.timeout) s"
                : "chromedriver cannot be reached: \(String(cString: strerror(error.code.rawValue)))"
            throw WebDriverError("no answer", message, command: command)
        }
    }

    private static func exchange(_ request: Data, port: UInt16) throws -> HTTPAnswer {
        let socket = try LoopbackSocket(port: port, timeout: timeout)
        try socket.write(request)
        var received = Data()
        while true {
            let more = try socket.read()
            guard !more.isEmpty else { throw POSIXError(.ECONNRESET) }
            received.append(more)
            if let answer = HTTPAnswer(received) { return answer }
        }
    }
}
