import ProcessSimulation
import ProcessSupport
import Testing

@Suite(
    "Reading and working in one's own way", .serialized,
    .enabled(if: Chromium.isWanted, Comment(rawValue: ChromeDriver.requirement)))
struct ReadingTests {
    @Test("a person is entered and found again with the keyboard alone")
    func keyboardOnly() async throws {
        let town = try Town()
        let office = try Office(town)
        try await Chromium.look { browser in
            try await office.enter(browser)
            try await browser.press(.tab)
            #expect(try await browser.activeElement.text == "跳到正文")
            try await Self.tab(to: "a[href='/list/person']", in: browser)
            try await browser.press(.enter)
            try await browser.waitForText("h1", containing: "看护对象")
            try await Self.tab(to: "a[href='/new/person']", in: browser)
            try await browser.press(.enter)
            try await browser.waitForText("h1", containing: "登记看护对象")
            try await Self.tab(to: "#f-name", in: browser)
            try await browser.activeElement.type("吴少芳")
            try await Self.tab(to: "input[name=risk_level]", in: browser)
            try await browser.press(.space)
            try await Self.tab(to: ".submit button", in: browser)
            try await browser.press(.enter)
            try await browser.waitForText("h1", containing: "吴少芳")

            try await office.open("/list/person", in: browser)
            try await Self.tab(to: "#q", in: browser)
            try await browser.activeElement.type("少芳")
            try await browser.press(.enter)
            try await browser.waitForText("tbody", containing: "吴少芳")
            #expect(try await !browser.currentURL.contains("少芳"))
            #expect(try await !browser.currentURL.contains("%E5"))
        }
        office.close()
    }

    /// Moves the focus with Tab until it is on what `css` names.
    private static func tab(to css: String, in browser: Browser) async throws {
        for _ in 0..<80 {
            try await browser.press(.tab)
            let isThere = try await browser.run(
                "return document.activeElement.matches(arguments[0])", .string(css))
            if isThere.bool == true { return }
        }
        Issue.record("the keyboard does not reach \(css)")
    }

    @Test("English and large letters are a press away, and stay")
    func languageAndSize() async throws {
        let town = try Town()
        let office = try Office(town)
        try await Chromium.look { browser in
            try await office.enter(browser)
            try await browser.click("button[name=lang]")
            try await browser.waitForText("h1", containing: "Today")
            #expect(try await browser.find("html").attribute("lang") == "en")
            try await browser.click("button[name=size]")
            try await browser.wait("large letters") { try await browser.exists("html.large") }
            try await office.open("/list/visit", in: browser)
            #expect(try await browser.text("h1").contains("Visit"))
            let letters = try await browser.run("return getComputedStyle(document.body).fontSize")
            #expect(letters.string == "22px")
            let pattern = "return document.body.innerText.match(/[\\u4e00-\\u9fff]+/g) || []"
            let chinese = try await browser.run(pattern).array?.compactMap(\.string) ?? []
            // The names of the village and the device, and the way back to Chinese.
            #expect(Set(chinese).isSubset(of: ["山", "东明社区", "前台", "中文"]))
        }
        office.close()
    }

    @Test("somebody is chosen among several of one name, and Enter never takes a step by surprise")
    func choosing() async throws {
        let town = try Town()
        let office = try Office(town) { data in
            for phone in ["13800138001", "13800138002"] {
                try Program.succeed("add", "person", "name=黄丽", "phone=\(phone)", "--data", data)
            }
        }
        try await Chromium.look { browser in
            try await office.enter(browser)
            try await office.open("/new/visit", in: browser)
            try await browser.type("#f-person", "黄丽")
            try await browser.waitForNewPage { try await browser.click("button[name=_find]") }
            #expect(try await browser.findAll(".match").count == 2)
            #expect(try await !browser.source.contains("13800138001"))
            try await browser.click(".match:last-of-type input")
            try await browser.click("input[name=met][value=in_person]")
            try await browser.type("#f-visitors", "李明")
            try await browser.waitForNewPage { try await browser.press(.enter) }
            #expect(try await browser.text("h1").contains("黄丽"))
            #expect(try office.run("list", "visit").split(separator: "\n").count == 1)

            let person = try #require(try Village.ids("person", office).first)
            try await office.open("/record/\(person)", in: browser)
            try await browser.type("section[aria-labelledby=h-steps] input[name=reason]", "电话打不通")
            try await browser.press(.enter)
            try await office.open("/record/\(person)", in: browser)
            #expect(try await browser.text(".tag.state") == "在册")
        }
        office.close()
    }

    @Test("all that people do works without the page's script")
    func withoutScript() async throws {
        let town = try Town()
        let office = try Office(town)
        try await Chromium.look { browser in
            try await browser.cdp("Emulation.setScriptExecutionDisabled", ["value": true])
            try await office.enter(browser)
            try await office.open("/new/person", in: browser)
            try await browser.type("#f-name", "何少芳")
            try await browser.click(".submit button")
            try await browser.waitForText("h1", containing: "何少芳")
            try await office.open("/new/visit", in: browser)
            try await browser.type("#f-person", "少芳")
            try await browser.click("button[name=_find]")
            try await browser.waitForText("main", containing: "探访对象")
            try await browser.click("input[name=met][value=phone]")
            try await browser.click(".submit button")
            try await browser.waitForText("h1", containing: "何少芳")
            try await browser.click("#sync button")
            try await browser.wait("the sync") {
                try await office.open("/", in: browser)
                return try await browser.exists("#sync .bar.synced")
            }
        }
        office.close()
    }
}
