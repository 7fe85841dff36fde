import HTTPTypes
import Hummingbird
import RecordModel

/// Lets through only browsers that came by a one-time link.
struct SessionGuard: RouterMiddleware {
    typealias Context = PageContext

    let sessions: Sessions

    /// Cookies do not tell ports apart; two pages on one computer must not take each other's.
    static func cookieName(_ sessions: Sessions) -> String { "zssync-\(sessions.port ?? 0)" }

    func handle(
        _ request: Request, context: PageContext,
        next: @concurrent (Request, PageContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        let cookies = request.cookies
        if cookies["zssync-lang"]?.value == "en" { context.language = .english }
        context.isLarge = cookies["zssync-size"]?.value == "large"
        guard let cookie = cookies[Self.cookieName(sessions)]?.value,
            let session = sessions.session(cookie)
        else {
            return Answer.plain(.forbidden, .noSession, context.language)
        }
        context.session = session
        return try await next(request, context)
    }
}
