import Foundation

/// A chromedriver of our own, from its start on a free port until it is closed.
final class ChromeDriver: Sendable {
    /// What the tests in a browser need, for the message where it is missing.
    static let requirement =
        "Tests in a browser need chromium and chromedriver on PATH (Debian: chromium-driver)."

    /// The browser, where PATH has it.
    static var chromium: URL? { program("chromium") }

    /// Whether tests in a browser can run here.
    static var isInstalled: Bool { chromium != nil && program("chromedriver") != nil }

    /// Runs until nobody holds the other end of its input any more: tests that are killed end it too.
    ///
    /// Its browsers are in its process group, and would go on if chromedriver were ended alone.
    private static let script = """
        { chromedriver --port=0; echo "chromedriver ended with $?"; } &
        read -r end
        kill -s KILL -- -$$
        """

    /// The way to it.
    let connection: DriverConnection
    /// Where it and its browsers keep what they write.
    let folder: TemporaryFolder
    private let process: Process
    private let input: FileHandle

    /// Starts it and waits until it listens.
    init() async throws {
        guard Self.isInstalled else { throw WebDriverError("not installed", Self.requirement) }
        folder = try TemporaryFolder("zssync-browser")
        let log = folder.url.appending(path: "chromedriver.log")
        (process, input) = try Self.launch(in: folder.url, log: log)
        connection = try await DriverConnection(port: Self.port(in: log))
    }

    deinit { try? input.close() }

    /// Starts a driver and one browser, and ends both whatever `body` comes to.
    static func withBrowser<Result>(
        width: Int = 1280, height: Int = 800, arguments: [String] = [],
        _ body: (Browser) async throws -> Result
    ) async throws -> Result {
        let driver = try await ChromeDriver()
        do {
            let browser = try await Browser(
                driver, width: width, height: height, arguments: arguments)
            let result = try await body(browser)
            await driver.close()
            return result
        } catch {
            await driver.close()
            throw error
        }
    }

    /// Ends its browsers and itself, and removes what they wrote.
    func close() async {
        try? input.close()
        for _ in 0..<500 where process.isRunning { try? await Task.sleep(for: .milliseconds(10)) }
        folder.remove()
    }

    private static func program(_ name: String) -> URL? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return path.split(separator: ":").map { URL(filePath: "\($0)/\(name)") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path()) }
    }

    private static func launch(in folder: URL, log: URL) throws -> (Process, FileHandle) {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", script]
        // Chromium writes to these as well, and does not tidy up after itself.
        let own = ["TMPDIR": folder.path(), "HOME": folder.path()]
        process.environment = ProcessInfo.processInfo.environment.merging(own) { $1 }
        // A file and no pipe, which would stop the browsers once it is full.
        try Data().write(to: log)
        let output = try FileHandle(forWritingTo: log)
        defer { try? output.close() }
        let input = Pipe()
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
        return (process, input.fileHandleForWriting)
    }

    private static func port(in log: URL) async throws -> UInt16 {
        for _ in 0..<1500 {
            let text = try String(contentsOf: log, encoding: .utf8)
            if let found = text.firstMatch(of: /started successfully on port (\d+)/),
                let port = UInt16(found.1)
            {
                return port
            }
            if text.contains("chromedriver ended") { break }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw WebDriverError("not started", try String(contentsOf: log, encoding: .utf8))
    }
}
