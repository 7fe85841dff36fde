import Foundation
import ProcessSimulation
import ProcessSupport
import Testing

/// What a page elsewhere, a script or another program may try against the page, sent with curl.
@Suite("Hostile requests", .serialized)
struct HostileRequestTests {
    /// One request: what is tried, how, and the answers that are right.
    struct Attempt: Sendable, CustomTestStringConvertible {
        let name: String
        let arguments: [String]
        let right: [Int]

        var testDescription: String { name }
    }

    private static let form = "application/x-www-form-urlencoded"
    private static let record = "01hk09n0004qm29km8fngg3pcf"

    private static func attempts(_ page: Page) -> [Attempt] {
        let own = ["-H", "Origin: \(page.address)"]
        let inside = ["-b", page.cookie]
        let post = own + inside + ["-X", "POST", "-d", "_token=\(page.token)&q=x"]
        var attempts: [Attempt] = []
        // Names that are not ours, on every method.
        for host in [
            "evil.test", "evil.test:\(page.port)", "127.0.0.1", "127.0.0.1:1", "localhost",
            "127.0.0.1:\(page.port).evil.test", "127.0.0.1:\(page.port)@evil.test", "[::1]",
            "0.0.0.0:\(page.port)", "127.1:\(page.port)", "2130706433:\(page.port)",
            "LOCALHOST:\(page.port)",
        ] {
            attempts.append(
                Attempt(
                    name: "Host \(host)",
                    arguments: inside + ["-H", "Host: \(host)", page.address + "/"],
                    right: [400, 421]))
        }
        for method in ["POST", "PUT", "OPTIONS"] {
            attempts.append(
                Attempt(
                    name: "\(method) under another name",
                    arguments: inside + [
                        "-X", method, "-H", "Host: evil.test", page.address + "/sync",
                    ], right: [421]))
        }
        // Origins that are not ours.
        for origin in [
            "http://evil.test", "null", "http://127.0.0.1:1", "https://127.0.0.1:\(page.port)",
            "http://localhost:\(page.port)", "",
        ] {
            attempts.append(
                Attempt(
                    name: "Origin '\(origin)'",
                    arguments: inside + [
                        "-X", "POST", "-H", "Origin: \(origin)", "-d", "_token=\(page.token)",
                        page.address + "/sync",
                    ], right: [403]))
        }
        attempts += [
            Attempt(
                name: "a form without an origin",
                arguments: inside + ["-d", "_token=\(page.token)", page.address + "/sync"],
                right: [403]),
            Attempt(
                name: "a cross-site form",
                arguments: post + ["-H", "Sec-Fetch-Site: cross-site", page.address + "/sync"],
                right: [403]),
            Attempt(
                name: "a same-site form",
                arguments: post + ["-H", "Sec-Fetch-Site: same-site", page.address + "/sync"],
                right: [403]),
            Attempt(
                name: "a cross-site picture",
                arguments: inside + ["-H", "Sec-Fetch-Site: cross-site", page.address + "/"],
                right: [403]),
            Attempt(
                name: "a link key asked for by a picture",
                arguments: [
                    "-H", "Sec-Fetch-Site: cross-site", "-H", "Sec-Fetch-Mode: no-cors",
                    page.address + "/open?key=x",
                ], right: [403]),
            // Without a session, or with another's.
            Attempt(name: "no cookie", arguments: [page.address + "/"], right: [403]),
            Attempt(
                name: "no cookie for events", arguments: [page.address + "/events"], right: [403]),
            Attempt(
                name: "a made-up cookie",
                arguments: [
                    "-b", "zssync-\(page.port)=0123456789abcdefghjkmnpqrstvwxyz",
                    page.address + "/list/person",
                ], right: [403]),
            Attempt(
                name: "a cookie without its last letter",
                arguments: ["-b", String(page.cookie.dropLast()), page.address + "/"], right: [403]),
            Attempt(name: "a link used before", arguments: [page.link], right: [403]),
            Attempt(
                name: "a link that was never made",
                arguments: [page.address + "/open?key=0123456789abcdefghjkmnpqrstvwxyz"],
                right: [403]),
            Attempt(
                name: "a link without a key", arguments: [page.address + "/open"], right: [403]),
            // Forms that the page has not drawn.
            Attempt(
                name: "a form without a token",
                arguments: own + inside + ["-d", "q=x", page.address + "/list/person/search"],
                right: [403]),
            Attempt(
                name: "a form with a wrong token",
                arguments: own + inside + [
                    "-d", "_token=x&q=x", page.address + "/list/person/search",
                ], right: [403]),
            Attempt(
                name: "a form of JSON",
                arguments: own + inside + [
                    "-H", "Content-Type: application/json", "-d", "{\"_token\":\"\(page.token)\"}",
                    page.address + "/sync",
                ], right: [415]),
            Attempt(
                name: "a form of plain text",
                arguments: own + inside + [
                    "-H", "Content-Type: text/plain", "-d", "_token=\(page.token)",
                    page.address + "/sync",
                ], right: [415]),
            Attempt(
                name: "a body that never ends",
                arguments: own + inside + [
                    "-H", "Content-Type: \(form)", "--data-binary", "@\(page.bigFile)",
                    page.address + "/sync",
                ], right: [413]),
            Attempt(
                name: "a broken multipart body",
                arguments: own + inside + [
                    "-H", "Content-Type: multipart/form-data; boundary=x", "-d", "--x\r\n",
                    page.address + "/import/person",
                ], right: [400]),
            // Addresses that lead nowhere.
            Attempt(
                name: "a path upwards",
                arguments: inside + ["--path-as-is", page.address + "/assets/../../device.key"],
                right: [400, 404]),
            Attempt(
                name: "an encoded path upwards",
                arguments: inside + [
                    "--path-as-is", page.address + "/assets/%2e%2e/%2e%2e/replica.sqlite",
                ], right: [400, 404]),
            Attempt(
                name: "a kind of the registry", arguments: inside + [page.address + "/list/device"],
                right: [404]),
            Attempt(
                name: "a kind with a quotation mark",
                arguments: inside + [page.address + "/list/person%22%3B--"], right: [404]),
            Attempt(
                name: "a filter with a quotation mark",
                arguments: inside + [page.address + "/list/person?name%22%20OR%201=1&status=x%27"],
                right: [200]),
            Attempt(
                name: "no record", arguments: inside + [page.address + "/record/x"], right: [404]),
            Attempt(
                name: "a record that is not here",
                arguments: inside + [page.address + "/record/\(record)"], right: [404]),
            Attempt(
                name: "a token for another's base",
                arguments: post + [
                    "-d", "_base=b1-AAAA&_fields=name&name=x",
                    page.address + "/save/person/\(page.person)",
                ], right: [422]),
            Attempt(
                name: "a decision that nobody took",
                arguments: post + ["-d", "value=1", page.address + "/undo/00"],
                right: [404]),
            Attempt(
                name: "a way off the page",
                arguments: post + ["-d", "_back=//evil.test", page.address + "/sync"], right: [303]),
            Attempt(
                name: "TRACE", arguments: inside + ["-X", "TRACE", page.address + "/"],
                right: [400, 405]),
            Attempt(
                name: "a header of 20,000 bytes",
                arguments: inside + [
                    "-H", "X: " + String(repeating: "x", count: 20_000), page.address + "/",
                ], right: [400, 431, 0]),
        ]
        return attempts
    }

    @Test("fifty of them are refused with the right answer, change nothing and show nothing")
    func matrix() throws {
        let page = try Page()
        let before = try Program.succeed("list", "person", "--data", page.data).output
        let attempts = Self.attempts(page)
        #expect(attempts.count >= 40)
        for attempt in attempts {
            let answer = try page.curl(attempt.arguments)
            #expect(attempt.right.contains(answer.status), "\(attempt.name): \(answer.status)")
            if answer.status != 200 { #expect(!answer.text.contains("陈秀英"), "\(attempt.name)") }
            #expect(!answer.text.contains("location: //evil"), "\(attempt.name)")
            #expect(!answer.text.lowercased().contains("access-control-allow"), "\(attempt.name)")
        }
        #expect(try Program.succeed("list", "person", "--data", page.data).output == before)
        // It still serves.
        #expect(try page.curl(["-b", page.cookie, page.address + "/"]).status == 200)
        page.close()
    }

    @Test("every answer forbids to be kept, framed, sniffed, and to run a foreign script")
    func headers() throws {
        let page = try Page()
        for path in ["/", "/list/person", "/assets/page.js", "/nowhere", "/open?key=x"] {
            let answer = try page.curl(["-b", page.cookie, page.address + path])
            let text = answer.text.lowercased()
            for header in [
                "cache-control: no-store", "x-content-type-options: nosniff",
                "x-frame-options: deny", "referrer-policy: same-origin",
                "content-security-policy: default-src 'none'; style-src 'self'; script-src 'self'",
                "frame-ancestors 'none'",
            ] {
                #expect(text.contains(header), "\(path): \(header)")
            }
        }
        #expect(page.setCookie.contains("HttpOnly"))
        #expect(page.setCookie.contains("SameSite=Strict"))
        page.close()
    }

    @Test("a port that others could reach is refused before anything listens")
    func otherAddresses() throws {
        let town = try Town()
        let data = try town.join("前台")
        for address in ["0.0.0.0:0", ":7288", "192.168.1.5:7288"] {
            let run = try Program.run("node", "--data", data, "--web", address)
            #expect(run.status == 64)
            #expect(run.errors.contains("本机"))
        }
        let run = try Program.run("open", "--data", data)
        #expect(run.status == 69)
    }

    @Test("the first page stays under 100 KB, whatever there is")
    func firstPage() throws {
        let page = try Page(people: 300)
        for path in ["/", "/list/person", "/due", "/new/proof_request"] {
            let answer = try page.curl(["-b", page.cookie, page.address + path])
            #expect(answer.text.utf8.count < 100_000, "\(path): \(answer.text.utf8.count)")
        }
        let own = try ["/", "/assets/style.css", "/assets/page.js", "/assets/icon.svg"].reduce(0) {
            $0 + (try page.curl(["-b", page.cookie, page.address + $1]).text.utf8.count)
        }
        #expect(own < 100_000, "\(own)")
        page.close()
    }
}
