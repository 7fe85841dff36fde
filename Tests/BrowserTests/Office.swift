import Foundation
import ProcessSimulation
import ProcessSupport
import TestSupport
import Testing

/// A village office: a hub that may be up or not, and a device whose page a browser looks at.
struct Office: Sendable {
    let town: Town
    /// The device's data directory.
    let data: String
    /// The running `zssync node --web`.
    let node: Background
    /// `http://127.0.0.1:PORT`.
    let address: String

    /// Makes a device of `site` in `town` and serves its page.
    init(
        _ town: Town, _ name: String = "前台", roles: [String] = ["clerk"],
        prepare: (String) throws -> Void = { _ in }
    ) throws {
        self.town = town
        data = try town.join(name, roles: roles)
        try prepare(data)
        node = try Background(["node", "--data", data, "--web", "127.0.0.1:0"])
        let node = node
        try eventually { node.outputText.contains("/open?key=") }
        let link = try #require(node.outputText.split(separator: "\n").first)
        address = try #require(link.components(separatedBy: "/open").first)
    }

    /// A fresh one-time link, as `zssync open` prints it.
    func link() throws -> String { try Program.succeed("open", "--data", data).line }

    /// Runs a command against the device while its node runs.
    @discardableResult
    func run(_ arguments: String...) throws -> String {
        try Program.run(arguments + ["--data", data]).output
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Opens the page in a browser as a clerk does.
    func enter(_ browser: Browser) async throws {
        try await browser.open(try link())
        try await browser.wait("the page") { try await browser.exists("#sync .bar") }
    }

    /// Opens one of its pages.
    func open(_ path: String, in browser: Browser) async throws {
        try await browser.open(address + path)
    }

    /// Waits until the bar is in one of its states, by the class that it is drawn with.
    func waitForBar(_ tone: String, in browser: Browser) async throws {
        try await browser.wait("the bar to be \(tone)", within: .seconds(30)) {
            try await browser.exists("#sync .bar.\(tone)")
        }
    }

    /// Ends the node, as closing its window does.
    func close() { _ = node.stop() }
}

/// Tests that a browser looks at the page; where there is none they say so, but for CI, which must
/// have one.
enum Chromium {
    /// Whether the tests run: always in CI, where a missing browser is a failure and not a gap.
    static let isWanted =
        ChromeDriver.isInstalled || ProcessInfo.processInfo.environment["CI"] != nil

    /// Runs `body` with a browser of the given size.
    static func look(
        width: Int = 1024, height: Int = 768, arguments: [String] = [],
        _ body: (Browser) async throws -> Void
    ) async throws {
        try await ChromeDriver.withBrowser(
            width: width, height: height, arguments: ["--accept-lang=zh-CN"] + arguments, body)
    }
}
