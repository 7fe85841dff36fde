import HTTPTypes

/// Why a page was not drawn or a form not taken: a status for the browser, a sentence for the person.
struct PageError: Error {
    let status: HTTPResponse.Status
    let phrase: Phrase

    init(_ status: HTTPResponse.Status, _ phrase: Phrase) {
        self.status = status
        self.phrase = phrase
    }

    /// A body that is no form.
    static let badBody = PageError(.badRequest, .badForm)
    /// An address that leads nowhere.
    static let notFound = PageError(.notFound, .notFound)
}
