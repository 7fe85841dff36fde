import HTTPTypes
import HummingbirdCore
import TestSupport
import Testing

@testable import LocalWeb

@Suite("What browsers send")
struct FormTests {
    @Test("a form is read as it was kept, whatever it holds", arguments: 0..<50 as Range<UInt64>)
    func encoding(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var form = Form()
        for _ in 0..<random.below(8) { form.append(random.text(), random.text()) }
        let read = Form(encoded: form.encoded)
        #expect(read.fields.map(\.name) == form.fields.map(\.name))
        #expect(read.fields.map(\.value) == form.fields.map(\.value))
    }

    @Test("broken bodies are refused or read, and never trap", arguments: 0..<300 as Range<UInt64>)
    func brokenBodies(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let whole = Array(
            """
            --b\r\nContent-Disposition: form-data; name="_token"\r\n\r\nabc\r\n--b\r
            Content-Disposition: form-data; name="file"; filename="a.csv"\r
            Content-Type: text/csv\r\n\r\nname\r\n陈秀英\r\n\r\n--b--\r\n
            """.utf8)
        var bytes = whole
        for _ in 0...random.below(6) {
            switch random.below(4) {
            case 0 where !bytes.isEmpty: bytes[random.below(bytes.count)] = UInt8(random.below(256))
            case 1 where !bytes.isEmpty: bytes.removeLast(random.below(bytes.count))
            case 2 where !bytes.isEmpty: bytes.remove(at: random.below(bytes.count))
            default: bytes.insert(UInt8(random.below(256)), at: random.below(bytes.count + 1))
            }
        }
        let parts = try? MultipartBody.parts(of: bytes, Array("b".utf8))
        #expect((parts ?? []).allSatisfy { $0.bytes.count <= bytes.count })
        _ = Form(encoded: String(decoding: bytes, as: UTF8.self))
        _ = MultipartBody.boundary(of: String(decoding: bytes, as: UTF8.self))
    }

    @Test("a file comes through with its bytes and its name")
    func file() throws {
        let body =
            "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"人员.csv\"\r\n"
            + "Content-Type: text/csv\r\n\r\nname\r\n陈\r\n\r\n--xyz--\r\n"
        let boundary = try #require(
            MultipartBody.boundary(of: "multipart/form-data; boundary=xyz"))
        let parts = try MultipartBody.parts(of: Array(body.utf8), boundary)
        #expect(parts.count == 1)
        #expect(parts.first?.file == "人员.csv")
        #expect(parts.first.map { String(decoding: $0.bytes, as: UTF8.self) } == "name\r\n陈\r\n")
    }

    @Test(
        "no form leads off the page",
        arguments: ["//evil.test", "http://evil.test/", "/\\evil.test", "/a\r\nx: y", "", "evil"])
    func ways(path: String) {
        #expect(!Answer.isOurs(path))
        #expect(Answer.see(path).headers[.location] == "/")
    }
}

extension SeededGenerator {
    fileprivate mutating func below(_ bound: Int) -> Int {
        Int.random(in: 0..<max(bound, 1), using: &self)
    }

    fileprivate mutating func text() -> String {
        let letters = Array("ab=&%+ 陈🙂\"\u{301}\n.-_")
        return String((0..<below(6)).map { _ in letters[below(letters.count)] })
    }
}
