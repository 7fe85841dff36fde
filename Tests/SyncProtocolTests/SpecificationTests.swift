import Foundation
import SyncProtocol
import Testing

@Suite("The written specification")
struct SpecificationTests {
    @Test("Every place that the code names in Protocol/ is there")
    func references() throws {
        var headings: [String: Set<String>] = [:]
        var count = 0
        for path in try swiftFiles("Sources") + swiftFiles("Tests") + protocolFiles() {
            // A reference may run over the end of a comment's line.
            let text = try GoldenFile.text(path)
                .replacing(/\s*\n\s*\/\/\/?\s*/, with: " ")
            for match in text.matches(of: /([0-9]-[a-z]+)(?:\.md)?,\s"([^"]+)"/) {
                let page = String(match.1)
                if headings[page] == nil {
                    headings[page] = try Self.headings(of: "Protocol/\(page).md")
                }
                let isThere = headings[page]?.contains(String(match.2)) == true
                #expect(isThere, "\(path): \(page), \"\(match.2)\"")
                count += 1
            }
            for match in text.matches(of: /Source: Protocol\/([a-z][A-Za-z\/.-]*[A-Za-z])/) {
                let name = String(match.1).replacing("/README.md", with: "/README")
                let file = name.hasSuffix(".json") ? name : name + ".md"
                let place = GoldenFile.project.appending(path: "Protocol/" + file)
                #expect(FileManager.default.fileExists(atPath: place.path), "\(path): \(name)")
                count += 1
            }
        }
        #expect(count > 40)
    }

    @Test("The table of limits says what the code says")
    func limits() throws {
        let table = try Self.rows(of: "Protocol/3-sync.md", under: "Limits")
        let constants: [String: UInt64] = [
            "messageBytesMax": UInt64(Limits.messageBytesMax),
            "plainBytesMax": UInt64(Limits.plainBytesMax),
            "segmentChangesMax": UInt64(Limits.segmentChangesMax),
            "mutationsMax": UInt64(Limits.mutationsMax),
            "textBytesMax": UInt64(Limits.textBytesMax),
            "actorBytesMax": UInt64(Limits.actorBytesMax),
            "valueDepthMax": UInt64(Limits.valueDepthMax),
            "replicasMax": UInt64(Limits.replicasMax),
            "scopesMax": UInt64(Limits.scopesMax),
            "counterMax": Limits.counterMax,
            "changeBytesMax": UInt64(Limits.changeBytesMax),
            "bodyBytesMax": UInt64(Limits.bodyBytesMax),
            "requestsPerDevice": UInt64(Limits.requestsPerDevice),
            "segmentPlainBytes": UInt64(Limits.segmentPlainBytes),
            "bodyPartsMax": UInt64(Limits.bodyPartsMax),
            "newsSegmentsMax": UInt64(Limits.newsSegmentsMax),
            "bodyPiecesMax": UInt64(Limits.bodyPiecesMax),
        ]
        for (name, value) in constants.sorted(by: { $0.key < $1.key }) {
            let row = table.first { $0.first == "`\(name)`" }
            #expect(row?[1].replacing(",", with: "") == String(value), "\(name)")
        }
        let source = try GoldenFile.text("Sources/SyncProtocol/Limits.swift")
        let declared = source.matches(of: /static let (\w+)/).map { String($0.1) }
        #expect(Set(declared) == Set(constants.keys), "a limit is new: write it down, and here")
    }

    @Test("The table of refusals has every code, and no other")
    func refusals() throws {
        let codes = try Self.rows(of: "Protocol/3-sync.md", under: "Refusals")
            .compactMap(\.first).filter { $0.hasPrefix("`") }
            .map { $0.replacing("`", with: "") }
        #expect(Set(codes) == Set(Refusal.Code.allCases.map(\.rawValue)))
        #expect(codes.count == Refusal.Code.allCases.count)
    }

    private func swiftFiles(_ folder: String) throws -> [String] {
        let root = GoldenFile.project.appending(path: folder)
        let names = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String }
        return (names ?? []).filter { $0.hasSuffix(".swift") && !$0.hasSuffix(".pb.swift") }
            .sorted().map { folder + "/" + $0 }
    }

    private func protocolFiles() -> [String] {
        ["change", "sync", "identity"].map { "Protocol/\($0).proto" }
    }

    private static func headings(of path: String) throws -> Set<String> {
        let lines = try GoldenFile.text(path).split(separator: "\n").filter { $0.hasPrefix("#") }
        return Set(lines.map { $0.drop { $0 == "#" || $0 == " " } }.map(String.init))
    }

    /// The cells of the rows of the tables under a heading, down to the next heading.
    private static func rows(of path: String, under heading: String) throws -> [[String]] {
        var isInside = false
        var rows: [[String]] = []
        for line in try GoldenFile.text(path).split(separator: "\n") {
            if line.hasPrefix("## ") { isInside = line == "## \(heading)" }
            guard isInside, line.hasPrefix("|") else { continue }
            rows.append(
                line.split(separator: "|", omittingEmptySubsequences: true)
                    .map { $0.trimmingCharacters(in: .whitespaces) })
        }
        return rows
    }
}
