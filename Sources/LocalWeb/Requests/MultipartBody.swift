import Foundation

/// Reads the body that a form with a file sends. Source: RFC 7578.
enum MultipartBody {
    /// One part: a field or a file.
    struct Part {
        let name: String
        /// The file's name; nil for a field.
        let file: String?
        let bytes: [UInt8]
    }

    private static let partsMax = 64
    private static let headerBytesMax = 4 << 10

    /// The boundary in a content type; nil for another type.
    static func boundary(of type: String) -> [UInt8]? {
        guard type.lowercased().hasPrefix("multipart/form-data"),
            let equals = type.range(of: "boundary=")
        else { return nil }
        let text = type[equals.upperBound...].prefix { $0 != ";" }
            .trimmingPrefix("\"").prefix { $0 != "\"" }
        return (1...70).contains(text.utf8.count) ? Array(text.utf8) : nil
    }

    /// The parts of `body`.
    static func parts(of body: [UInt8], _ boundary: [UInt8]) throws(PageError) -> [Part] {
        let mark = Array("\r\n--".utf8) + boundary
        // The first boundary has no line end before it.
        let bytes = [13, 10] + body
        guard var place = find(mark, in: bytes, from: 0) else { throw .badBody }
        var parts: [Part] = []
        while true {
            place += mark.count
            if bytes[place...].starts(with: "--".utf8) { return parts }
            guard bytes[place...].starts(with: "\r\n".utf8), parts.count < partsMax,
                let end = find(Array("\r\n\r\n".utf8), in: bytes, from: place),
                end - place <= headerBytesMax,
                let next = find(mark, in: bytes, from: end)
            else { throw .badBody }
            let head = String(decoding: bytes[place..<end], as: UTF8.self)
            guard let name = parameter("name", in: head), end + 4 <= next else { throw .badBody }
            parts.append(
                Part(
                    name: name, file: parameter("filename", in: head),
                    bytes: Array(bytes[(end + 4)..<next])))
            place = next
        }
    }

    private static func find(_ mark: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        var place = start
        while place + mark.count <= bytes.count {
            guard let first = bytes[place...].firstIndex(of: mark[0]),
                first + mark.count <= bytes.count
            else { return nil }
            if bytes[first..<(first + mark.count)].elementsEqual(mark) { return first }
            place = first + 1
        }
        return nil
    }

    private static func parameter(_ name: String, in head: String) -> String? {
        guard let start = head.range(of: " \(name)=\"") else { return nil }
        return String(head[start.upperBound...].prefix { $0 != "\"" })
    }
}
