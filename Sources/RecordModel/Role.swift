/// What a device's holder may do, as its certificate says.
public enum Role: String, Hashable, Sendable, CaseIterable, Comparable {
    /// Village clerk (村务员).
    case clerk
    /// Visiting social worker.
    case worker
    /// Approves or rejects requests.
    case reviewer
    /// Keeps the seal and issues certificates.
    case sealKeeper = "seal_keeper"
    /// Reviews for all sites of one town.
    case townReviewer = "town_reviewer"
    /// The city hub.
    case hub

    /// Orders roles as their names.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
