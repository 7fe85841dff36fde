import HTTPTypes
import Hummingbird
import RecordModel

/// Lets through only browsers that came by a one-time link, and forms that this page has drawn.
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
        guard request.method == .post else { return try await next(request, context) }
        let form = try await Form(request, bytesMax: Form.bytesMax(for: request.uri.path))
        guard Secret.isSame(form["_token"] ?? "", session.formToken) else {
            return Answer.plain(.forbidden, .staleForm, context.language)
        }
        context.form = form
        return try await next(request, context)
    }
}
