/// Why a text is not a token.
public enum JoinTokenError: Error, Hashable, Sendable {
    /// Does not begin like one.
    case notAToken
    /// Written by a newer version of zssync.
    case otherVersion
    /// A letter is wrong, missing or added.
    case altered
}

extension JoinTokenError: CustomStringConvertible {
    /// A sentence that says what happened and what to do.
    public var description: String {
        switch self {
        case .notAToken:
            "这不是接入码，接入码以 zs1- 开头，未作任何改动，请重新复制。"
                + " This is not a token; a token begins with zs1-. Nothing was changed. Copy it again."
        case .otherVersion:
            "这个接入码要用更新的 zssync，未作任何改动，请先升级。"
                + " This token needs a newer zssync. Nothing was changed. Update first."
        case .altered:
            "接入码不完整或有错字，未作任何改动，请重新复制整行。"
                + " The token is incomplete or has a wrong letter. Nothing was changed."
                + " Copy the whole line again."
        }
    }
}
