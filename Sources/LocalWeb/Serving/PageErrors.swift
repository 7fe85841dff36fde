import HTTPTypes
import Hummingbird
import Logging
import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

/// Turns what went wrong into a page with a sentence; what it was goes to the log, without a value.
struct PageErrors: RouterMiddleware {
    typealias Context = PageContext

    let desk: Desk

    func handle(
        _ request: Request, context: PageContext,
        next: @concurrent (Request, PageContext) async throws -> Response
    ) async throws -> Response {
        do { return try await next(request, context) } catch {
            let (status, label) = Self.sentence(error)
            if status == .internalServerError {
                context.logger.error(
                    "A page failed", metadata: ["error.type": "\(type(of: error))"])
            }
            guard let view = try? View(desk, request, context),
                let response = try? await view.page({ _ in
                    View.Content(
                        template: .message, title: view.say(.notDone), status: status,
                        model: [
                            "heading": .text(view.say(.notDone)), "message": .text(view.say(label)),
                        ])
                })
            else {
                return Answer.plain(status, .failed, context.language)
            }
            return response
        }
    }

    private static func sentence(_ error: any Error) -> (HTTPResponse.Status, Label) {
        switch error {
        case let error as PageError: (error.status, error.phrase.label)
        case let error as EngineError: (status(error), both(error.description))
        case let error as FieldError: (.unprocessableContent, error.message)
        case let error as StoreError: (.internalServerError, both(error.description))
        case let error as AgentError: (.conflict, both(error.description))
        case let error as HTTPError where error.status == .notFound:
            (.notFound, Phrase.notFound.label)
        default: (.internalServerError, Phrase.failed.label)
        }
    }

    private static func status(_ error: EngineError) -> HTTPResponse.Status {
        switch error {
        case .notPermitted: .forbidden
        case .noSuchRecord, .noSuchKind, .noSuchConflict, .noSuchVersion, .noSuchCandidate,
            .noSuchDevice:
            .notFound
        case .erased: .gone
        case .alreadySettled: .conflict
        case .badToken, .invalid, .cannotResolve, .isOrder: .unprocessableContent
        case .damaged: .internalServerError
        }
    }

    /// Errors of the modules below are written in both languages already.
    private static func both(_ text: String) -> Label { Label(chinese: text, english: text) }
}
