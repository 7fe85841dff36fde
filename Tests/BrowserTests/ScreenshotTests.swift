import Foundation
import ProcessSimulation
import ProcessSupport
import Testing

/// Makes the pictures of the README, and of every page to be looked at:
/// `ZSSYNC_SCREENSHOTS=DIR swift test --filter ScreenshotTests`.
@Suite(
    "Pictures of the pages", .serialized,
    .enabled(
        if: ProcessInfo.processInfo.environment["ZSSYNC_SCREENSHOTS"] != nil,
        "made only where ZSSYNC_SCREENSHOTS names a folder"))
struct ScreenshotTests {
    @Test("every page is drawn at both sizes")
    func everyPage() async throws {
        let folder = URL(
            fileURLWithPath: try #require(
                ProcessInfo.processInfo.environment["ZSSYNC_SCREENSHOTS"]))
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let town = try Town()
        let office = try Village.office(town)
        try await Chromium.look { browser in
            try await office.enter(browser)
            for (size, width, height) in [("pc", 1024, 768), ("phone", 390, 844)] {
                try await browser.resize(width, height)
                for path in try Village.pages(of: office) {
                    try await office.open(path, in: browser)
                    let name = path.split { "/?=".contains($0) }
                        .map { $0.count == 26 ? "" : String($0) }.joined(separator: "-")
                    let kind = try await browser.run(
                        "return document.querySelector('a[aria-current=page]')?.pathname || ''")
                    let file = [
                        name.isEmpty ? "today" : name,
                        path.hasPrefix("/record")
                            ? kind.string?.split(separator: "/").last.map(String.init) : nil,
                        size,
                    ].compactMap { $0 }.joined(separator: "-")
                    try await browser.fullPageScreenshot().write(
                        to: folder.appending(path: file + ".png"))
                    if ["/", "/conflicts"].contains(path) {
                        try await browser.screenshot().write(
                            to: folder.appending(path: "readme-\(file).png"))
                    }
                }
            }
        }
        office.close()
    }
}
