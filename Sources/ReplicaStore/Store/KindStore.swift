public import RecordModel

extension Kind {
    /// Whether records of this kind can have copies in a public scope.
    public var hasPublishedCopies: Bool {
        if case .published = audience { true } else { false }
    }
}

/// The kinds whose tables exist.
public protocol KindStore {
    /// The kinds whose tables exist here: names, versions and the texts of their files.
    func storedKinds() throws -> [(name: String, version: Int, source: String)]

    /// Makes or extends the tables of `kind`, and moves in the records that were waiting for it.
    ///
    /// `older` is the edition whose table stands; nil where there is none yet.
    func install(_ kind: Kind, over older: Kind?) throws

    /// Drops everything that the log says anyway: kind tables, unlisted records, conflicts, states.
    func clearProjections() throws
}
