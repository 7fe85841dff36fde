/// What was waited for in vain, and what the page showed instead.
struct WaitTimeout: Error, CustomStringConvertible {
    /// What was waited for.
    let what: String
    /// How long it was waited for.
    let limit: Duration
    /// The error of the last look, where that is why it did not succeed.
    let obstacle: WebDriverError?
    /// The address of the page.
    let url: String
    /// What a person would read on the page.
    let pageText: String

    var description: String {
        """
        waited \(limit) in vain for: \(what)
        \(obstacle.map { "the last look ended with \($0)\n" } ?? "")at \(url), which shows:
        \(pageText)
        """
    }
}
