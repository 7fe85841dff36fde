import Testing

@testable import RecordModel

@Suite("Identity numbers")
struct ResidentNumberTests {
    static let today = FieldInputTests.today

    @Test(
        "a number is read when its date is real and its last character fits",
        arguments: [
            ("11010519491231002X", nil), ("11010519491231002x", nil), ("440524188001010014", nil),
            ("110105194912310021", ResidentNumber.Mistake.checksum), ("110105194902300026", .date),
            ("11010520991231002X", .future), ("1101051949123100", .shape), ("", .shape),
            ("11010519491231002Y", .shape), ("A1010519491231002X", .shape),
            ("110105194913310020", .date), ("11010519491231002X ", .shape),
            ("１１０１０５１９４９１２３１００２X", .shape),
        ] as [(String, ResidentNumber.Mistake?)])
    func reading(text: String, mistake: ResidentNumber.Mistake?) throws {
        if let mistake {
            #expect(throws: mistake) { try ResidentNumber(text, today: Self.today) }
        } else {
            #expect(try ResidentNumber(text, today: Self.today).text == text.uppercased())
        }
    }

    @Test("any one digit that is wrong is found", arguments: 0..<17)
    func oneDigit(place: Int) throws {
        let right = Array("11010519491231002X".utf8)
        for digit in UInt8(48)...57 where digit != right[place] {
            var wrong = right
            wrong[place] = digit
            #expect(throws: ResidentNumber.Mistake.self) {
                try ResidentNumber(String(decoding: wrong, as: UTF8.self), today: Self.today)
            }
        }
    }

    @Test("somebody born today has a number; somebody born tomorrow has none")
    func borders() throws {
        for (day, isFine) in [("20260301", true), ("20260302", false)] {
            var letters = Array("440101\(day)001".utf8)
            letters.append(ResidentNumber.check(letters))
            let text = String(decoding: letters, as: UTF8.self)
            let number = try? ResidentNumber(text, today: Self.today)
            #expect((number != nil) == isFine)
        }
    }

    @Test("people are masked so that a clerk can still tell two apart")
    func masking() throws {
        #expect(Masking.name("陈小明") == "陈*")
        #expect(Masking.residentNumber("44200019800101123X") == "4420**********123X")
        #expect(Masking.phone("13800138000") == "138****8000")
        #expect(Masking.address("中山市石岐街道孙文西路1号") == "中山市石岐街***")
        let kind = try #require(KindCatalogue.standard["person"])
        let mask = { (name: String, value: Value) in
            kind[name].map { Masking.masked(value, of: $0) }
        }
        #expect(mask("name", .text("欧阳娜")) == .text("欧*"))
        #expect(mask("id_number", .text("44200019800101123X")) == .text("4420**********123X"))
        #expect(mask("emergency_contacts", .list([.text("陈明 138")])) == .list([.text("陈***")]))
        #expect(mask("risk_level", .text("high")) == .text("high"))
    }

    @Test("numbers of people are found in a text and masked for publishing")
    func publishing() {
        let text = "电话 138-0013-8000，身份证１１010519491231002X，合同金额 20260301 元，编号 A12345678901"
        #expect(Masking.hasNumber(text))
        let masked = Masking.withoutNumbers(text)
        #expect(!Masking.hasNumber(masked))
        #expect(masked.contains("20260301 元") && masked.contains("A12345678901"))
        #expect(masked.hasSuffix(text.suffix(20)))
        for harmless in ["", "共 58000 次", "2026-03-01", "442000001001", "公历 2026 年 3 月"] {
            #expect(!Masking.hasNumber(harmless), "\(harmless)")
        }
        #expect(Masking.hasNumber("座机 0760-88881234"))
    }
}
