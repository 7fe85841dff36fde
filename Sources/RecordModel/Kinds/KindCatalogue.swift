/// The kinds that a replica knows, by name.
public struct KindCatalogue: Hashable, Sendable {
    /// The kinds, sorted by name.
    public private(set) var kinds: [Kind] = []

    /// A catalogue of `kinds`; of two with one name the higher version counts.
    public init(_ kinds: some Sequence<Kind> = []) {
        for kind in kinds { insert(kind) }
    }

    /// The kind called `name`.
    public subscript(name: String) -> Kind? {
        kinds.first { $0.name == name }
    }

    /// Adds `kind`, or puts it in the place of a lower version of the same name.
    public mutating func insert(_ kind: Kind) {
        if let place = kinds.firstIndex(where: { $0.name == kind.name }) {
            if kinds[place].version <= kind.version { kinds[place] = kind }
        } else {
            let place = kinds.firstIndex { $0.name > kind.name } ?? kinds.endIndex
            kinds.insert(kind, at: place)
        }
    }
}
