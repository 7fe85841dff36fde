// What a person does with the things on a page, each named by a CSS selector.
extension Browser {
    /// The first element that `css` selects; throws `no such element` where there is none.
    func find(_ css: String) async throws -> Element {
        try element(await send(.post, "element", Self.selector(css)), name: css)
    }

    /// All elements that `css` selects, in the order of the page.
    func findAll(_ css: String) async throws -> [Element] {
        let found = try await send(.post, "elements", Self.selector(css)).array ?? []
        return try found.map { try element($0, name: css) }
    }

    /// Whether `css` selects anything.
    func exists(_ css: String) async throws -> Bool { try await !findAll(css).isEmpty }

    /// The text of an element as it is shown.
    func text(_ css: String) async throws -> String {
        try await onPresent(css) { try await $0.text }
    }

    /// Clicks an element in its middle.
    func click(_ css: String) async throws {
        try await onPresent(css) { try await $0.click() }
    }

    /// Does something with the element that `css` selects at the moment, also where the page replaces
    /// it just then.
    private func onPresent<Result>(
        _ css: String, _ act: (Element) async throws -> Result
    ) async throws -> Result {
        for _ in 0..<4 {
            do { return try await act(find(css)) } catch let error as WebDriverError
                where error.isStale
            {
                try await Task.sleep(for: .milliseconds(50))
            }
        }
        return try await act(find(css))
    }

    /// Types at the end of what a field holds.
    func type(_ css: String, _ text: String) async throws { try await find(css).type(text) }

    /// Empties a field.
    func clear(_ css: String) async throws { try await find(css).clear() }

    /// Chooses the option of that value in a `<select>`.
    func select(_ css: String, _ value: String) async throws { try await find(css).select(value) }

    /// The element that has the focus; the body where none has it.
    var activeElement: Element {
        get async throws { try element(await send(.get, "element/active"), name: "the focus") }
    }

    /// Presses keys one after the other, wherever the focus is.
    func press(_ keys: Key...) async throws {
        let keyboard: JSON = [
            "type": "key", "id": "keyboard", "actions": .array(keys.flatMap(\.actions)),
        ]
        _ = try await send(.post, "actions", ["actions": [keyboard]])
    }

    /// The element that an answer, or what a script returned, refers to.
    func element(_ json: JSON, name: String = "a script") throws -> Element {
        guard let id = json[Element.key].string else {
            throw WebDriverError("no such element", "\(json) is no element")
        }
        return Element(id: id, name: name, browser: self)
    }

    /// How the protocol names what `css` selects.
    static func selector(_ css: String) -> JSON {
        ["using": "css selector", "value": .string(css)]
    }
}
