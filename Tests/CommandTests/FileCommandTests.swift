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
