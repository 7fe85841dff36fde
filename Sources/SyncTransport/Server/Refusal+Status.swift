import HTTPTypes
import SyncProtocol

extension Refusal {
    /// The HTTP status that goes with a code, for tools that know only HTTP.
    var status: HTTPResponse.Status {
        switch code {
        case .badRequest, .version: .badRequest
        case .tooLarge: .contentTooLarge
        case .notIdentified: .unauthorized
        case .notPermitted, .revoked, .expired, .badToken: .forbidden
        case .notFound: .notFound
        case .busy: .tooManyRequests
        case .badSegment, .fork, .waiting, .unknownAuthor: .unprocessableContent
        case .internalError: .internalServerError
        }
    }
}
