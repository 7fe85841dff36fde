import Foundation
import Synchronization

/// A headless chromium: one session of the W3C protocol, with a profile of its own.
///
/// It ends with `close()`, or else with its driver.
final class Browser: Sendable {
    /// The driver through which it is steered.
    let driver: ChromeDriver
    private let session: DriverConnection
    private let profile: URL
    /// What the page has to be shown in, in CSS pixels.
    let viewport: Mutex<(width: Int, height: Int)>

    /// Starts one whose pages are shown in `width` times `height` pixels.
    init(
        _ driver: ChromeDriver, width: Int = 1280, height: Int = 800, arguments: [String] = []
    ) async throws {
        self.driver = driver
        viewport = Mutex((width, height))
        profile = driver.folder.url.appending(path: "profile-\(UUID().uuidString.prefix(8))")
        let answer = try await driver.connection.send(
            .post, "session",
            Self.capabilities(
                arguments: [
                    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                    "--hide-scrollbars", "--window-size=\(width),\(height)",
                    "--user-data-dir=\(profile.path())",
                ] + arguments))
        guard let id = answer["sessionId"].string else {
            throw WebDriverError("unreadable answer", answer.description, command: "POST session")
        }
        session = driver.connection.below("session/\(id)")
        try await applyViewport()
    }

    private static func capabilities(arguments: [String]) -> JSON {
        [
            "capabilities": [
                "alwaysMatch": [
                    "browserName": "chrome",
                    // Below the limit of a request, so that chromedriver can say what hangs.
                    "timeouts": ["implicit": 0, "pageLoad": 20_000, "script": 20_000],
                    "goog:chromeOptions": [
                        "binary": .string(ChromeDriver.chromium?.path() ?? "chromium"),
                        "args": .array(arguments.map { .string($0) }),
                    ],
                ]
            ]
        ]
    }

    /// Sends a command of the session and returns the value of its answer.
    func send(
        _ method: DriverConnection.Method, _ path: String, _ body: JSON = [:]
    ) async throws -> JSON {
        try await session.send(method, path, body)
    }

    /// Goes to a page and waits until it is loaded.
    func open(_ url: String) async throws {
        _ = try await send(.post, "url", ["url": .string(url)])
    }

    /// Goes back to the page before.
    func back() async throws { _ = try await send(.post, "back") }

    /// Loads the page again.
    func reload() async throws { _ = try await send(.post, "refresh") }

    /// The address of the page.
    var currentURL: String {
        get async throws { try await send(.get, "url").string ?? "" }
    }

    /// The title of the page.
    var title: String {
        get async throws { try await send(.get, "title").string ?? "" }
    }

    /// The page as HTML, as it is by now.
    var source: String {
        get async throws { try await send(.get, "source").string ?? "" }
    }

    /// The cookies that go with a request for this page.
    func cookies() async throws -> [Cookie] {
        try await send(.get, "cookie").array?.map { Cookie($0) } ?? []
    }

    /// Ends the browser and removes its profile.
    func close() async throws {
        _ = try await send(.delete, "")
        // What cannot be removed yet goes with the folder of the driver.
        try? FileManager.default.removeItem(at: profile)
    }
}
