import Foundation
import ProcessSimulation
import ProcessSupport
import Testing

@Suite(
    "Accessibility", .serialized,
    .enabled(if: Chromium.isWanted, Comment(rawValue: ChromeDriver.requirement)))
struct AccessibilityTests {
    @Test(
        "axe finds nothing against WCAG 2.2 AA on any page, in both languages",
        .enabled(if: Axe.isWanted, "axe-core is not there: run Tests/BrowserTests/fetch-axe"),
        arguments: [(1024, 768), (390, 844)])
    func axe(width: Int, height: Int) async throws {
        let source = try Axe.source()
        let town = try Town()
        let office = try Village.office(town)
        try await Chromium.look(width: width, height: height) { browser in
            try await office.enter(browser)
            for language in ["zh", "en"] {
                if language == "en" { try await browser.click("button[name=lang]") }
                for path in try Village.pages(of: office) {
                    try await office.open(path, in: browser)
                    let found = try await Axe.violations(in: browser, source)
                    #expect(found.isEmpty, "\(path) (\(language), \(width)): \(found)")
                }
            }
            // A form that was not taken says why, beside its fields.
            try await office.open("/new/visit", in: browser)
            try await browser.click(".submit button")
            try await browser.wait("the errors") { try await browser.exists("#errors") }
            let found = try await Axe.violations(in: browser, source)
            #expect(found.isEmpty, "errors: \(found)")
        }
        office.close()
    }

    @Test("no page scrolls sideways, on a PC, on a phone, or with large letters")
    func nothingIsCutOff() async throws {
        let town = try Town()
        let office = try Village.office(town)
        try await Chromium.look { browser in
            try await office.enter(browser)
            for isLarge in [false, true] {
                if isLarge { try await browser.click("button[name=size]") }
                for (width, height) in [(1024, 768), (390, 844)] {
                    try await browser.resize(width, height)
                    for path in try Village.pages(of: office) {
                        try await office.open(path, in: browser)
                        let over = try await browser.run(
                            "return document.documentElement.scrollWidth - innerWidth")
                        #expect((over.int ?? 1) <= 0, "\(path) at \(width), large \(isLarge)")
                    }
                }
            }
        }
        office.close()
    }
}

/// The accessibility checker axe-core, as a package of PyPI carries it; `fetch-axe` puts it there.
enum Axe {
    private static let path = Program.root + "/.build/axe/axe.min.js"

    /// Whether it is there; in CI it must be.
    static let isWanted =
        FileManager.default.fileExists(atPath: path)
        || ProcessInfo.processInfo.environment["CI"] != nil

    static func source() throws -> String {
        guard let source = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw WebDriverError(
                "axe is missing", "Run Tests/BrowserTests/fetch-axe first.", command: path)
        }
        return source
    }

    /// What is wrong with the page that the browser shows: a rule and the places that break it.
    static func violations(in browser: Browser, _ source: String) async throws -> [String] {
        _ = try await browser.cdp("Runtime.evaluate", ["expression": .string(source)])
        let script = """
            return axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa",
                "wcag22aa", "best-practice"]}).then(result => result.violations.map(rule =>
                rule.id + ": " + rule.nodes.map(node => node.target.join(" ")).join(", ")));
            """
        return try await browser.run(script).array?.compactMap(\.string) ?? ["axe did not run"]
    }
}
