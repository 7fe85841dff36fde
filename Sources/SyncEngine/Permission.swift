public import RecordModel

/// What somebody may do with a scope: a pure function of the certificate, the same on every replica.
///
/// Source: Protocol/4-identity, "Permission".
public enum Permission: Int, Hashable, Comparable, Sendable {
    /// Not even hold it.
    case none
    /// Hold it and pass it on.
    case read
    /// Author changes in it.
    case write

    /// Letters of a site's code that name its town.
    private static let townLetters = 9

    /// What a device of `site` with `roles` may do with `scope`.
    public static func of(site: SiteID, roles: [Role], scope: Scope) -> Permission {
        if roles.contains(.hub) { return .write }
        switch scope {
        case .control: return .read
        case .published(let other):
            return mayWork(in: other, site: site, roles: roles) ? .write : .read
        case .site(let other): return mayWork(in: other, site: site, roles: roles) ? .write : .none
        }
    }

    private static func mayWork(in other: SiteID, site: SiteID, roles: [Role]) -> Bool {
        if other == site { return !roles.isEmpty }
        // A statistical code begins with its town's.
        return roles.contains(.townReviewer) && other.text.utf8.count == 12
            && site.text.utf8.count == 12
            && other.text.prefix(townLetters) == site.text.prefix(townLetters)
    }

    /// Orders permissions from least to most.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
