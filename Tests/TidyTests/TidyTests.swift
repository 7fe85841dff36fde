import Testing

@Suite("Tidiness")
struct TidyTests {
    @Test("every source file keeps the rule", arguments: TidyRule.all)
    func sources(rule: TidyRule) throws {
        let files = try SourceFile.all(in: "Sources")
        #expect(files.count > 100, "the sources were found")
        #expect(rule.broken(in: files) == [])
    }

    @Test("no test file is over 400 lines")
    func tests() throws {
        let long = try SourceFile.all(in: "Tests").filter { $0.lines.count > 401 }
        #expect(long.map(\.path) == [])
    }

    @Test(
        "a file that breaks a rule is found",
        arguments: [
            ("CausalCore", "import Foundation"),
            ("SyncEngine", "let now = Date()"),
            ("ReplicaStore", "let id = UUID().uuidString"),
            ("RecordModel", "let number = Int.random(in: 0..<9)"),
            ("SyncEngine", "func sync() async throws {}"),
            ("SyncProtocol", "Task { print(1) }"),
            ("zssync", "let value = try! load()"),
            ("zssync", "let text = value as! String"),
            ("HubServer", "// TODO: later".replacing("// ", with: "")),
            ("SyncEngine", #"return "\(error)""#),
            ("ReplicaStore", "public import SyncEngine"),
            ("SyncEngine", "@preconcurrency import GRDB"),
            ("SyncTransport", "import ReplicaStore"),
            ("SyncAgent", String(repeating: "\n", count: 401)),
        ])
    func fixtures(module: String, text: String) {
        let file = SourceFile(module: module, path: "Sources/\(module)/Bad.swift", text: text)
        #expect(TidyRule.all.contains { !$0.broken(in: [file]).isEmpty })
    }

    @Test("a comment breaks nothing, and a module may import what stands below it")
    func allowed() {
        let file = SourceFile(
            module: "SyncEngine", path: "Sources/SyncEngine/Good.swift",
            text: "// Never Date(), never async.\npublic import ReplicaStore\nlet a = 1\n")
        #expect(TidyRule.all.allSatisfy { $0.broken(in: [file]).isEmpty })
    }
}
