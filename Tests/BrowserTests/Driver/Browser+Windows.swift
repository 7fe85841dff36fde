import Foundation
import Synchronization

// Tabs, and what is seen in them.
extension Browser {
    /// The handle of the tab that commands go to.
    var window: String {
        get async throws { try await send(.get, "window").string ?? "" }
    }

    /// The handles of all tabs, those that pages opened as well.
    var windows: [String] {
        get async throws {
            try await send(.get, "window/handles").array?.compactMap(\.string) ?? []
        }
    }

    /// Opens a tab, lets commands go to it and returns its handle.
    @discardableResult
    func newWindow() async throws -> String {
        let opened = try await send(.post, "window/new", ["type": "tab"])["handle"].string ?? ""
        try await switchTo(opened)
        return opened
    }

    /// Lets commands go to another tab and brings it to the front.
    func switchTo(_ window: String) async throws {
        _ = try await send(.post, "window", ["handle": .string(window)])
        // Only there a page has the focus, as it has for a person.
        try await cdp("Page.bringToFront")
        try await applyViewport()
    }

    /// Closes the tab that commands go to; the next one has to be switched to.
    func closeWindow() async throws { _ = try await send(.delete, "window") }

    /// Gives pages exactly that much room, on every tab from now on.
    func resize(_ width: Int, _ height: Int) async throws {
        viewport.withLock { $0 = (width, height) }
        try await applyViewport()
    }

    /// Gives the tab the room that pages are to have.
    ///
    /// By emulation: a window is never narrower than 500 pixels, and its bars take a part of it.
    func applyViewport() async throws {
        let (width, height) = viewport.withLock { $0 }
        try await cdp(
            "Emulation.setDeviceMetricsOverride",
            [
                "width": .number(Double(width)), "height": .number(Double(height)),
                "deviceScaleFactor": 1, "mobile": false,
            ])
    }

    /// A picture (PNG) of the part of the page that is in view.
    func screenshot() async throws -> Data { try Self.picture(await send(.get, "screenshot")) }

    /// A picture (PNG) of the whole page.
    func fullPageScreenshot() async throws -> Data {
        let size = try await cdp("Page.getLayoutMetrics")["cssContentSize"]
        let clip: JSON = [
            "x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1,
        ]
        let answer = try await cdp(
            "Page.captureScreenshot",
            ["format": "png", "captureBeyondViewport": true, "clip": clip])
        return try Self.picture(answer["data"])
    }

    private static func picture(_ json: JSON) throws -> Data {
        guard let data = json.string.flatMap({ Data(base64Encoded: $0) }) else {
            throw WebDriverError("unreadable answer", "the picture is none")
        }
        return data
    }
}
