import RecordModel

/// Requests for certificates at every state of their life, most of them long delivered.
struct SampleRequests: Sendable {
    private let seed: UInt64
    private let people: SamplePeople
    private var number = 0

    private static let firstDay = 20_089
    private static let requestsPerDay = 112
    private static let purposes = [
        "子女入学报名", "办理银行业务", "申请居住证", "申请公租房", "办理社保转移", "单位入职审查",
        "办理不动产登记", "参加诉讼", "申请助学金", "办理水电过户",
    ]
    private static let authorities = [
        "镇街公共服务中心", "中山市第一人民法院", "农村商业银行", "学校招生办", "市社会保险基金管理局",
        "不动产登记中心", "用人单位", "住房保障中心",
    ]
    private static let items: [(String, weight: Int)] = [
        ("居住证明", 50), ("分红证明", 14), ("集体经济组织成员证明", 12), ("土地承包情况证明", 6),
        ("宅基地使用情况证明", 5), ("诉讼代理证明", 3), ("监护关系证明", 3), ("亲属关系证明", 2),
        ("临时困难情况证明", 5),
    ]
    private static let states: [(String, weight: Int)] = [
        ("delivered", 68), ("issued", 5), ("approved", 4), ("awaiting_approval", 4),
        ("verifying", 4), ("accepted", 3), ("submitted", 3), ("rejected", 3), ("not_accepted", 2),
        ("withdrawn", 2), ("returned", 1), ("expired", 1),
    ]
    private static let decided = ["delivered", "issued", "approved", "rejected", "expired"]
    private static let issued = ["delivered", "issued", "expired"]

    init(seed: UInt64, people: SamplePeople) {
        self.seed = seed
        self.people = people
    }

    mutating func appendNext(to bytes: inout [UInt8]) {
        var random = SplitMix(seed: seed, domain: 6, number: number)
        let siteIndex = people.site(number)
        let site = people.sites[siteIndex]
        let day = Self.firstDay + number / Self.requestsPerDay
        let date = Day(daysSince1970: day)
        let (idNumber, _, isMale) = people.identity(number, domain: 1)
        let name =
            random.one(of: SampleNames.surnames) + SampleNames.given(isMale: isMale, &random)
        let item = random.weighted(Self.items)
        let state = random.weighted(Self.states)

        var row = JSONRow()
        row.begin(&bytes)
        row.text(
            "id",
            RecordID(
                millisecondsSince1970: (Int64(day) * 1_440 + 60) * 60_000
                    + Int64(number % Self.requestsPerDay) * 240_000,
                random: (random.next(), random.next())
            ).text, &bytes)
        row.text("site", site.code, &bytes)
        row.text("request_no", "S\(site.code)-\(date.parts.year)-\(number + 1)", &bytes)
        row.text("item", item, &bytes)
        row.text("purpose", random.one(of: Self.purposes), &bytes)
        row.text("requesting_authority", random.one(of: Self.authorities), &bytes)
        row.text(
            "channel", random.weighted([("counter", 55), ("online", 35), ("helped", 10)]), &bytes)
        row.text("applicant_name", name, &bytes)
        row.text("applicant_id_number", idNumber, &bytes)
        row.text("applicant_phone", SampleNames.phone(&random), &bytes)
        row.text("applicant_address", SampleNames.address(of: site, &random), &bytes)
        row.text("statement", "本人自愿申请\(item)，所填内容属实，如有不实愿承担责任。", &bytes)
        row.text("consent_text_version", "2024-1", &bytes)
        row.text("consent_date", date.text, &bytes)
        appendDecision(state, item: item, siteIndex: siteIndex, date: date, &row, &random, &bytes)
        row.text("status", state, &bytes)
        row.end(&bytes)
        number += 1
    }

    private func appendDecision(
        _ state: String, item: String, siteIndex: Int, date: Day, _ row: inout JSONRow,
        _ random: inout SplitMix, _ bytes: inout [UInt8]
    ) {
        if state == "not_accepted" || state == "rejected" {
            let reasons = ["NO_LEGAL_BASIS", "OUT_OF_SITE", "CANNOT_VERIFY", "MATERIAL_MISSING"]
            row.text("decision_reason", random.one(of: reasons), &bytes)
        }
        guard Self.decided.contains(state) else { return }
        let next = Day(daysSince1970: date.daysSince1970 + random.within(1...3))
        row.texts("verification_method", [random.one(of: ["入户走访", "查阅档案", "邻里询问"])], &bytes)
        row.text("verification_by", people.worker(at: siteIndex, 0), &bytes)
        row.text("verification_at", "\(date.text)T15:30:00+08:00", &bytes)
        row.text(
            "verification_result", state == "rejected" ? "not_verified" : "verified", &bytes)
        row.text("decision_by", people.worker(at: siteIndex, 1), &bytes)
        row.text("decision_at", "\(next.text)T09:10:00+08:00", &bytes)
        guard Self.issued.contains(state) else { return }
        let site = people.sites[siteIndex]
        row.text("seal_use_keeper", people.worker(at: siteIndex, 2), &bytes)
        row.integer("seal_use_copies", random.within(1...2), &bytes)
        row.text("certificate_number", "C\(site.code)-\(next.parts.year)-\(number + 1)", &bytes)
        row.text("certificate_issued_on", next.text, &bytes)
        row.text(
            "certificate_valid_until", Day(daysSince1970: next.daysSince1970 + 180).text, &bytes)
        row.text(
            "certificate_text", "兹证明申请人所申请的\(item)情况属实。\(site.townName)\(site.name)", &bytes)
        if state == "delivered" {
            row.text("delivery", random.one(of: ["counter", "home", "online"]), &bytes)
        }
    }
}
