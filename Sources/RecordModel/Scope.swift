/// The unit of replication and of permission.
///
/// Source: Protocol/1-causality, "Scopes".
public enum Scope: Hashable, Sendable {
    /// Sites, devices, revocations and kinds: written by the hub, read by everyone.
    case control
    /// What a site has published: read by everyone who asks.
    case published(SiteID)
    /// A site's personal data: its devices, its town's reviewers and the hub, nobody else.
    case site(SiteID)

    /// Reads `control`, `public/<site>` or `site/<site>`; nil for anything else.
    public init?(_ text: String) {
        if text == "control" {
            self = .control
        } else if text.hasPrefix("public/"), let site = SiteID(text.dropFirst(7)) {
            self = .published(site)
        } else if text.hasPrefix("site/"), let site = SiteID(text.dropFirst(5)) {
            self = .site(site)
        } else {
            return nil
        }
    }

    /// The scope as it travels.
    public var text: String {
        switch self {
        case .control: "control"
        case .published(let site): "public/\(site.text)"
        case .site(let site): "site/\(site.text)"
        }
    }

    /// The site that the scope belongs to; nil for `control`.
    public var site: SiteID? {
        switch self {
        case .control: nil
        case .published(let site), .site(let site): site
        }
    }

    /// Whether records here are copies that everyone may read.
    public var isPublished: Bool {
        if case .published = self { true } else { false }
    }
}

extension Scope: Comparable, CustomStringConvertible {
    /// `control` first, as it must be known before anything else, then by text.
    public static func < (left: Self, right: Self) -> Bool {
        (left.rank, left.site ?? .hub) < (right.rank, right.site ?? .hub)
    }

    /// Where the scope's sort stands, as its text would.
    private var rank: Int {
        switch self {
        case .control: 0
        case .published: 1
        case .site: 2
        }
    }

    /// The scope as it travels.
    public var description: String { text }
}
