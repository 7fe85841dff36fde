import RecordModel
import Testing

@Suite("Reading and writing tables")
struct CSVReaderTests {
    static func read(_ bytes: some Collection<UInt8>, piece: Int = 7) throws -> [[String]] {
        var reader = CSVReader()
        var rows: [CSVReader.Row] = []
        let all = Array(bytes)
        for start in stride(from: 0, to: all.count, by: piece) {
            rows += try reader.read(all[start..<min(start + piece, all.count)])
        }
        rows += try reader.finish()
        return (reader.header.map { [$0] } ?? []) + rows.map(\.cells)
    }

    @Test(
        "cells, quotes and line ends are read as RFC 4180 has them",
        arguments: [
            ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
            ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
            ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
            ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
            ("a\n\"x\"\"y,\nz\"\n", [["a"], ["x\"y,\nz"]]),
            ("a,b\n\n,\n\"\",\n", [["a", "b"], ["", ""], ["", ""]]),
            ("\u{FEFF}姓名\n陈\n", [["姓名"], ["陈"]]),
            ("a\n\"\"\n", [["a"], [""]]),
            ("a\n'=1+1\n'plain\n", [["a"], ["=1+1"], ["'plain"]]),
            ("a", [["a"]]), ("", []), ("\n\n", []),
        ] as [(String, [[String]])])
    func reading(text: String, expected: [[String]]) throws {
        for piece in [1, 2, 3, 1_000] {
            #expect(try Self.read(text.utf8, piece: piece) == expected)
        }
    }

    @Test(
        "a file that is broken is refused with its row",
        arguments: [
            (Array("a,b\n1,\"2\n".utf8), 2), (Array("a,b\n1,\"2\"x\n".utf8), 2),
            (Array("a,b\n1,2\"3\n".utf8), 2), ([0xFF, 0xFE, 0x61, 0x00], 1),
            (Array("a\n".utf8) + [0xB3, 0xC2, 0x0A], 2), ([0xD0, 0xD5, 0xC3, 0xFB], 1),
            (Array("a\n1\n\"".utf8) + Array(repeating: 0x61, count: 2 << 20), 3),
            (Array("a\n".utf8) + Array(repeating: 0x2C, count: 2_000), 2),
        ] as [([UInt8], Int)])
    func broken(bytes: [UInt8], row: Int) throws {
        let error = try #require(throws: InputMistake.self) { try Self.read(bytes, piece: 4_096) }
        #expect(error.row == row)
        #expect(error.sentence(file: "visits.csv").chinese.hasPrefix("visits.csv 第 \(row) 行"))
    }

    @Test("a file in another encoding is told how to be saved")
    func encoding() throws {
        // 姓名 in GBK.
        let error = try #require(throws: InputMistake.self) {
            try Self.read([0x61, 0x2C, 0xD0, 0xD5, 0xC3, 0xFB, 0x0A])
        }
        #expect(error.reason.chinese.contains("CSV UTF-8"))
        #expect(error.reason.english.contains("0xD0"))
    }

    @Test(
        "what is written is read back, whatever stands in the cells",
        arguments: 0..<300 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = Seeded(seed)
        let letters = Array("a\",\n\r'=+-@\t 村1；\u{301}😀".unicodeScalars)
        let width = Int.random(in: 1...5, using: &random)
        let rows = (0..<Int.random(in: 1...8, using: &random)).map { row in
            (0..<width).map { column in
                // The header is cleaned, so it is plain here.
                if row == 0 { return "c\(column)" }
                var text = String.UnicodeScalarView()
                for _ in 0..<Int.random(in: 0...6, using: &random) {
                    text.append(letters[Int.random(in: 0..<letters.count, using: &random)])
                }
                return String(text)
            }
        }
        for style in [CSVWriter.Style.plain, .spreadsheet] {
            let writer = CSVWriter(style: style)
            var bytes = writer.beginning
            for row in rows { writer.append(row, to: &bytes) }
            let read = try Self.read(bytes, piece: Int.random(in: 1...9, using: &random))
            #expect(
                read.map { $0.map { Array($0.utf8) } } == rows.map { $0.map { Array($0.utf8) } })
        }
    }

    @Test("a formula is written as text")
    func formulas() {
        var bytes: [UInt8] = []
        CSVWriter(style: .plain).append(["=cmd()", "-12.30", "+8613800138000", "a=b"], to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == "'=cmd(),-12.30,'+8613800138000,a=b\n")
    }

    @Test("lines of NDJSON keep their numbers, whatever pieces they come in")
    func lines() throws {
        let text = Array("\u{FEFF}{\"a\":1}\r\n\n  \n{\"a\":2}".utf8)
        for piece in [1, 3, 100] {
            var reader = NDJSONReader()
            var lines: [NDJSONReader.Line] = []
            for start in stride(from: 0, to: text.count, by: piece) {
                lines += try reader.read(text[start..<min(start + piece, text.count)])
            }
            lines += reader.finish()
            #expect(lines.map(\.number) == [1, 4])
            #expect(
                lines.map { String(decoding: $0.bytes, as: UTF8.self) } == [
                    "{\"a\":1}", "{\"a\":2}",
                ])
        }
        var reader = NDJSONReader()
        #expect(throws: InputMistake.self) {
            try reader.read(Array(repeating: 0x61, count: 2 << 20))
        }
    }
}
