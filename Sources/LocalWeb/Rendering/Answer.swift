import HTTPTypes
import Hummingbird
import NIOCore
import RecordModel

/// The kinds of answers that the page gives.
enum Answer {
    /// A page of HTML.
    static func html(_ html: String, _ status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: html)))
    }

    /// A sentence for somebody whom the page does not know, both languages at once.
    static func plain(
        _ status: HTTPResponse.Status, _ phrase: Phrase, _ language: Language
    ) -> Response {
        let text = phrase.label.chinese + "\n\n" + phrase.label.english + "\n"
        return Response(
            status: status, headers: [.contentType: "text/plain; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    /// To another page of ours, after a form was taken.
    static func see(_ path: String) -> Response {
        Response(status: .seeOther, headers: [.location: isOurs(path) ? path : "/"])
    }

    /// A word for the page's script.
    static func word(_ text: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/plain; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    /// A file of the page's own.
    static func asset(_ bytes: [UInt8], type: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: type],
            body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// Whether `path` stays on this page: a form could be made to name another site.
    static func isOurs(_ path: String) -> Bool {
        path.hasPrefix("/") && !path.hasPrefix("//") && !path.contains("\\")
            && path.utf8.allSatisfy { $0 > 32 && $0 < 127 }
    }
}
