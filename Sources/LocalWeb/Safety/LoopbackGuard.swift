import HTTPTypes
import Hummingbird

/// Lets through only what this computer's own page has sent to itself.
///
/// A web page elsewhere can make a browser send requests here, and with a name that it lets point to
/// 127.0.0.1 even read the answers. So the Host must be one of ours to the letter, whatever the method;
/// what browsers say of a request's origin must be this page; and every answer forbids to be kept,
/// framed, sniffed, or to run anything but the page's own script.
struct LoopbackGuard: RouterMiddleware {
    typealias Context = PageContext

    /// Knows the port that is served.
    let sessions: Sessions

    private static let origin = HTTPField.Name("Origin")
    private static let fetchSite = HTTPField.Name("Sec-Fetch-Site")
    private static let fetchMode = HTTPField.Name("Sec-Fetch-Mode")
    private static let fetchDestination = HTTPField.Name("Sec-Fetch-Dest")

    /// The names under which a browser on this computer may ask.
    private static func authorities(port: Int) -> [String] {
        ["127.0.0.1:\(port)", "localhost:\(port)", "[::1]:\(port)"]
    }

    func handle(
        _ request: Request, context: PageContext,
        next: @concurrent (Request, PageContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        if let refusal = refusal(request) {
            response = Answer.plain(refusal.status, refusal.text, context.language)
        } else {
            // What nobody further in could answer, such as an address that leads nowhere.
            do { response = try await next(request, context) } catch let error as HTTPError {
                response = Answer.plain(
                    error.status, error.status == .notFound ? .notFound : .failed, context.language)
            } catch { response = Answer.plain(.internalServerError, .failed, context.language) }
        }
        for (name, value) in Self.headers { response.headers[name] = value }
        return response
    }

    private func refusal(_ request: Request) -> (status: HTTPResponse.Status, text: Phrase)? {
        guard let port = sessions.port, let authority = request.head.authority,
            Self.authorities(port: port).contains(authority)
        else { return (.misdirectedRequest, .wrongHost) }
        guard [.get, .head, .post].contains(request.method) else {
            return (.methodNotAllowed, .wrongMethod)
        }
        let isPost = request.method == .post
        if let origin = Self.origin.flatMap({ request.headers[$0] }) {
            guard origin == "http://\(authority)" else { return (.forbidden, .wrongOrigin) }
        } else if isPost {
            // Every browser names the origin of what it posts.
            return (.forbidden, .wrongOrigin)
        }
        guard let site = Self.fetchSite.flatMap({ request.headers[$0] }) else { return nil }
        switch site {
        case "same-origin": return nil
        case "none" where !isPost: return nil
        default: return isLinkOpened(request) ? nil : (.forbidden, .wrongOrigin)
        }
    }

    /// A person follows a one-time link from another program or page: that much may come from elsewhere.
    private func isLinkOpened(_ request: Request) -> Bool {
        request.method == .get && request.uri.path == "/open"
            && Self.fetchMode.flatMap { request.headers[$0] } == "navigate"
            && Self.fetchDestination.flatMap { request.headers[$0] } == "document"
    }

    private static let headers: [(HTTPField.Name, String)] =
        [
            (
                .contentSecurityPolicy,
                "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
                    + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
            ),
            (.cacheControl, "no-store"),
            (.xContentTypeOptions, "nosniff"),
        ]
        + [
            ("X-Frame-Options", "DENY"),
            // With no-referrer, browsers would name no origin for the page's own forms either.
            ("Referrer-Policy", "same-origin"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
        ].compactMap { name, value in HTTPField.Name(name).map { ($0, value) } }
}
