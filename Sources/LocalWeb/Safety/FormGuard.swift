import HTTPTypes
import Hummingbird

/// Reads what a form sent, and lets it through only where this page has drawn the form.
struct FormGuard: RouterMiddleware {
    typealias Context = PageContext

    func handle(
        _ request: Request, context: PageContext,
        next: @concurrent (Request, PageContext) async throws -> Response
    ) async throws -> Response {
        guard request.method == .post else { return try await next(request, context) }
        guard let session = context.session else { throw PageError(.forbidden, .noSession) }
        var context = context
        context.form = try await Form(request, bytesMax: Form.bytesMax(for: request.uri.path))
        guard Secret.isSame(context.form["_token"] ?? "", session.formToken) else {
            throw PageError(.forbidden, .staleForm)
        }
        return try await next(request, context)
    }
}
