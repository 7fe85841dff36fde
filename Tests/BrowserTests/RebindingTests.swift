import Foundation
import ProcessSimulation
import ProcessSupport
import Testing

@Suite(
    "Other pages in the clerk's browser", .serialized,
    .enabled(if: Chromium.isWanted, Comment(rawValue: ChromeDriver.requirement)))
struct RebindingTests {
    @Test(
        "a name that points to this computer shows nothing, not even with the cookie's owner looking"
    )
    func reboundName() async throws {
        let town = try Town()
        let office = try Office(town) {
            try Program.succeed("add", "person", "name=陈秀英", "--data", $0)
        }
        let port = try #require(office.address.split(separator: ":").last)
        let rules = "--host-resolver-rules=MAP evil.test 127.0.0.1"
        try await Chromium.look(arguments: [rules]) { browser in
            try await office.enter(browser)
            for path in ["/", "/list/person", "/events", "/assets/style.css", "/open?key=x"] {
                try await browser.open("http://evil.test:\(port)\(path)")
                #expect(try await browser.text("body").contains("127.0.0.1"))
                #expect(try await !browser.source.contains("陈秀英"))
            }
        }
        office.close()
    }

    @Test("a page elsewhere can neither read the page, nor send it a form, nor frame it")
    func foreignPage() async throws {
        let town = try Town()
        let office = try Office(town)
        let other = try Office(town, "平板")
        try await Chromium.look { browser in
            try await office.enter(browser)
            let before = try office.run("list", "person")
            // A page of another program on this computer: same site for browsers, another origin.
            try await browser.open(other.address + "/assets/icon.svg")
            let script = """
                const target = arguments[0];
                return Promise.allSettled([
                    fetch(target + "/", {credentials: "include"}).then(a => a.text()),
                    fetch(target + "/save/person/01hk09n0004qm29km8fngg3pcf", {method: "POST",
                        mode: "no-cors", credentials: "include",
                        headers: {"content-type": "application/x-www-form-urlencoded"},
                        body: "name=mallory&_fields=name"}).then(a => a.type),
                ]).then(all => all.map(one => one.status + " " + (one.value || "")));
                """
            let tried = try await browser.run(script, .string(office.address))
            #expect(tried.array?.first?.string?.hasPrefix("rejected") == true)
            #expect(try office.run("list", "person") == before)

            try await browser.open(
                "data:text/html,<form method=post action='\(office.address)/save/person/01hk09n0004qm29km8fngg3pcf'><input name=name value=mallory><input name=_fields value=name><button>x</button></form><iframe src='\(office.address)/'></iframe>"
            )
            try await browser.click("button")
            try await browser.waitForText("body", containing: "已拒绝")
            #expect(try office.run("list", "person") == before)
        }
        office.close()
        other.close()
    }
}
