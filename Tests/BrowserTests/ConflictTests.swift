import ProcessSimulation
import ProcessSupport
import Testing

@Suite(
    "Two devices of one office", .serialized,
    .enabled(if: Chromium.isWanted, Comment(rawValue: ChromeDriver.requirement)))
struct ConflictTests {
    /// A person that two devices know, and the page of the first.
    private func office(_ town: Town) throws -> (Office, person: String, tablet: String) {
        let tablet = try town.join("平板")
        let office = try Office(town) { data in
            try Program.succeed("add", "person", "name=陈秀英", "phone=13800138000", "--data", data)
            try Program.succeed("sync", "--data", data)
        }
        try Program.succeed("sync", "--data", tablet)
        let person = try Program.succeed("list", "person", "--data", tablet)
        return (office, try #require(person.objects.first?["id"] as? String), tablet)
    }

    @Test(
        "a conflict is settled on the page, taken back, and the decision reaches the other device")
    func settledOnThePage() async throws {
        let town = try Town()
        let (office, person, tablet) = try office(town)
        try office.run("set", person, "phone=13800138001")
        try Program.succeed("set", person, "phone=13800138002", "--data", tablet)
        try office.run("sync")
        try Program.succeed("sync", "--data", tablet)
        try office.run("sync")
        try await Chromium.look { browser in
            try await office.enter(browser)
            try await office.waitForBar("attention", in: browser)
            try await browser.click("#sync a[href='/conflicts']")
            try await browser.waitForText("main", containing: "有 2 个不同的值")
            #expect(try await browser.findAll(".side").count == 4)
            try await browser.click("label.side input[value='1']")
            try await browser.type("input[name=reason]", "电话核实")
            try await browser.click(".settle button")
            try await browser.waitForText(".note.good", containing: "处理了 1 处冲突")
            let chosen = try office.run("show", person)

            try await browser.click(".note.good button")
            try await browser.waitForText("main", containing: "已撤销")
            #expect(try office.run("show", person) != chosen)
            #expect(try office.run("conflicts").isEmpty)
            try await office.open("/conflicts?state=resolved", in: browser)
            #expect(try await browser.text("main").contains("电话核实"))
        }
        try office.run("sync")
        try Program.succeed("sync", "--data", tablet)
        #expect(try Program.succeed("conflicts", "--data", tablet).output.isEmpty)
        office.close()
    }

    @Test(
        "an edit whose form was open while another's edit came is kept beside it, and shown at once"
    )
    func formOpenDuringSync() async throws {
        let town = try Town()
        let (office, person, tablet) = try office(town)
        try await Chromium.look { browser in
            try await office.enter(browser)
            try await office.open("/record/\(person)/edit", in: browser)
            try await browser.clear("#f-phone")
            try await browser.type("#f-phone", "13800138001")

            try Program.succeed(
                "set", person, "phone=13800138002", "--actor", "黄丽", "--data", tablet)
            try Program.succeed("sync", "--data", tablet)
            try office.run("sync")
            #expect(try office.run("show", person).contains("13800138002"))

            try await browser.click(".submit button")
            try await browser.waitForText(".note.attention", containing: "黄丽")
            #expect(try await browser.text(".note.attention").contains("没有丢失"))
            #expect(try await browser.text(".conflict").contains("138****8002"))
            try await browser.click(".conflict input[value=own]")
            try await browser.type(".conflict .field input", "13800138003")
            try await browser.click(".card.attention button.primary")
            try await browser.waitForText(".note.good", containing: "处理了 1 处冲突")
        }
        #expect(try office.run("show", person).contains("13800138003"))
        #expect(try office.run("conflicts").isEmpty)
        office.close()
    }

    @Test(
        "taking back overwrites nothing that others wrote since, and brings a deleted record back")
    func takingBack() async throws {
        let town = try Town()
        let (office, person, tablet) = try office(town)
        try office.run("set", person, "phone=13800138001")
        try Program.succeed("set", person, "phone=13800138002", "--data", tablet)
        for _ in 0..<2 {
            try office.run("sync")
            try Program.succeed("sync", "--data", tablet)
        }
        try await Chromium.look { browser in
            try await office.enter(browser)
            try await office.open("/conflicts", in: browser)
            try await browser.click("label.side input[value='1']")
            try await browser.waitForNewPage { try await browser.click(".settle button") }
            try office.run("sync")
            try Program.succeed("sync", "--data", tablet)
            try Program.succeed("set", person, "phone=13800138009", "--data", tablet)
            try Program.succeed("sync", "--data", tablet)
            try office.run("sync")
            #expect(try office.run("show", person).contains("13800138009"))
            try await browser.waitForNewPage { try await browser.click(".note.good button") }
            #expect(try await browser.text(".conflict").contains("138****8009"))

            try await browser.click(".danger summary")
            try await browser.type(".danger input[name=reason]", "重复登记")
            try await browser.waitForNewPage { try await browser.click(".danger button.warn") }
            #expect(try office.run("list", "person").isEmpty)
            try await browser.waitForNewPage { try await browser.click(".note.good button") }
            #expect(try await browser.text("h1").contains("陈秀英"))
            #expect(try office.run("list", "person").contains(person))
            // The number that stood against the other one still does, and nothing else.
            let open = try Program.succeed("conflicts", "--data", office.data).objects
            #expect(open.map { $0["field"] as? String } == ["phone"])
        }
        office.close()
    }

    @Test("a page that stays open shows what a sync has brought")
    func openPageIsLive() async throws {
        let town = try Town()
        let (office, person, tablet) = try office(town)
        try await Chromium.look { browser in
            try await office.enter(browser)
            try await office.open("/record/\(person)", in: browser)
            try Program.succeed("set", person, "risk_level=high", "--data", tablet)
            try Program.succeed("sync", "--data", tablet)
            try office.run("sync")
            try await browser.waitForText("dl.fields", containing: "高风险")
        }
        office.close()
    }
}
