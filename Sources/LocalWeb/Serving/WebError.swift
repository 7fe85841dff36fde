/// Why the page is not served.
public enum WebError: Error, Hashable, Sendable {
    /// The address could be reached from other computers.
    case notLoopback(String)
}

extension WebError: CustomStringConvertible {
    /// A sentence that says what happened and what to do.
    public var description: String {
        switch self {
        case .notLoopback(let address):
            "网页只给本机使用，不能在 \(address) 上打开；请用 127.0.0.1。"
                + " The page is for this computer only and does not listen on \(address)."
                + " Use 127.0.0.1."
        }
    }
}
