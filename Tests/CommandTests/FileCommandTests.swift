import Foundation
import Testing

@testable import zssync

struct FileCommandTests {
    @Test("one bad row keeps the whole file out, and is named")
    func badFile() async throws {
        let desk = try Desk()
        try desk.write(
            "name,site,phone\n甲,\(Desk.site),13800138000\n乙,\(Desk.site),12\n", to: "p.csv")
        let refused = await desk.type("import", "person", "p.csv")
        #expect(refused.code == 65)
        #expect(refused.errors.contains("p.csv 第 3 行“phone”"))
        #expect(!refused.errors.contains("乙"))
        #expect(await desk.type("list", "person").output.isEmpty)
        #expect(await desk.type("import", "person", "p.csv", "--dry-run").code == 65)
        let partial = await desk.type("import", "person", "p.csv", "--partial")
        #expect(partial.code == 65)
        #expect(partial.output.hasPrefix(#"{"rows":1,"seconds":"#))
        #expect(await desk.type("list", "person").lines.count == 1)
    }

    @Test("a long file whose last row is wrong leaves nothing behind; the rest of it, if asked for")
    func longFile() async throws {
        let desk = try Desk()
        // More than two batches, so that rows were written before the wrong one was seen.
        let good = (0..<4_500).map { #"{"name":"某\#($0)","site":"\#(Desk.site)"}"# }
        let lines = good + [#"{"name":"乙","site":"\#(Desk.site)","phone":"12"}"#]
        try desk.write(lines.joined(separator: "\n"), to: "p.ndjson")
        let refused = await desk.type("import", "person", "p.ndjson")
        #expect(refused.code == 65)
        #expect(refused.errors.contains("p.ndjson 第 4501 行“phone”"))
        #expect(await desk.type("list", "person").output.isEmpty)
        let broken = lines.dropLast() + ["{"]
        try desk.write(broken.joined(separator: "\n"), to: "q.ndjson")
        #expect(await desk.type("import", "person", "q.ndjson").code == 65)
        #expect(await desk.type("list", "person").output.isEmpty)
        let partial = await desk.type("import", "person", "p.ndjson", "--partial")
        #expect(partial.output.hasPrefix(#"{"rows":4500,"seconds":"#))
        #expect(await desk.type("list", "person").lines.count == 4_500)
        #expect(await desk.type("verify").code == 0)
    }

    @Test("rows that lack a running number are given one each, and one id twice is refused")
    func numbers() async throws {
        let desk = try Desk()
        let row =
            #"{"item":"居住证明","purpose":"入学","applicant_name":"甲","#
            + #""applicant_id_number":"11010519491231002X","site":"\#(Desk.site)"}"#
        let done = await desk.type(
            "import", "proof_request", "-", input: [row, row].joined(separator: "\n"))
        #expect(done.code == 0, "\(done.errors)")
        let numbers = await desk.type("list", "proof_request").lines.compactMap { line in
            line.firstMatch(of: /"request_no":"([^"]+)"/).map { String($0.output.1) }
        }
        #expect(Set(numbers).count == 2)
        let id = #"{"id":"01jgg28zwdf32q8amh6fpc76qv","name":"甲","site":"\#(Desk.site)"}"#
        let twice = await desk.type(
            "import", "person", "-", input: [id, id].joined(separator: "\n"))
        #expect(twice.code == 65)
        #expect(await desk.type("list", "person").output.isEmpty)
    }

    @Test(
        "what is exported comes back by import as the same records", arguments: ["csv", "ndjson"])
    func roundTrip(format: String) async throws {
        let desk = try Desk()
        let lines = (0..<1_500).map {
            #"{"name":"某\#($0)","site":"\#(Desk.site)","categories":["独居"]}"#
        }
        let input = lines.joined(separator: "\n")
        #expect(await desk.type("import", "person", "-", input: input).code == 0)
        let file = "out." + format
        let exported = await desk.type(
            "export", "person", file, "--reveal", "--purpose", "检查")
        #expect(exported.code == 0)
        let before = await desk.type("list", "person").output
        #expect(await desk.type("import", "person", file).code == 0)
        #expect(await desk.type("list", "person").output == before)
        #expect(before.split(separator: "\n").count == 1_500)
    }

    @Test("an export masks what is personal and leaves no part behind where it fails")
    func masked() async throws {
        let desk = try Desk()
        _ = await desk.type("add", "person", "--site", Desk.site, "name=陈秀英")
        let output = await desk.type("export", "person").output
        #expect(output.contains("陈*"))
        #expect(!output.contains("陈秀英"))
        #expect(await desk.type("export", "person", "nowhere/out.csv").code == 74)
        let left = try FileManager.default.contentsOfDirectory(atPath: desk.folder)
        #expect(left == ["hub"])
    }
}
