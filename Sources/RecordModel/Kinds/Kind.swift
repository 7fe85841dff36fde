/// A record kind, read from a file: what its records hold and how they live.
///
/// Tables, lists, CSV headers, validation and conflict reports follow from it; a new kind is a new
/// file and no code. A class only so that handing it around copies nothing: it never changes.
/// Source: Protocol/2-records, "Kinds".
public final class Kind: Hashable, Sendable {
    /// Who may hold the records.
    public enum Audience: Hashable, Sendable {
        /// The registry: written by the hub, read by everyone.
        case control
        /// The site's devices, its town's reviewers and the hub.
        case site
        /// As ``site`` until the life cycle enters one of `states`; then a copy is published.
        case published(states: [String])
    }

    /// What makes two records look like one.
    public struct Identity: Hashable, Sendable {
        /// The identity's name, which a conflict row shows as its field.
        public let name: String
        /// The fields that must be equal and not empty.
        public let parts: [Part]

        /// Makes an identity.
        public init(name: String, parts: [Part]) {
            self.name = name
            self.parts = parts
        }
    }

    /// One field of an identity.
    public struct Part: Hashable, Sendable {
        /// The field's name.
        public let field: String
        /// Whether only the day of a moment counts.
        public let isDay: Bool

        /// Makes a part.
        public init(field: String, isDay: Bool = false) {
            self.field = field
            self.isDay = isDay
        }
    }

    /// One way in which two records of the kind are held against each other.
    public struct Comparison: Hashable, Sendable {
        /// The class of conflict that equals are.
        public let conflictClass: ConflictClass
        /// What must be equal.
        public let identity: Identity
        /// The places of the fields of its parts.
        public let places: [Int]

        init(_ conflictClass: ConflictClass, _ identity: Identity, among fields: [Field]) {
            self.conflictClass = conflictClass
            self.identity = identity
            places = identity.parts.compactMap { part in
                fields.firstIndex { $0.name == part.field }
            }
        }
    }

    /// The name: snake_case, the name of the table.
    public let name: String
    /// Counts up with every edition of the file.
    public let version: Int
    /// What people read.
    public let label: Label
    /// Who may hold the records.
    public let audience: Audience
    /// The fields in their declared order.
    public let fields: [Field]
    /// The fields that a table on a terminal shows.
    public let columns: [String]
    /// What makes two records look like one.
    public let identities: [Identity]
    /// The states of `status`, for kinds that have them.
    public let lifecycle: Lifecycle?
    /// What must hold between fields.
    public let rules: [Rule]
    /// How often what the records stand for is to be visited; nil for kinds that nobody visits.
    public let rhythm: Rhythm?
    /// The text of the file, as it travels in `control`.
    public let source: String

    /// The ways in which two records are held against each other: the identities, then each running
    /// number.
    public let comparisons: [Comparison]

    /// The field that names the record of which a person has said that this is the same.
    public static let mergedInto = "merged_into"
    /// The field that names the records of which a person has said that this is another.
    public static let distinctFrom = "distinct_from"
    /// The fields in which people declare two records to be one, or two.
    public static let declarations = [mergedInto, distinctFrom]

    /// The fields that hold running numbers.
    public let numbers: [Field]

    /// The form of published copies; nil where that is the kind itself.
    private let copied: Kind?
    private let places: [String: Int]
    /// The places of the fields that no new record lacks.
    let requiredPlaces: [Int]
    /// For each field, whether what it says decides what its record is held against.
    private let isCompared: [Bool]
    /// The places of the fields in the order of their names, as the state digest takes them.
    let placesByName: [Int]
    /// The names of the fields, in their order.
    let nameBytes: [[UInt8]]

    /// Makes a kind.
    public init(
        name: String, version: Int, label: Label, audience: Audience, fields: [Field],
        columns: [String] = [], identities: [Identity] = [], lifecycle: Lifecycle? = nil,
        rules: [Rule] = [], rhythm: Rhythm? = nil, source: String = ""
    ) {
        self.name = name
        self.version = version
        self.label = label
        self.audience = audience
        self.fields = fields
        self.columns = columns
        self.identities = identities
        self.lifecycle = lifecycle
        self.rules = rules
        self.rhythm = rhythm
        self.source = source
        let copiedFields = fields.map(\.copied)
        copied =
            copiedFields == fields
            ? nil
            : Kind(
                name: name, version: version, label: label, audience: audience,
                fields: copiedFields, columns: columns, identities: identities,
                lifecycle: lifecycle, rules: rules, rhythm: rhythm, source: source)
        numbers = fields.filter(\.isNumber)
        comparisons =
            identities.map { Comparison(.duplicateRecord, $0, among: fields) }
            + numbers.map {
                let identity = Identity(name: $0.name, parts: [Part(field: $0.name)])
                return Comparison(.numberClash, identity, among: fields)
            }
        nameBytes = fields.map { Array($0.name.utf8) }
        let compared =
            Set(comparisons.flatMap { $0.identity.parts.map(\.field) })
            .union(Self.declarations)
        isCompared = fields.map { compared.contains($0.name) }
        requiredPlaces = fields.indices.filter { fields[$0].isRequired }
        placesByName = fields.indices.sorted { fields[$0].name < fields[$1].name }
        places = Dictionary(
            uniqueKeysWithValues: fields.enumerated().map { ($0.element.name, $0.offset) })
    }

    /// The form in which records are held: that of published copies, or the kind itself.
    public func form(isPublished: Bool) -> Kind { isPublished ? copied ?? self : self }

    /// Whether both say the same.
    public static func == (left: Kind, right: Kind) -> Bool {
        left === right
            || left.name == right.name && left.version == right.version
                && left.label == right.label && left.audience == right.audience
                && left.fields == right.fields && left.columns == right.columns
                && left.identities == right.identities && left.lifecycle == right.lifecycle
                && left.rules == right.rules && left.rhythm == right.rhythm
                && left.source == right.source
    }

    /// Feeds name and version, which nearly always tell kinds apart.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(version)
    }

    /// The field called `name`; nil where the kind does not declare it.
    public subscript(name: String) -> Field? {
        places[name].map { fields[$0] }
    }

    /// The place of the field called `name` among ``fields``.
    public func place(of name: String) -> Int? {
        places[name]
    }

    /// Whether what the field at `place` says decides what its record is held against.
    func isCompared(_ place: Int) -> Bool { isCompared[place] }

    /// The place of the field called `name`, looked for from `hint` on: a change names its fields in
    /// the order in which their kind declares them, so that the next is mostly the right one.
    func place(of name: UnsafeRawBufferPointer, from hint: Int) -> Int? {
        for place in hint..<nameBytes.count
        where nameBytes[place].count == name.count
            && nameBytes[place].withUnsafeBytes({ $0.elementsEqual(name) })
        {
            return place
        }
        return places[String(decoding: name, as: UTF8.self)]
    }
}
