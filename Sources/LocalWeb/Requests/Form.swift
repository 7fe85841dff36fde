import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// The fields of a form that was sent, in the order in which they came.
struct Form: Sendable {
    /// A file that came with it.
    struct File: Sendable {
        let name: String
        let bytes: [UInt8]
    }

    private(set) var fields: [(name: String, value: String)] = []
    private(set) var files: [String: File] = [:]

    /// The most bytes of a form of fields: the longest texts of a kind, percent-encoded.
    static let fieldBytesMax = 2 << 20
    /// The most bytes of a file that the page takes; the command line takes longer ones.
    static let fileBytesMax = 16 << 20
    private static let reasonLettersMax = 400
    /// How long a body may take, in seconds.
    private static let bodySeconds = 30
    private static let fieldsMax = 20_000

    /// How much the page at `path` takes.
    static func bytesMax(for path: String) -> Int {
        path.hasPrefix("/import/") ? fileBytesMax : fieldBytesMax
    }

    /// A form with nothing in it.
    init() {}

    /// Reads the body of `request`.
    init(_ request: Request, bytesMax: Int) async throws {
        let body = try await Self.body(of: request, bytesMax: bytesMax)
        let type = request.headers[.contentType] ?? ""
        if type.hasPrefix("application/x-www-form-urlencoded") {
            try read(urlEncoded: Array(body.readableBytesView))
        } else if let boundary = MultipartBody.boundary(of: type) {
            for part in try MultipartBody.parts(of: Array(body.readableBytesView), boundary) {
                if let file = part.file {
                    files[part.name] = File(name: file, bytes: part.bytes)
                } else {
                    fields.append((part.name, String(decoding: part.bytes, as: UTF8.self)))
                }
            }
        } else {
            throw PageError(.unsupportedMediaType, .badForm)
        }
    }

    /// The whole body, unless it is too long, too slow, or the program is to end.
    private static func body(of request: Request, bytesMax: Int) async throws -> ByteBuffer {
        try await withThrowingTaskGroup(of: ByteBuffer.self) { [body = request.body] group in
            group.addTask {
                do { return try await body.collect(upTo: bytesMax) } catch is CancellationError {
                    throw CancellationError()
                } catch { throw PageError(.contentTooLarge, .tooLarge) }
            }
            group.addTask {
                try await gracefulShutdown()
                throw PageError(.serviceUnavailable, .failed)
            }
            group.addTask {
                try await Task.sleep(for: .seconds(bodySeconds))
                throw PageError(.requestTimeout, .failed)
            }
            defer { group.cancelAll() }
            guard let whole = try await group.next() else { throw PageError.badBody }
            return whole
        }
    }

    /// Why something is done, as a person wrote it: a line without control characters, and not a book.
    func reason(_ name: String) -> String {
        let scalars = (self[name] ?? "").unicodeScalars.filter { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars.prefix(Self.reasonLettersMax))
        return String(text).trimmed
    }

    /// Reads what a draft kept.
    init(encoded text: String) {
        try? read(urlEncoded: Array(text.utf8))
    }

    /// What says which button was pressed, and the page's own secret: no part of a draft.
    private static let passing: Set<String> = [
        "_token", "_form", "_save", "_find", "_lines", "_distinct",
    ]

    /// The form as a draft keeps it.
    var encoded: String {
        fields.filter { !Self.passing.contains($0.name) }.map {
            Self.encoded($0.name) + "=" + Self.encoded($0.value)
        }.joined(separator: "&")
    }

    /// The first value called `name`; nil where none came.
    subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    /// All values called `name`.
    func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    /// Adds a value, as a page does that fills a form in beforehand.
    mutating func append(_ name: String, _ value: String) { fields.append((name, value)) }

    private mutating func read(urlEncoded bytes: [UInt8]) throws {
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            guard fields.count < Self.fieldsMax else { throw PageError(.badRequest, .badForm) }
            let parts = pair.split(
                separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            fields.append((Self.decoded(parts[0]), parts.count > 1 ? Self.decoded(parts[1]) : ""))
        }
    }

    private static func decoded(_ bytes: ArraySlice<UInt8>) -> String {
        var letters: [UInt8] = []
        letters.reserveCapacity(bytes.count)
        var place = bytes.startIndex
        while place < bytes.endIndex {
            let byte = bytes[place]
            if byte == UInt8(ascii: "%"), place + 2 < bytes.endIndex,
                let high = digit(bytes[place + 1]), let low = digit(bytes[place + 2])
            {
                letters.append(high << 4 | low)
                place += 3
            } else {
                letters.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
                place += 1
            }
        }
        // Browsers send line ends as CRLF.
        return String(decoding: letters, as: UTF8.self).replacing("\r\n", with: "\n")
    }

    private static func digit(_ letter: UInt8) -> UInt8? {
        switch letter {
        case 48...57: letter - 48
        case 65...70: letter - 55
        case 97...102: letter - 87
        default: nil
        }
    }

    private static func encoded(_ text: String) -> String {
        var letters: [UInt8] = []
        let hex = Array("0123456789ABCDEF".utf8)
        for byte in text.utf8 {
            switch byte {
            case 48...57, 65...90, 97...122, 45, 46, 95: letters.append(byte)
            default: letters += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
            }
        }
        return String(decoding: letters, as: UTF8.self)
    }
}
