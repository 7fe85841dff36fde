// Waiting for a page to come to what a test expects.
extension Browser {
    /// Looks every 50 ms whether `condition` holds, and throws what the page shows if it never does.
    ///
    /// An element that is not there yet, or no more, is no reason to stop looking.
    func wait(
        _ what: String, within limit: Duration = .seconds(10),
        until condition: () async throws -> Bool
    ) async throws {
        let end = ContinuousClock.now + limit
        var obstacle: WebDriverError?
        repeat {
            do {
                if try await condition() { return }
                obstacle = nil
            } catch let error as WebDriverError where error.canPass {
                obstacle = error
            }
            try await Task.sleep(for: .milliseconds(50))
        } while ContinuousClock.now < end
        throw WaitTimeout(
            what: what, limit: limit, obstacle: obstacle,
            url: (try? await currentURL) ?? "an address that cannot be told",
            pageText: (try? await visibleText) ?? "what cannot be told")
    }

    /// Waits until the text of the first element that `css` selects contains `text`.
    func waitForText(
        _ css: String, containing text: String, within limit: Duration = .seconds(10)
    ) async throws {
        try await wait("\(css) to contain “\(text)”", within: limit) {
            try await self.text(css).contains(text)
        }
    }

    /// Does what leads to another page, or to the same one anew, and waits until that is loaded.
    ///
    /// The page before goes on answering for a moment after the click that ends it.
    func waitForNewPage(
        within limit: Duration = .seconds(10), after action: () async throws -> Void
    ) async throws {
        try await run("window.isLeft = true")
        try await action()
        try await wait("a new page", within: limit) {
            try await run("return !window.isLeft && document.readyState === 'complete'") == true
        }
    }

    /// What a person would read on the page, or the beginning of it.
    var visibleText: String {
        get async throws {
            let text = try await run("return document.body ? document.body.innerText : ''").string
            return String((text ?? "").prefix(2000))
        }
    }
}
