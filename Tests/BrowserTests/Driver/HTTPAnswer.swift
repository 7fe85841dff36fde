import Foundation

/// The answer to a request over HTTP/1.1, as far as chromedriver makes use of it.
struct HTTPAnswer: Sendable {
    /// The status: 200, for one.
    let status: Int
    /// What came after the headers.
    let body: Data

    /// Reads what was received so far; nil while a part of the answer is missing.
    init?(_ received: Data) {
        guard let end = received.firstRange(of: Data("\r\n\r\n".utf8)) else { return nil }
        let head = String(decoding: received[..<end.lowerBound], as: UTF8.self)
        guard let line = head.prefixMatch(of: /HTTP\/1\.1 (\d{3})/), let status = Int(line.1),
            let field = head.firstMatch(of: /\r\ncontent-length: *(\d+)/.ignoresCase()),
            let length = Int(field.1), received[end.upperBound...].count >= length
        else { return nil }
        self.status = status
        body = Data(received[end.upperBound...].prefix(length))
    }
}
