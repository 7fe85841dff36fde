import RecordModel

/// The people of a seed: who they are depends on the seed and their number alone.
struct SamplePeople: Sendable {
    enum Level: String, CaseIterable {
        case high
        case key
        case general
    }

    /// So many that the shares of risk give the numbers on file of the bureau's report: 1,121 at
    /// high risk and 1,303 key people.
    static let countDefault = 8_000

    let seed: UInt64
    let count: Int
    let sites: [RegisteredSite]
    private let workers: [[String]]

    /// 2024-01-01 in Zhongshan, in milliseconds since 1970.
    private static let firstMade: Int64 = 1_704_038_400_000

    func level(_ person: Int) -> Level {
        var random = SplitMix(seed: seed, domain: 1, number: person)
        return random.weighted([(.high, 1_121), (.key, 1_303), (.general, 5_576)])
    }

    init(seed: UInt64, count: Int, sites: [RegisteredSite]) {
        self.seed = seed
        self.count = count
        self.sites = sites
        workers = sites.map { Self.workers(seed: seed, of: $0) }
    }

    /// The index of the site that the row `number` belongs to.
    func site(_ number: Int) -> Int {
        // A step that shares no factor with 288 spreads neighbours over the towns.
        number &* 101 % sites.count
    }

    func id(_ person: Int) -> RecordID {
        var random = SplitMix(seed: seed, domain: 2, number: person)
        return RecordID(
            millisecondsSince1970: Self.firstMade + Int64(person) * 61_000,
            random: (random.next(), random.next()))
    }

    /// An identity number that nobody else of the seed has, and the day and sex that it says.
    func identity(_ person: Int, domain: Int) -> (number: String, birth: Day, isMale: Bool) {
        // 20,000 days from 1930 on, 999 numbers each, walked in a step without a common factor.
        let slots = 20_000 * 999
        let place = ((person * 5 + domain) &* 7_368_787 + Int(seed % 1_000_003)) % slots
        let birth = Day(daysSince1970: -14_610 + place / 999)
        let (year, month, day) = birth.parts
        let order = place % 999 + 1
        var letters = Array("442000".utf8)
        letters.reserveCapacity(18)
        for (number, width) in [(year, 4), (month, 2), (day, 2), (order, 3)] {
            var scale = width == 4 ? 1_000 : width == 3 ? 100 : 10
            while scale > 0 {
                letters.append(UInt8(48 + number / scale % 10))
                scale /= 10
            }
        }
        letters.append(ResidentNumber.check(letters))
        return (String(decoding: letters, as: UTF8.self), birth, !order.isMultiple(of: 2))
    }

    func appendRow(_ person: Int, to bytes: inout [UInt8]) {
        var random = SplitMix(seed: seed, domain: 3, number: person)
        let siteIndex = site(person)
        let site = sites[siteIndex]
        let level = level(person)
        let (number, birth, isMale) = identity(person, domain: 0)
        let surname = random.one(of: SampleNames.surnames)
        var row = JSONRow()
        row.begin(&bytes)
        row.text("id", id(person).text, &bytes)
        row.text("site", site.code, &bytes)
        row.text("name", surname + SampleNames.given(isMale: isMale, &random), &bytes)
        row.text("id_type", "resident_id", &bytes)
        row.text("id_number", number, &bytes)
        row.text("sex", isMale ? "男" : "女", &bytes)
        row.text("birth_date", birth.text, &bytes)
        row.text("phone", SampleNames.phone(&random), &bytes)
        row.text("address", SampleNames.address(of: site, &random), &bytes)
        row.texts("categories", categories(level, birth, &random), &bytes)
        row.text("risk_level", level.rawValue, &bytes)
        if level != .general {
            row.text("risk_reason", random.one(of: SamplePhrases.riskReasons), &bytes)
        }
        let contact =
            surname + SampleNames.given(isMale: random.happens(50), &random) + " "
            + random.one(of: ["儿子", "女儿", "侄子", "邻居", "儿媳"]) + " " + SampleNames.phone(&random)
        row.texts("emergency_contacts", [contact], &bytes)
        row.texts("assigned_to", [worker(at: siteIndex, random.below(3))], &bytes)
        row.text("consent_text_version", "2024-1", &bytes)
        row.text("consent_date", Day(daysSince1970: 19_723 + random.below(360)).text, &bytes)
        row.text("status", random.happens(96) ? "active" : "institution", &bytes)
        row.end(&bytes)
    }

    /// One of the few people who work at the site with that index.
    func worker(at site: Int, _ number: Int) -> String { workers[site][number] }

    private static func workers(seed: UInt64, of site: RegisteredSite) -> [String] {
        // By the site's code, so that another registry with the same site has the same people.
        var hash: UInt64 = 14_695_981_039_346_656_037
        for byte in site.code.utf8 { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
        return (0..<7).map { number in
            var random = SplitMix(seed: seed ^ hash, domain: 4, number: number)
            return random.one(of: SampleNames.surnames)
                + SampleNames.given(isMale: number.isMultiple(of: 2), &random)
        }
    }

    private func categories(_ level: Level, _ birth: Day, _ random: inout SplitMix) -> [String] {
        // Days since 1970 of 1945-01-01: over eighty in 2025.
        var found: [String] = birth.daysSince1970 < -9_131 ? ["高龄"] : []
        let others =
            level == .high
            ? ["独居", "失能", "失智", "重残", "计生特殊家庭", "特困"]
            : ["独居", "空巢", "留守", "低保", "低保边缘", "刚性支出困难"]
        for other in [random.one(of: others), random.one(of: others)]
        where !found.contains(other) {
            found.append(other)
        }
        return found
    }
}
