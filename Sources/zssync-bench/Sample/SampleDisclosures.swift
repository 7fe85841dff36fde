import RecordModel

/// What villages publish: a title, a text, and for accounts their lines.
struct SampleDisclosures: Sendable {
    private let seed: UInt64
    private let people: SamplePeople
    private var number = 0

    private static let firstDay = 20_089
    private static let disclosuresPerDay = 30
    private static let categories: [(String, weight: Int)] = [
        ("财务收支", 30), ("会议决定", 14), ("惠农补贴", 10), ("救助名单", 8), ("工程项目", 8),
        ("资产合同", 8), ("协商成果", 7), ("土地宅基地", 5), ("拨付捐赠", 4), ("干部补贴", 3),
        ("章程规约", 2), ("其他", 1),
    ]
    private static let bodies = [
        "经村民代表会议讨论，到会代表过半数同意，现将结果公开，接受全体村民监督。",
        "本项资金专款专用，收支明细见附表，凭证存村委会备查。",
        "公开期内如有异议，请向村务监督委员会书面提出，监督委员会五日内答复。",
        "项目经公开比选确定施工单位，工期和造价按合同执行，验收后再付尾款。",
        "名单经入户调查、民主评议和镇街审核，身份信息已按规定遮盖。",
        "合同期满重新招租，租金不低于上一期，收入归集体。",
    ]
    private static let incomes = ["鱼塘租金", "物业出租收入", "利息收入", "镇街补助", "社会捐赠"]
    private static let expenses = [
        "办公用品", "路灯电费", "环卫保洁费", "慰问金", "道路维修", "水利清淤", "长者饭堂补贴", "绿化养护", "会议费",
    ]

    init(seed: UInt64, sites: [RegisteredSite]) {
        self.seed = seed
        people = SamplePeople(seed: seed, count: 1, sites: sites)
    }

    mutating func appendNext(to bytes: inout [UInt8]) {
        var random = SplitMix(seed: seed, domain: 7, number: number)
        let siteIndex = people.site(number)
        let site = people.sites[siteIndex]
        let day = Self.firstDay + number / Self.disclosuresPerDay
        let date = Day(daysSince1970: day)
        let category = random.weighted(Self.categories)
        let period = category == "财务收支" ? "month" : random.one(of: ["quarter", "year", "event"])
        let state = random.weighted([
            ("archived", 60), ("closed", 15), ("objection_window", 10), ("published", 5),
            ("supervision_review", 5), ("draft", 5),
        ])

        var row = JSONRow()
        row.begin(&bytes)
        row.text(
            "id",
            RecordID(
                millisecondsSince1970: (Int64(day) * 1_440 + 120) * 60_000
                    + Int64(number % Self.disclosuresPerDay) * 900_000,
                random: (random.next(), random.next())
            ).text, &bytes)
        row.text("site", site.code, &bytes)
        row.text("category", category, &bytes)
        row.text(
            "title", "\(site.name)\(date.parts.year)年\(date.parts.month)月\(category)公开", &bytes)
        row.text("basis", "中华人民共和国村民委员会组织法第三十条", &bytes)
        row.text("period", period, &bytes)
        row.text("body", Self.body(&random), &bytes)
        if category == "财务收支" {
            row.value("finance_lines", .list(lines(siteIndex, date, &random)), &bytes)
        }
        row.text("due_on", Day(daysSince1970: day + 10).text, &bytes)
        if state != "draft", state != "supervision_review" {
            appendPublishing(siteIndex, day, &row, &random, &bytes)
        }
        row.text("status", state, &bytes)
        row.end(&bytes)
        number += 1
    }

    private func appendPublishing(
        _ site: Int, _ day: Int, _ row: inout JSONRow, _ random: inout SplitMix,
        _ bytes: inout [UInt8]
    ) {
        let published = Day(daysSince1970: day + random.within(3...9))
        row.texts("supervision_members", (4...6).map { people.worker(at: site, $0) }, &bytes)
        row.text("supervision_opinion", "账实相符，同意公开。", &bytes)
        row.text("supervision_result", "passed", &bytes)
        row.text(
            "supervision_at", "\(Day(daysSince1970: day + 1).text)T10:00:00+08:00", &bytes)
        row.text(
            "joint_meeting_at", "\(Day(daysSince1970: day + 2).text)T19:30:00+08:00", &bytes)
        row.text("joint_meeting_result", "confirmed", &bytes)
        row.text("published_at", "\(published.text)T09:00:00+08:00", &bytes)
        row.text("published_by", people.worker(at: site, 0), &bytes)
        row.texts("published_channels", ["公开栏", random.one(of: ["微信群", "网上平台"])], &bytes)
        row.text(
            "post_until", Day(daysSince1970: published.daysSince1970 + 5).text, &bytes)
    }

    private static func body(_ random: inout SplitMix) -> String {
        let first = random.below(bodies.count)
        let second = (first + 1 + random.below(bodies.count - 1)) % bodies.count
        return bodies[first] + bodies[second]
    }

    private func lines(
        _ site: Int, _ date: Day, _ random: inout SplitMix
    ) -> [Value] {
        var balance = Int64(random.within(5_000_000...90_000_000))
        return (1...random.within(3...8)).map { line in
            let isIncome = random.happens(35)
            let amount = Int64(random.within(5_000...800_000))
            balance += isIncome ? amount : -amount
            return .object([
                "date": .text(Day(daysSince1970: date.daysSince1970 - 9 + line).text),
                "voucher": .text("\(date.parts.month)-\(line)"),
                "summary": .text(random.one(of: isIncome ? Self.incomes : Self.expenses)),
                isIncome ? "income" : "expense": .integer(amount),
                "balance": .integer(balance),
                "handler": .text(people.worker(at: site, 0)),
                "approver": .text(people.worker(at: site, 1)),
            ])
        }
    }
}
