import ProcessSimulation
import ProcessSupport
import Testing

@Suite(
    "A clerk without a network", .serialized,
    .enabled(if: Chromium.isWanted, Comment(rawValue: ChromeDriver.requirement)))
struct OfflineTests {
    @Test("enters a visit; when the hub comes up the bar turns green and the record has arrived")
    func visitReachesTheHub() async throws {
        let town = try Town()
        let office = try Office(town) { _ in try town.stop() }
        try await Chromium.look { browser in
            try await office.enter(browser)
            try await office.waitForBar("offline", in: browser)

            try await office.open("/new/person", in: browser)
            try await browser.type("#f-name", "陈秀英")
            try await browser.click("input[name=risk_level][value=high]")
            try await browser.click(".submit button")
            try await browser.waitForText("h1", containing: "陈秀英")
            #expect(try await browser.text(".saved").contains("还没到中心"))

            try await browser.click("a[href^='/new/visit?person=']")
            #expect(try await browser.text(".match").contains("陈秀英"))
            try await browser.click("input[name=met][value=in_person]")
            try await browser.type("#f-note", "精神好，门窗完好")
            try await browser.click(".submit button")
            try await browser.waitForText("h1", containing: "陈秀英")
            #expect(try await browser.text("#sync").contains("离线（2 条待上传）"))

            try town.start()
            try await browser.click("#sync button")
            try await office.waitForBar("synced", in: browser)
            try await browser.waitForText(".saved", containing: "已到中心")
        }
        let visits = try Program.succeed("list", "visit", "--data", town.hub)
        #expect(visits.objects.first?["note"] as? String == "精神好，门窗完好")
        office.close()
    }

    @Test("finds the draft of a form that was never saved")
    func draftComesBack() async throws {
        let town = try Town()
        let office = try Office(town)
        try await Chromium.look { browser in
            try await office.enter(browser)
            try await office.open("/new/person", in: browser)
            try await browser.type("#f-name", "何 <少> \"芳\"")
            try await browser.waitForText("#draft-state", containing: "草稿已保留")
            try await office.open("/", in: browser)
            try await browser.click("section[aria-labelledby=h-drafts] a")
            try await browser.waitForText("main", containing: "的草稿")
            #expect(try await browser.find("#f-name").value == "何 <少> \"芳\"")
            try await browser.click(".submit button")
            try await browser.waitForText("h1", containing: "何 <少> \"芳\"")
            try await office.open("/", in: browser)
            #expect(try await !browser.exists("section[aria-labelledby=h-drafts]"))
        }
        office.close()
    }

    @Test("reads beside each field what is wrong, and is asked before entering somebody twice")
    func mistakesAreNamed() async throws {
        let town = try Town()
        let office = try Office(town) {
            try Program.succeed(
                "add", "person", "name=李坤", "id_number=442000195001010013", "--data", $0)
        }
        try await Chromium.look { browser in
            try await office.enter(browser)
            try await office.open("/new/person", in: browser)
            try await browser.type("#f-id_number", "442000195001010014")
            try await browser.click(".submit button")
            try await browser.waitForText("#errors", containing: "还没有保存")
            #expect(try await browser.text("#e-id_number").contains("身份证"))
            #expect(try await browser.text("#e-name").contains("必须填写"))
            #expect(try await browser.activeElement.attribute("id") == "errors")

            try await browser.clear("#f-id_number")
            try await browser.type("#f-id_number", "442000195001010013")
            try await browser.type("#f-name", "李坤")
            try await browser.click(".submit button")
            try await browser.waitForText("main", containing: "可能已经登记过")
            #expect(try office.run("list", "person").split(separator: "\n").count == 1)
            try await browser.click("button[name=_distinct]")
            try await browser.waitForText("main", containing: "已保存在本机")
            #expect(try office.run("conflicts").isEmpty)
        }
        office.close()
    }
}
