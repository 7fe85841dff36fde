import Foundation
import ProcessSimulation
import ProcessSupport
import TestSupport
import Testing

@Suite("Files on the page", .serialized)
struct FilePageTests {
    private func upload(_ page: Page, _ csv: String) throws -> Page.Answer {
        let path = page.town.disk.path + "/people.csv"
        try Data(csv.utf8).write(to: URL(fileURLWithPath: path))
        return try page.curl(
            page.own + ["-F", "_token=\(page.token)", "-F", "file=@\(path)"]
                + [page.address + "/import/person"])
    }

    private func count(_ page: Page) throws -> Int {
        try Program.succeed("list", "person", "--data", page.data).objects.count
    }

    @Test("a file with mistakes says row, column and reason, and stores nothing")
    func mistakes() throws {
        let page = try Page()
        let answer = try upload(page, "姓名,联系电话,身高\n陈一,13800138000,1\n")
        #expect(answer.status == 422)
        #expect(answer.text.contains("身高"))
        let second = try upload(page, "姓名,证件号码\n陈一,442000195001010014\n,442000195001010013\n")
        #expect(second.status == 422)
        #expect(second.text.contains("校验位"))
        #expect(second.text.contains("必须填写"))
        #expect(!second.text.contains("442000195001010014"))
        #expect(try count(page) == 1)
        page.close()
    }

    @Test("a file without mistakes is stored after a yes, once")
    func twoSteps() throws {
        let page = try Page()
        let checked = try upload(page, "\u{FEFF}姓名,风险等级\r\n陈一,高风险\r\n\"陈,二\",重点\r\n")
        #expect(checked.status == 200)
        #expect(checked.text.contains("2 行都没有问题"))
        #expect(try count(page) == 1)
        let start = try #require(checked.text.range(of: "name=\"upload\" value=\""))
        let key = checked.text[start.upperBound...].prefix { $0 != "\"" }
        let confirm = page.own + ["-d", "_token=\(page.token)&upload=\(key)"]
        let other = try page.curl(confirm + [page.address + "/import/visit/confirm"])
        #expect(other.status == 422)
        _ = try upload(page, "姓名\n陈三\n")
        #expect(try page.curl(confirm + [page.address + "/import/person/confirm"]).status == 422)
        #expect(try count(page) == 1)
        let again = try upload(page, "姓名\n陈三\n")
        let place = try #require(again.text.range(of: "name=\"upload\" value=\""))
        let fresh = again.text[place.upperBound...].prefix { $0 != "\"" }
        let yes = page.own + ["-d", "_token=\(page.token)&upload=\(fresh)"]
        #expect(try page.curl(yes + [page.address + "/import/person/confirm"]).status == 303)
        #expect(try count(page) == 2)
        // The second of two clicks.
        #expect(try page.curl(yes + [page.address + "/import/person/confirm"]).status == 303)
        #expect(try count(page) == 2)
        page.close()
    }

    @Test("an export is masked unless a purpose is given, which is written down")
    func export() throws {
        let page = try Page()
        try Program.succeed(
            "set", page.person, "phone=13800138000", "address=石岐街道民生路 12 号",
            "id_number=442000195001010013", "emergency_contacts=陈小姐 13900139000", "--data",
            page.data)
        let ask = { (fields: String) in
            try page.curl(
                page.own + [
                    "-d", "_token=\(page.token)&\(fields)", page.address + "/export/person",
                ])
        }
        let masked = try ask("personal=masked")
        #expect(masked.status == 200)
        #expect(masked.text.contains("\u{FEFF}id,"))
        #expect(masked.text.contains("陈*"))
        for value in ["陈秀英", "13800138000", "442000195001010013", "民生路", "13900139000"] {
            #expect(!masked.text.contains(value))
        }
        #expect(try ask("personal=revealed&purpose=%20").status == 422)
        let revealed = try ask("personal=revealed&purpose=%E6%A0%B8%E5%AF%B9")
        #expect(revealed.text.contains("442000195001010013"))
        let audit = Process()
        audit.executableURL = URL(fileURLWithPath: "/usr/bin/sqlite3")
        audit.arguments = [page.data + "/replica.sqlite", "SELECT action, detail FROM audit"]
        let output = Pipe()
        audit.standardOutput = output
        try audit.run()
        let rows = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        #expect(rows.contains("page export revealed|person: 核对"))
        page.close()
    }

    @Test("syncs that are asked for and stopped in turn lose nothing")
    func stoppedSyncs() throws {
        let page = try Page(people: 2_000)
        for _ in 0..<20 {
            for path in ["/sync", "/sync/cancel"] {
                let answer = try page.curl(
                    page.own + ["-d", "_token=\(page.token)", page.address + path])
                #expect(answer.status == 303)
            }
        }
        _ = try page.curl(page.own + ["-d", "_token=\(page.token)", page.address + "/sync"])
        try eventually {
            try page.curl(["-b", page.cookie, page.address + "/"]).text.contains("bar synced")
        }
        #expect(
            try Program.succeed("list", "person", "--data", page.town.hub).objects.count == 2_000)
        page.close()
    }
}
