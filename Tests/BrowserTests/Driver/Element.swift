/// A thing on a page, for as long as it stands there.
struct Element: Sendable {
    /// The name under which the protocol passes references to elements.
    static let key = "element-6066-11e4-a52e-4f735466cecf"

    /// What the session calls it.
    let id: String
    /// What selected it, for messages.
    let name: String
    /// The browser that shows it.
    let browser: Browser

    /// It as an argument of a script.
    var reference: JSON { [Self.key: .string(id)] }

    /// Its text as it is shown.
    var text: String {
        get async throws { try await ask("text").string ?? "" }
    }

    /// What a field holds at present.
    var value: String {
        get async throws { try await property("value").string ?? "" }
    }

    /// Whether a person can see it.
    var isShown: Bool {
        get async throws { try await ask("displayed").bool ?? false }
    }

    /// Whether it can be used.
    var isEnabled: Bool {
        get async throws { try await ask("enabled").bool ?? false }
    }

    /// Whether it is a box that is ticked or an option that is chosen.
    var isSelected: Bool {
        get async throws { try await ask("selected").bool ?? false }
    }

    /// What a screen reader calls it.
    var label: String {
        get async throws { try await ask("computedlabel").string ?? "" }
    }

    /// What a screen reader says that it is: `button`, for one.
    var role: String {
        get async throws { try await ask("computedrole").string ?? "" }
    }

    /// A short selector that tells a person which one it is: `input#name`, `a[href="/sites"]`.
    var descriptor: String {
        get async throws {
            let script = """
                const [element] = arguments, tag = element.localName
                if (element.id) return tag + '#' + element.id
                const told = ['name', 'href', 'value', 'type', 'class', 'aria-label']
                    .filter(name => element.getAttribute(name))
                    .map(name => `[${name}="${element.getAttribute(name)}"]`)
                const needed = ['radio', 'checkbox', 'submit'].includes(element.type) ? 2 : 1
                return tag + told.slice(0, needed).join('')
                """
            return try await browser.run(script, reference).string ?? ""
        }
    }

    /// The attribute of that name as the page has it; nil where there is none.
    func attribute(_ name: String) async throws -> String? {
        try await ask("attribute/\(name)").string
    }

    /// The property of that name as scripts see it.
    func property(_ name: String) async throws -> JSON { try await ask("property/\(name)") }

    /// The first element within it that `css` selects.
    func find(_ css: String) async throws -> Element {
        try browser.element(await act("element", Browser.selector(css)), name: "\(name) \(css)")
    }

    /// All elements within it that `css` selects.
    func findAll(_ css: String) async throws -> [Element] {
        let found = try await act("elements", Browser.selector(css)).array ?? []
        return try found.map { try browser.element($0, name: "\(name) \(css)") }
    }

    /// Clicks it in its middle.
    func click() async throws { try await act("click") }

    /// Types at the end of what it holds; a line break is the Enter key.
    func type(_ text: String) async throws { try await act("value", ["text": .string(text)]) }

    /// Empties it.
    func clear() async throws { try await act("clear") }

    /// Chooses the option of that value in a `<select>`.
    func select(_ value: String) async throws {
        let script = "return [...arguments[0].options].find(o => o.value === arguments[1])"
        let option = try await browser.run(script, reference, .string(value))
        guard option != .null else {
            throw WebDriverError("no such element", "\(name) has no option of the value “\(value)”")
        }
        try await browser.element(option, name: "option “\(value)”").click()
    }

    private func ask(_ path: String) async throws -> JSON { try await send(.get, path) }

    @discardableResult
    private func act(_ path: String, _ body: JSON = [:]) async throws -> JSON {
        try await send(.post, path, body)
    }

    private func send(
        _ method: DriverConnection.Method, _ path: String, _ body: JSON = [:]
    ) async throws -> JSON {
        do {
            return try await browser.send(method, "element/\(id)/\(path)", body)
        } catch var error as WebDriverError {
            error.element = name
            throw error
        }
    }
}
