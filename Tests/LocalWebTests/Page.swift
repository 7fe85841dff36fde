import Foundation
import ProcessSimulation
import ProcessSupport
import TestSupport
import Testing

/// A served page with a session, asked with curl.
struct Page: Sendable {
    /// What came back: the status (0 where the connection was closed), heads and body.
    struct Answer: Sendable {
        let status: Int
        let text: String
    }

    let town: Town
    let data: String
    let node: Background
    let address: String
    let port: Int
    /// A link that was used.
    let link: String
    let setCookie: String
    /// `name=value` of the session's cookie.
    let cookie: String
    /// What the page's forms hold.
    let token: String
    let person: String
    let bigFile: String

    init(people: Int = 1) throws {
        town = try Town()
        data = try town.join("前台")
        person = try Program.succeed("add", "person", "name=陈秀英", "--data", data).line
        if people > 1 {
            let rows = (1..<people).map { "{\"name\":\"人\($0)\",\"risk_level\":\"high\"}" }
            try Program.succeed(
                "import", "person", "-", "--input-format", "ndjson", "--data", data,
                input: rows.joined(separator: "\n"))
        }
        node = try Background(["node", "--data", data, "--web", "127.0.0.1:0"])
        let node = node
        try eventually { node.outputText.contains("/open?key=") }
        link = try #require(node.outputText.split(separator: "\n").first.map(String.init))
        address = try #require(link.components(separatedBy: "/open").first)
        port = try #require(address.split(separator: ":").last.flatMap { Int($0) })
        bigFile = town.disk.path + "/big"
        try Data(repeating: 97, count: 3 << 20).write(to: URL(fileURLWithPath: bigFile))
        let opened = try Self.curl([link])
        let line = opened.text.split(separator: "\r\n").first {
            $0.lowercased().hasPrefix("set-cookie:")
        }
        setCookie = try #require(line.map(String.init))
        cookie = try #require(
            setCookie.split(separator: " ").dropFirst().first.map { String($0.dropLast()) })
        let today = try Self.curl(["-b", cookie, address + "/"])
        let start = try #require(today.text.range(of: "name=\"_token\" value=\""))
        token = String(today.text[start.upperBound...].prefix { $0 != "\"" })
    }

    /// What a form of this page's own sends along.
    var own: [String] { ["-b", cookie, "-H", "Origin: \(address)"] }

    /// Asks with curl, heads included, for five seconds at most.
    func curl(_ arguments: [String]) throws -> Answer { try Self.curl(arguments) }

    private static func curl(_ arguments: [String]) throws -> Answer {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/curl")
        process.arguments =
            ["--silent", "--include", "--max-time", "5", "-w", "\nstatus %{http_code}"] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let text = String(decoding: bytes, as: UTF8.self)
        let status = text.split(separator: " ").last.flatMap { Int($0) }
        return Answer(status: status ?? 0, text: text)
    }

    func close() { _ = node.stop() }
}
