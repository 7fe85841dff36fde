import Foundation
import ProcessSimulation
import ProcessSupport
import Testing

@Suite(
    "A form that nobody touched", .serialized,
    .enabled(if: Chromium.isWanted, Comment(rawValue: ChromeDriver.requirement)))
struct UntouchedFormTests {
    /// Values that no form could have written so: seconds, separators within elements, lines.
    private static let odd = [
        "person": """
        {"name": "陈秀英", "emergency_contacts": ["女儿；陈小姐", "13900139000, 邻居"],
         "risk_reason": "\\n一\\n\\n二", "categories": ["独居", "高龄"], "birth_date": "1940-02-29"}
        """,
        "visit": """
        {"visited_at": "2026-03-01T09:30:15+08:00", "met": "phone", "duration_minutes": 0,
         "actions": ["转社工", "已回访"], "needs": ["meal", "legal"], "visitors": ["李明", "黄;丽"]}
        """,
        "disclosure": """
        {"category": "财务收支", "title": "“一季度” <收支> & 余额", "masking_confirmed": false,
         "finance_lines": [{"date": "2026-01-02", "summary": "租金", "income": -5}]}
        """,
    ]

    @Test("writes nothing when it is saved, whatever its record holds")
    func nothingIsWritten() async throws {
        let town = try Town()
        let office = try Office(town)
        var ids: [String] = []
        for kind in ["person", "visit", "disclosure"] {
            var json = try #require(Self.odd[kind])
            if kind == "visit" {
                json = json.replacing(
                    "{\"visited_at\"", with: "{\"person\": \"\(ids[0])\", \"visited_at\"")
            }
            ids.append(
                try Program.succeed("add", kind, "--json", "-", "--data", office.data, input: json)
                    .line)
        }
        let before = try ids.map { try office.run("show", $0) }
        try await Chromium.look { browser in
            try await office.enter(browser)
            for id in ids {
                try await office.open("/record/\(id)/edit", in: browser)
                try await browser.waitForNewPage { try await browser.click(".submit button") }
                #expect(try await browser.exists(".note.good"))
            }
            // And one that touches a single field writes that field alone.
            try await office.open("/record/\(ids[1])/edit", in: browser)
            try await browser.type("#f-note", "补记")
            try await browser.waitForNewPage { try await browser.click(".submit button") }
        }
        for (id, old) in zip(ids, before) {
            let steps = try Program.succeed("history", id, "--data", office.data).objects
            #expect(Set(steps.compactMap { $0["seq"] as? Int }).count == (id == ids[1] ? 2 : 1))
            if id != ids[1] { #expect(try office.run("show", id).dropBase == old.dropBase) }
        }
        let last = try Program.succeed("history", ids[1], "--data", office.data).objects.last
        #expect(last?["field"] as? String == "note")
        office.close()
    }
}

extension String {
    /// A record's NDJSON without the token of what is held, which grows with others' saves.
    fileprivate var dropBase: String { components(separatedBy: ",\"base\"")[0] }
}
