import DeviceIdentity
import Testing

@Suite("Join tokens")
struct JoinTokenTests {
    private let token: JoinToken

    init() throws {
        let name = try #require(PeerAddress("https://hub.example.cn:8443"))
        let literal = try #require(PeerAddress("https://[::1]:8443"))
        token = try #require(
            JoinToken(
                hubs: [name, literal], fingerprint: Array(0..<32), secret: Array(100..<116)))
    }

    @Test("A token is read back, however a person typed it")
    func typing() throws {
        let text = token.text
        #expect(text.hasPrefix("zs1-"))
        #expect(try JoinToken(text) == token)
        #expect(try JoinToken(text.uppercased()) == token)
        #expect(try JoinToken("  \(text)\r\n") == token)
        let spaced = text.map { "\($0) " }.joined()
        #expect(try JoinToken(spaced) == token)
        let lookalikes = text.dropFirst(4).map { $0 == "0" ? "O" : $0 == "1" ? "l" : "\($0)" }
        #expect(try JoinToken("zs1-" + lookalikes.joined()) == token)
    }

    @Test("Any one wrong, missing or doubled letter is noticed")
    func altered() {
        let letters = Array(token.text)
        for index in 4..<letters.count {
            var wrong = letters
            wrong[index] = wrong[index] == "7" ? "8" : "7"
            #expect(throws: JoinTokenError.altered) { try JoinToken(String(wrong)) }
            var missing = letters
            missing.remove(at: index)
            #expect(throws: JoinTokenError.altered) { try JoinToken(String(missing)) }
            var doubled = letters
            doubled.insert(letters[index], at: index)
            #expect(throws: JoinTokenError.altered) { try JoinToken(String(doubled)) }
        }
    }

    @Test("What is not a token says so, and what is newer says that")
    func others() {
        #expect(throws: JoinTokenError.notAToken) { try JoinToken("") }
        #expect(throws: JoinTokenError.notAToken) { try JoinToken("hello") }
        #expect(throws: JoinTokenError.otherVersion) { try JoinToken("zs2-abc") }
        #expect(throws: JoinTokenError.altered) { try JoinToken("zs1-") }
        #expect(throws: JoinTokenError.altered) { try JoinToken("zs1-村") }
        #expect(throws: JoinTokenError.notAToken) {
            try JoinToken("zs1-" + String(repeating: "0", count: 5_000))
        }
    }

    @Test("The secret's hash does not depend on the token, and no description shows the secret")
    func secret() {
        #expect(token.secretHash == JoinToken.hash(ofSecret: token.secret))
        #expect(token.secretHash != token.secret)
        #expect("\(token)" == "JoinToken(https://hub.example.cn:8443 https://[::1]:8443)")
    }

    @Test(
        "Addresses are read and written",
        arguments: [
            ("https://hub.example.cn", "https://hub.example.cn:443"),
            ("HTTPS://Hub:8443/", "https://hub:8443"), ("10.0.0.1:80", "https://10.0.0.1:80"),
            ("https://[fe80::1]:9", "https://[fe80::1]:9"), ("[::1]", "https://[::1]:443"),
        ])
    func addresses(text: String, canonical: String) throws {
        #expect(try #require(PeerAddress(text)).description == canonical)
    }

    @Test(
        "What is not an address is refused",
        arguments: [
            "", "https://", "http://hub", "https://hub/path", "https://u@hub", "hub:0", "hub:70000",
            "hub:８", "hub:", "[::1", "[hub]:1", "a b", "村:1",
        ])
    func notAddresses(text: String) {
        #expect(PeerAddress(text) == nil)
    }

    @Test("A host with a port is no host, and an IPv6 address is one")
    func hosts() {
        #expect(PeerAddress(host: "127.0.0.1:7443", port: 7443) == nil)
        #expect(PeerAddress(host: "hub:7443", port: 7443) == nil)
        #expect(PeerAddress(host: "fe80::1", port: 7443) != nil)
    }
}
