extension Seed {
    static var tables: [Seed] {
        return [
            Seed("nothing-but-a-mark", [0xEF, 0xBB, 0xBF]),
            Seed("utf-16", [0xFF, 0xFE, 0x61, 0, 0x2C, 0]),
            Seed("a-quote-that-does-not-end", "title\n\"甲,乙\n丙"),
            Seed("quotes-in-quotes", "title,remark\r\n\"\"\"甲\"\"\",\"a\r\nb\"\r\n"),
            Seed("ends-of-every-kind", "title\r甲\n乙\r\n\r\r\n\n丙"),
            Seed("bad-utf8", Array("a\n".utf8) + [0xE4, 0xB8]),
            Seed("formulas", "title\n=1+1\n'=1+1\n''x\n@SUM\n-5\n+5\n\"\t=1\"\n"),
            Seed(
                "every-column",
                "id,site,kind,title,highest,lowest,total,tags,journal,done,price,seen_at,lines,"
                    + "status\n,442000001001,specimen,甲,7,2026-02-29,3,甲；乙,\"一\n二\",是,"
                    + "\"￥1,234.50元\",2026-3-1 9:30,\"[{\"\"what\"\":\"\"灯\"\",\"\"fen\"\":5}]\",draft\n"
            ),
            Seed("a-deep-table-in-a-cell", "lines\n" + String(repeating: "[", count: 2_000)),
            Seed(
                "amounts",
                "price\n1\n-0\n0.1\n.5\n5.\n1e3\n９９\n10000000000000\n9999999999999.99\n--1\n"),
            Seed(
                "days",
                "lowest\n2026-02-29\n2024-02-29\n0000-01-01\n9999-12-31\n2026/1/1\n-1-1-1\n1-1-1\n"
            ),
            Seed(
                "moments",
                "seen_at\n2026-01-01T24:00\n2026-01-01T23:59:60Z\n1800-01-01T00:00-14:00\n"
                    + "2026-01-01 1:02:03.1234567891+0800\n2026-01-01T00:00+1460\n"),
            Seed(
                "a-moment-that-leaves-the-years",
                "seen_at\n2999-12-31T23:00-14:00\n1800-01-01T00:00+14:00\n"),
            Seed(
                "residents",
                "name,id_number,phone\n张三,11010519491231002X,+86 138-0000-0000\n李四,"
                    + "110105194912310021,++1\n王五,11010529491231002x,(0760)\n"),
            Seed(
                "sites",
                "code,name,town_code,town_name\n442000001001,东明,442000001,石岐\n442000001001,东明,"
                    + "442000001,石岐\n442000001002,a,442000002,b\n"),
        ]
    }

    static var lines: [Seed] {
        let deep = { (depth: Int) in
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        return [
            Seed("nothing-but-a-mark", [0xEF, 0xBB, 0xBF]),
            Seed("blank-lines", "\r\n \t\n{}\r\n\n{}"),
            Seed("lists-31-deep", deep(31)), Seed("lists-4000-deep", deep(4_000)),
            Seed("numbers-at-their-ends", "[9223372036854775807,-9223372036854775808,0,-0]"),
            Seed("fractions", "1.0\n1e9\n1E-9\n0x1\n01\n+1\n.5\n1.\n"),
            Seed(
                "half-a-pair", "\"\\ud800\"\n\"\\udc00\"\n\"\\ud800\\ud800\"\n\"\\ud83d\\ude00\"\n"),
            Seed("escapes-cut", "\"\\\n\"\\u\n\"\\u12\n\"\\ud83d\\u\n\"\\ud83d\\\n\"\\x\"\n"),
            Seed("bad-utf8", Array("{\"title\":\"".utf8) + [0xC0, 0xAF] + Array("\"}".utf8)),
            Seed("a-name-twice", "{\"title\":\"甲\",\"title\":\"乙\"}"),
            Seed("names-that-unicode-equates", "{\"\u{E9}\":1,\"e\u{301}\":2}"),
            Seed(
                "every-field",
                "{\"id\":null,\"site\":\"442000001001\",\"kind\":\"specimen\",\"title\":\"甲\","
                    + "\"highest\":7,\"lowest\":\"2026-03-01\",\"total\":3,\"tags\":[\"甲\",\"甲\",null],"
                    + "\"journal\":[\"一\"],\"done\":true,\"price\":1234,\"seen_at\":\"2026-03-01 9:30\","
                    + "\"lines\":[{\"what\":\"灯\",\"fen\":5}],\"status\":\"draft\",\"base\":1}"),
            Seed(
                "values-of-other-types",
                "{\"title\":1,\"highest\":\"7\",\"lowest\":true,\"total\":[],\"tags\":{},\"done\":0,"
                    + "\"price\":\"1\",\"lines\":[1],\"status\":[[]],\"id\":5,\"site\":false,\"kind\":{}}"
            ),
        ]
    }
}
