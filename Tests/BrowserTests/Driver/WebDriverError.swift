/// What went wrong with a command to the browser, in a sentence that a failed test can show.
struct WebDriverError: Error, CustomStringConvertible {
    /// The name of the error, as the W3C protocol lists them: `no such element`, for one.
    let kind: String
    /// What there is to say about it.
    let message: String
    /// The command that was refused: its method and its path in the session.
    let command: String
    /// What selects the element that it was meant for, if it was meant for one.
    var element: String?

    init(_ kind: String, _ message: String, command: String = "") {
        self.kind = kind
        self.message = message
        self.command = command
    }

    /// Reads the answer with which chromedriver refuses `command`, which came with `body`.
    init(answer: JSON, command: String, body: JSON) {
        let kind = answer["error"].string ?? "unreadable answer"
        // The message begins with the kind and ends with the version of the browser.
        let lines = (answer["message"].string ?? "").split(separator: "\n")
            .prefix { !$0.contains("(Session info:") }
        let message = lines.joined(separator: ", ")
        let reason = message.dropFirst(message.hasPrefix(kind) ? kind.count : 0)
            .drop { ":, ".contains($0) }
        let sent = body == [:] ? "" : body.description.prefix(300)
        self.init(kind, String(reason.isEmpty ? sent : reason), command: command)
    }

    /// Whether a page that is still changing can be the cause, so that it is worth to try again.
    var canPass: Bool {
        [
            "no such element", "element not interactable", "element click intercepted",
            "aborted by navigation",
        ].contains(kind) || isStale
    }

    /// Whether the element was replaced between finding and using it, as pages do that keep current.
    var isStale: Bool {
        kind == "stale element reference" || message.contains("does not belong to the document")
    }

    var description: String {
        let place = [command, element].compactMap(\.self).filter { !$0.isEmpty }
        let end = place.isEmpty ? "" : " (on \(place.joined(separator: " of ")))"
        return kind + (message.isEmpty ? "" : ": \(message)") + end
    }
}
