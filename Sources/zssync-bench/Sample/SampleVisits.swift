import RecordModel

/// Workload V: visits with fourteen fields each, in the order of their days.
struct SampleVisits: Sendable {
    private let seed: UInt64
    private let people: SamplePeople
    private let levels: [[Int]]
    private var paid: [Int]
    private var number = 0
    private var dayNumber = -1
    private var dayText = ""

    /// 2025-01-01, and as many visits a day as make 58,000 a year.
    private static let firstDay = 20_089
    private static let visitsPerDay = 159

    init(seed: UInt64, people: SamplePeople) {
        self.seed = seed
        self.people = people
        let all = Array(0..<people.count)
        levels = SamplePeople.Level.allCases.map { level in
            let found = all.filter { people.level($0) == level }
            return found.isEmpty ? all : found
        }
        paid = levels.map { _ in 0 }
    }

    mutating func appendNext(to bytes: inout [UInt8]) {
        var random = SplitMix(seed: seed, domain: 5, number: number)
        // The year's visits by risk, from the bureau's report.
        let level = random.weighted([(0, 31_779), (1, 10_506), (2, 15_715)])
        // Everybody of a level in turn, so that nobody is visited twice a day.
        let person = levels[level][paid[level] % levels[level].count]
        paid[level] += 1
        let site = people.site(person)
        let day = Self.firstDay + number / Self.visitsPerDay
        if day != dayNumber {
            dayNumber = day
            dayText = Day(daysSince1970: day).text
        }
        let minute = random.within(510...1_050)
        let made = (Int64(day) * 1_440 + Int64(minute) - 480 + 25) * 60_000
        let finding = Finding(level: level, &random)

        var row = JSONRow()
        row.begin(&bytes)
        row.text(
            "id",
            RecordID(
                millisecondsSince1970: made + Int64(random.below(60_000)),
                random: (random.next(), random.next())
            ).text, &bytes)
        row.text("site", people.sites[site].code, &bytes)
        row.text("person", people.id(person).text, &bytes)
        row.name("visited_at", &bytes)
        Self.appendMoment(dayText, minute: minute, second: random.below(60), &bytes)
        row.integer("duration_minutes", random.within(5...60), &bytes)
        row.text("mode", finding.mode, &bytes)
        row.texts("visitors", visitors(site, &random), &bytes)
        row.text("met", finding.met, &bytes)
        row.text("health", finding.observation(&random), &bytes)
        row.text("mind", finding.observation(&random), &bytes)
        row.text("safety", finding.observation(&random), &bytes)
        row.text("hygiene", finding.observation(&random), &bytes)
        row.text("surroundings", finding.observation(&random), &bytes)
        row.name("note", &bytes)
        SamplePhrases.appendNote(&random, to: &bytes)
        row.texts("needs", Self.needs(&random), &bytes)
        row.text("alert_level", finding.alert, &bytes)
        row.end(&bytes)
        number += 1
    }

    private func visitors(_ site: Int, _ random: inout SplitMix) -> [String] {
        let first = people.worker(at: site, random.below(3))
        let second = people.worker(at: site, 3)
        return random.happens(40) && first != second ? [first, second] : [first]
    }

    private static let needNames = [
        "meal", "bath", "clean", "medical", "errand", "policy", "repair", "legal", "company",
    ]

    private static func needs(_ random: inout SplitMix) -> [String] {
        let first = random.one(of: needNames)
        let second = random.one(of: needNames)
        return random.happens(30) && first != second ? [first, second] : [first]
    }

    private static func appendMoment(
        _ day: String, minute: Int, second: Int, _ bytes: inout [UInt8]
    ) {
        let digits = { (number: Int, bytes: inout [UInt8]) in
            bytes.append(UInt8(48 + number / 10))
            bytes.append(UInt8(48 + number % 10))
        }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: day.utf8)
        bytes.append(UInt8(ascii: "T"))
        digits(minute / 60, &bytes)
        bytes.append(UInt8(ascii: ":"))
        digits(minute % 60, &bytes)
        bytes.append(UInt8(ascii: ":"))
        digits(second, &bytes)
        bytes.append(contentsOf: "+08:00\"".utf8)
    }
}

extension SampleVisits {
    /// What a visitor found, so that fields of one row agree.
    private struct Finding {
        let mode: String
        let met: String
        let alert: String

        init(level: Int, _ random: inout SplitMix) {
            mode = random.weighted([
                ("上门", 62), ("电话", 20), ("视频", 4), ("第三方", 3), ("邻里", 6), ("志愿者结对", 5),
            ])
            met =
                mode == "电话" || mode == "视频"
                ? random.weighted([("phone", 92), ("proxy", 5), ("not_met", 3)])
                : random.weighted([
                    ("in_person", 90), ("proxy", 5), ("not_met", 4), ("refused", 1),
                ])
            alert = random.weighted([
                ("none", 88), ("watch", level == 0 ? 14 : 8), ("urgent", level == 0 ? 2 : 1),
            ])
        }

        func observation(_ random: inout SplitMix) -> String {
            if met == "not_met" || met == "refused" { return "not_checked" }
            return alert == "none"
                ? random.weighted([("normal", 90), ("concern", 7), ("not_checked", 3)])
                : random.weighted([
                    ("normal", 50), ("concern", 40), (alert == "urgent" ? "urgent" : "concern", 10),
                ])
        }
    }
}
