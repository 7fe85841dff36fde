import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// A browser that only counts: asks the page of a node, and follows nothing.
struct PageClient: Sendable {
    private let address: String
    private let token: String

    private static let session: URLSession = {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpCookieAcceptPolicy = .always
        return URLSession(configuration: configuration, delegate: Staying(), delegateQueue: nil)
    }()

    /// Opens the page with a one-time link.
    init(link: String) async throws {
        guard let end = link.range(of: "/open") else {
            throw NotMeasured(what: "no link: " + link, found: 0)
        }
        address = String(link[..<end.lowerBound])
        _ = try await Self.send(link, address: address)
        let today = try await Self.send(address + "/", address: address)
        let html = String(decoding: today, as: UTF8.self)
        guard let start = html.range(of: "name=\"_token\" value=\"") else {
            throw NotMeasured(what: "no form in the page", found: html.utf8.count)
        }
        token = String(html[start.upperBound...].prefix { $0 != "\"" })
    }

    /// The page at `path`.
    func get(_ path: String) async throws -> Data {
        try await Self.send(address + path, address: address)
    }

    /// Sends a form to `path`; returns where it leads.
    @discardableResult
    func post(_ path: String, _ fields: [String: String]) async throws -> String {
        var location = ""
        let form = fields.merging(["_token": token]) { $1 }
        _ = try await Self.send(address + path, address: address, form: form) {
            location = $0
        }
        return location
    }

    private static func send(
        _ url: String, address: String, form: [String: String]? = nil,
        onRedirect: (String) -> Void = { _ in }
    ) async throws -> Data {
        guard let url = URL(string: url) else { throw NotMeasured(what: url, found: 0) }
        var request = URLRequest(url: url)
        if let form {
            request.httpMethod = "POST"
            request.setValue(address, forHTTPHeaderField: "Origin")
            request.setValue(
                "application/x-www-form-urlencoded", forHTTPHeaderField: "Content-Type")
            let allowed = CharacterSet.alphanumerics
            request.httpBody = Data(
                form.map {
                    $0 + "=" + ($1.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")
                }.joined(separator: "&").utf8)
        }
        let (data, response) = try await session.data(for: request)
        let status = (response as? HTTPURLResponse)?.statusCode ?? 0
        guard status == (form == nil ? 200 : 303) else {
            throw NotMeasured(what: "status of " + url.path, found: status)
        }
        if let response = response as? HTTPURLResponse,
            let location = response.value(forHTTPHeaderField: "Location")
        {
            onRedirect(location)
        }
        return data
    }

    /// Follows no redirection: where it leads is another request.
    private final class Staying: NSObject, URLSessionTaskDelegate {
        func urlSession(
            _ session: URLSession, task: URLSessionTask,
            willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
            completionHandler: @escaping @Sendable (URLRequest?) -> Void
        ) {
            completionHandler(nil)
        }
    }
}
