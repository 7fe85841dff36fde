import Hummingbird
import RecordModel

/// What a list's address says: filters by state and choice, the place, and what stands for a search.
struct ListQuery: Sendable {
    /// Values by field; names of states and choices only, never a person's.
    var equals: [(name: String, value: String)] = []
    var searchKey: String?
    /// Only what is older than this record.
    var before: RecordID?
    /// Only what is newer than this record.
    var after: RecordID?

    private static let filtersMax = 20

    init(_ request: Request) {
        for (name, value) in request.uri.queryParameters.prefix(Self.filtersMax) {
            set(String(name), String(value))
        }
    }

    /// Reads ``filterText``.
    init(filters: String) {
        for (name, value) in Form(encoded: filters).fields.prefix(Self.filtersMax) {
            set(name, value)
        }
    }

    private mutating func set(_ name: String, _ value: String) {
        guard !value.isEmpty else { return }
        switch name {
        case "search": searchKey = value
        case "before": before = RecordID(value)
        case "after": after = RecordID(value)
        default: equals.append((name, value))
        }
    }

    private var filters: Form {
        var form = Form()
        for (name, value) in equals { form.append(name, value) }
        return form
    }

    /// The filters alone, as a form carries them.
    var filterText: String { filters.encoded }

    /// The query of an address.
    var text: String { text(filters) }

    /// The address of the page that follows.
    func text(before id: RecordID) -> String {
        var form = filters
        form.append("before", id.text)
        return text(form)
    }

    /// The address of the page that comes first.
    func text(after id: RecordID) -> String {
        var form = filters
        form.append("after", id.text)
        return text(form)
    }

    private func text(_ form: Form) -> String {
        var form = form
        if let searchKey { form.append("search", searchKey) }
        let encoded = form.encoded
        return encoded.isEmpty ? "" : "?" + encoded
    }
}

extension [(name: String, value: String)] {
    subscript(name: String) -> String? { first { $0.name == name }?.value }
}

extension String {
    /// Without white space at both ends.
    var trimmed: String {
        var text = Substring(self)
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
