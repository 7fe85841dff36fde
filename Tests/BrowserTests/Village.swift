import Foundation
import ProcessSimulation
import ProcessSupport
import Testing

/// A village with something on every page: people who are due, requests, disclosures, a conflict, a
/// draft.
enum Village {
    /// Fills an office with it. The days are counted from today, so that pages look as they do at work.
    static func office(_ town: Town) throws -> Office {
        let tablet = try town.join("社工平板", roles: ["clerk", "worker"])
        let office = try Office(
            town, "前台电脑", roles: ["clerk", "reviewer", "seal_keeper"]
        ) { try fill($0) }
        try Program.succeed("sync", "--data", tablet)
        try office.run("sync")
        let person = try #require(try ids("person", office).first)
        try office.run("set", person, "phone=13800138001", "--actor", "李明", "--reason", "本人来电")
        try Program.succeed(
            "set", person, "phone=13800138002", "--actor", "黄丽", "--reason", "上门探访", "--data",
            tablet)
        try Program.succeed("sync", "--data", tablet)
        try office.run("sync")
        return office
    }

    /// Every page of the office.
    static func pages(of office: Office) throws -> [String] {
        var pages = ["/", "/due", "/conflicts", "/conflicts?state=resolved", "/settings"]
        for kind in ["person", "visit", "proof_request", "disclosure"] {
            let id = try #require(try ids(kind, office).first)
            pages += [
                "/list/\(kind)", "/new/\(kind)", "/record/\(id)", "/record/\(id)/edit",
                "/import/\(kind)", "/export/\(kind)",
            ]
        }
        return pages
    }

    static func ids(_ kind: String, _ office: Office) throws -> [String] {
        try Program.succeed("list", kind, "--data", office.data).objects
            .compactMap { $0["id"] as? String }
    }

    private static func fill(_ data: String) throws {
        let people = [
            ("陈秀英", "high", "独居；高龄", 9, "石岐街道民生路 12 号 302"), ("梁伯", "high", "失能", 3, "民生路 20 号"),
            ("何少芳", "key", "空巢", 33, "孙文中路 8 号"), ("黄国强", "key", "重残", 12, "孙文中路 15 号"),
            ("吴玉珍", "general", "高龄", 95, "光明路 3 号"), ("冯桂兰", "general", "独居", 60, "光明路 31 号"),
        ]
        for (name, level, categories, days, address) in people {
            let person = try Program.succeed(
                "add", "person", "name=\(name)", "risk_level=\(level)", "categories=\(categories)",
                "address=\(address)", "phone=13800138000", "assigned_to=李明", "--actor", "李明",
                "--data", data
            ).line
            try Program.succeed(
                "add", "visit", "person=\(person)", "visited_at=\(day(-days))T09:30", "mode=上门",
                "met=in_person", "visitors=李明", "health=normal", "note=精神尚好，门窗完好，提醒按时服药。",
                "--actor", "李明", "--data", data)
        }
        for (item, name, number, state) in [
            ("居住证明", "张伟", "442000195001010013", "submitted"),
            ("分红证明", "罗桂芳", "442000195202020023", "submitted"),
        ] {
            try Program.succeed(
                "add", "proof_request", "item=\(item)", "applicant_name=\(name)",
                "applicant_id_number=\(number)", "purpose=子女入学", "status=\(state)", "--actor", "李明",
                "--data", data)
        }
        let disclosure = """
            {"category": "财务收支", "title": "第三季度收支公开", "period": "quarter",
             "due_on": "\(day(2))", "body": "本季度收支情况如下。", "finance_lines": [
                {"date": "2026-07-03", "summary": "集体物业租金", "income": 1250000},
                {"date": "2026-08-11", "summary": "修缮排水渠", "expense": 380050, "handler": "李明"}]}
            """
        try Program.succeed(
            "add", "disclosure", "--json", "-", "--actor", "李明", "--data", data, input: disclosure)
    }

    /// The day that lies so many days from today.
    private static func day(_ days: Int) -> String {
        let formatter = DateFormatter()
        formatter.dateFormat = "yyyy-MM-dd"
        formatter.timeZone = TimeZone(secondsFromGMT: 8 * 3_600)
        return formatter.string(from: Date().addingTimeInterval(Double(days) * 86_400))
    }
}
