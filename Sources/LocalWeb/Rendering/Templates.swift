import Mustache

/// The pages' templates, embedded in the program, parsed once.
///
/// Every text is escaped here, on its way in, and the templates insert what they get as it is.
/// Mustache's own escaping looks at characters, and a quotation mark with a combining accent is one
/// character that it does not know: such a mark would end an attribute. Here each scalar is looked at.
struct Templates: Sendable {
    /// The templates by name; each has a file of that name among the resources.
    enum Name: String, CaseIterable {
        case layout, bar, today, due, list, record, conflict, conflicts, field, form, settings
        case message
        case `import`
        case export
    }

    private let library: MustacheLibrary

    init() throws {
        var library = MustacheLibrary()
        for name in Name.allCases {
            let source = String(decoding: Self.bytes(of: name), as: UTF8.self)
            try library.register(Self.unescaped(source), named: name.rawValue)
        }
        self.library = library
    }

    /// The template called `name` with `model` in it.
    func render(_ name: Name, _ model: Model) -> String {
        library.render(Self.filled(model), withTemplate: name.rawValue) ?? ""
    }

    /// The texts of the templates, for the tests that hold them against the phrases.
    static var sources: [String] {
        Name.allCases.map { String(decoding: bytes(of: $0), as: UTF8.self) }
    }

    private static func bytes(of name: Name) -> [UInt8] {
        switch name {
        case .layout: PackageResources.layout_mustache
        case .bar: PackageResources.bar_mustache
        case .today: PackageResources.today_mustache
        case .due: PackageResources.due_mustache
        case .list: PackageResources.list_mustache
        case .record: PackageResources.record_mustache
        case .conflict: PackageResources.conflict_mustache
        case .conflicts: PackageResources.conflicts_mustache
        case .field: PackageResources.field_mustache
        case .form: PackageResources.form_mustache
        case .settings: PackageResources.settings_mustache
        case .message: PackageResources.message_mustache
        case .import: PackageResources.import_mustache
        case .export: PackageResources.export_mustache
        }
    }

    /// `{{name}}` becomes `{{{name}}}`; tags that are no variables stay.
    private static func unescaped(_ source: String) -> String {
        source.replacing(/\{\{([A-Za-z_.]+)\}\}/) { "{{{\($0.output.1)}}}" }
    }

    private static func filled(_ model: Model) -> [String: Any] { model.mapValues(filled) }

    private static func filled(_ slot: Slot) -> Any {
        switch slot {
        case .text(let text): escaped(text)
        case .flag(let flag): flag
        case .list(let list): list.map { filled($0) }
        case .model(let model): filled(model)
        }
    }

    /// `text` as it stands in an element or between quotation marks.
    static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { marks[$0] != nil }) else { return text }
        var letters: [UInt8] = []
        letters.reserveCapacity(text.utf8.count + 16)
        for byte in text.utf8 {
            if let mark = marks[byte] { letters += mark } else { letters.append(byte) }
        }
        return String(decoding: letters, as: UTF8.self)
    }

    private static let marks: [UInt8: [UInt8]] = [
        UInt8(ascii: "<"): Array("&lt;".utf8), UInt8(ascii: ">"): Array("&gt;".utf8),
        UInt8(ascii: "&"): Array("&amp;".utf8), UInt8(ascii: "\""): Array("&quot;".utf8),
        UInt8(ascii: "'"): Array("&#39;".utf8),
    ]
}
