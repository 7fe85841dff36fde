import Foundation
import RecordModel
import Testing

@testable import LocalWeb

@Suite("The templates")
struct TemplateTests {
    @Test("ask only for phrases that there are, in both languages")
    func phrases() throws {
        let known = Set(Phrase.allCases.map(\.rawValue))
        for source in Templates.sources {
            for tag in source.matches(of: /\{\{t\.([a-z_]+)\}\}/) {
                #expect(known.contains(String(tag.output.1)), "\(tag.output.1)")
            }
        }
        for phrase in Phrase.allCases {
            #expect(!phrase.label.chinese.isEmpty && !phrase.label.english.isEmpty)
            #expect(
                !phrase.label.english.unicodeScalars.contains { $0.value >= 0x4E00 }, "\(phrase)")
        }
    }

    @Test(
        "let no text out of its place, whatever marks are combined with it",
        arguments: [
            "\"", "<", "&", "'", ">", "\"\u{301}", "<\u{301}", "&\u{FE0F}", "'\u{20DD}",
            "\"\u{200D}x",
        ])
    func escaping(text: String) throws {
        let html = try Templates().render(
            .message,
            [
                "title": "", "heading": .text(text + " onfocus=alert(1) x="), "message": "",
                "t": .model([:]),
            ])
        let place = try #require(html.range(of: "<h1>"))
        let end = try #require(html.range(of: "</h1>"))
        let scalars = html[place.upperBound..<end.lowerBound].unicodeScalars
        #expect(!scalars.contains { "\"<>'".unicodeScalars.contains($0) })
        #expect(html.contains("onfocus"))
    }
}
