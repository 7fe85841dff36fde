/// A cookie that the browser keeps for the page; those that scripts may not read as well.
struct Cookie: Sendable, Hashable {
    let name: String
    let value: String
    let domain: String
    let path: String
    let isSecure: Bool
    let isHTTPOnly: Bool
    /// `Strict`, `Lax` or `None`.
    let sameSite: String?
    /// When it ends, in seconds since 1970; nil if with the session.
    let expiry: Int?

    init(_ json: JSON) {
        name = json["name"].string ?? ""
        value = json["value"].string ?? ""
        domain = json["domain"].string ?? ""
        path = json["path"].string ?? ""
        isSecure = json["secure"].bool ?? false
        isHTTPOnly = json["httpOnly"].bool ?? false
        sameSite = json["sameSite"].string
        expiry = json["expiry"].int
    }
}
