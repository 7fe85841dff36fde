import ProcessSimulation
import ProcessSupport
import Testing

@Suite(
    "A request for a certificate", .serialized,
    .enabled(if: Chromium.isWanted, Comment(rawValue: ChromeDriver.requirement)))
struct LifecycleTests {
    @Test("goes through its life by buttons; who approves does not issue, and the page says why")
    func wholeLife() async throws {
        let town = try Town()
        let office = try Office(town, roles: ["clerk", "reviewer", "seal_keeper"])
        let request = try office.run(
            "add", "proof_request", "item=居住证明", "purpose=子女入学", "applicant_name=张伟",
            "applicant_id_number=442000195001010013")
        try await Chromium.look { browser in
            try await office.enter(browser)
            try await browser.open(office.address + "/settings")
            try await Self.name("李明", office, browser)
            try await office.open("/record/\(request)", in: browser)
            for state in ["submitted", "accepted", "verifying", "awaiting_approval", "approved"] {
                try await browser.waitForNewPage {
                    try await browser.click("button[name=to][value=\(state)]")
                }
                #expect(try await browser.text(".note").contains("已保存在本机"))
            }
            #expect(try await browser.text(".tag.state").contains("已批准"))
            let issue = try await browser.find("button[name=to][value=issued]")
            #expect(try await !issue.isEnabled)
            #expect(try await browser.text("#why-issued").contains("不能是审批人本人"))

            try await Self.name("何主任", office, browser)
            try await office.open("/record/\(request)", in: browser)
            try await browser.waitForNewPage {
                try await browser.click("button[name=to][value=issued]")
            }
            #expect(try await browser.text("h1").contains("办理：出具"))
            #expect(try await browser.text("#e-certificate_number").contains("必须填写"))
            try await browser.type("#f-certificate_number", "证 2026-001")
            try await browser.waitForNewPage { try await browser.click(".submit button") }
            #expect(try await browser.text(".tag.state").contains("已出具"))
            let shown = try await browser.text("dl.fields")
            #expect(shown.contains("李明") && shown.contains("何主任"))
        }
        office.close()
    }

    private static func name(_ name: String, _ office: Office, _ browser: Browser) async throws {
        try await office.open("/settings", in: browser)
        try await browser.clear("#actor")
        try await browser.type("#actor", name)
        try await browser.waitForNewPage { try await browser.click("main form button") }
    }

    @Test("for what villages do not certify is refused with the reason and where to go instead")
    func negativeList() async throws {
        let town = try Town()
        let office = try Office(town)
        try await Chromium.look { browser in
            try await office.enter(browser)
            try await office.open("/new/proof_request", in: browser)
            try await browser.select("#f-item", "婚姻状况证明")
            try await browser.type("#f-purpose", "贷款")
            try await browser.type("#f-applicant_name", "张伟")
            try await browser.type("#f-applicant_id_number", "442000195001010013")
            try await browser.waitForNewPage { try await browser.click(".submit button") }
            #expect(try await browser.text("#e-item").contains("婚姻登记机关"))
            #expect(try office.run("list", "proof_request").isEmpty)
        }
        office.close()
    }
}
