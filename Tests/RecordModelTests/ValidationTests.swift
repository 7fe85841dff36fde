import RecordModel
import Testing

@Suite("Whether a record may be saved")
struct ValidationTests {
    let kind: Kind
    let request: [String: Value] = [
        "request_no": .text("S-1"), "item": .text("居住证明"), "purpose": .text("入学"),
        "applicant_name": .text("陈小明"),
        "applicant_id_number": .text("11010519491231002X"),
    ]

    init() throws {
        kind = try #require(KindCatalogue.standard["proof_request"])
    }

    func errors(
        _ changes: [String: Value], from previous: [String: Value]? = nil, actor: String = "李",
        roles: [Role] = [.clerk], origin: Validation.Origin = .entered
    ) -> [FieldError] {
        let validation = Validation(kind: kind, actor: actor, roles: roles, origin: origin)
        let values = (previous ?? request).merging(changes) { $1 }
        return validation.errors(in: validation.filled(values), previous: previous)
    }

    func held(_ state: String, _ more: [String: Value] = [:]) -> [String: Value] {
        request.merging(["status": .text(state)]) { $1 }.merging(more) { $1 }
    }

    @Test("a new record gets the first state and needs what is required")
    func new() {
        let validation = Validation(kind: kind, actor: "李", roles: [.clerk])
        #expect(validation.filled(request)["status"] == .text("draft"))
        #expect(errors([:]).isEmpty)
        #expect(
            errors(["purpose": .null, "applicant_name": .text("")]).map(\.field) == [
                "purpose", "applicant_name",
            ])
    }

    @Test("states follow one another as declared; a file may bring any")
    func transitions() {
        #expect(errors(["status": .text("submitted")]).isEmpty)
        #expect(errors(["status": .text("approved")]).map(\.field) == ["status"])
        #expect(errors(["status": .text("approved")], origin: .imported).isEmpty)
        #expect(errors(["status": .text("verifying")], from: held("accepted")).isEmpty)
        let wrong = errors(["status": .text("issued")], from: held("accepted"))
        #expect(wrong.map(\.field) == ["status"])
        #expect(wrong[0].message.chinese.contains("核实中"))
        #expect(errors(["purpose": .text("落户")], from: held("issued")).isEmpty)
        #expect(!errors(["status": .text("submitted")], from: held("rejected")).isEmpty)
    }

    @Test("who approves has the role and does not keep the seal")
    func guards() {
        let waiting = held("awaiting_approval")
        let approval: [String: Value] = ["status": .text("approved"), "decision_by": .text("王")]
        #expect(errors(approval, from: waiting, actor: "王", roles: [.reviewer]).isEmpty)
        #expect(!errors(approval, from: waiting, actor: "王", roles: [.clerk]).isEmpty)
        let kept = held("awaiting_approval", ["seal_use_keeper": .text("王")])
        #expect(!errors(approval, from: kept, actor: "王", roles: [.reviewer]).isEmpty)
        let approved = held("approved", ["decision_by": .text("王")])
        let issue: [String: Value] = [
            "status": .text("issued"), "certificate_number": .text("ZS-1"),
        ]
        #expect(errors(issue, from: approved, actor: "赵", roles: [.sealKeeper]).isEmpty)
        #expect(!errors(issue, from: approved, actor: "王", roles: [.sealKeeper]).isEmpty)
        #expect(
            errors(["status": .text("issued")], from: approved, actor: "赵", roles: [.sealKeeper])
                .map(\.field) == ["certificate_number", "status"])
    }

    @Test("an item that villages do not certify is refused with the reason and where to go")
    func negativeList() throws {
        let refused = errors(["item": .text("无犯罪记录证明")])
        #expect(refused.map(\.field) == ["item"])
        #expect(refused[0].message.chinese.contains("民发〔2020〕20号"))
        #expect(refused[0].message.chinese.contains("公安"))
        #expect(
            errors([
                "item": .text("无犯罪记录证明"), "status": .text("not_accepted"),
                "decision_reason": .text("NEGATIVE_LIST"),
            ]).isEmpty)
        guard case .choice(let items) = kind["item"]?.type else { return }
        for item in items where item.label.chinese.contains("不予出具") {
            #expect(errors(["item": .text(item.value)]).map(\.field) == ["item"], "\(item.value)")
        }
        for item in items where !item.label.chinese.contains("不予出具") {
            #expect(errors(["item": .text(item.value)]).isEmpty, "\(item.value)")
        }
    }

    @Test("a day that ends before it begins is refused")
    func order() {
        let dates: [String: Value] = [
            "certificate_issued_on": .text("2026-03-02"),
            "certificate_valid_until": .text("2026-03-01"),
        ]
        #expect(errors(dates).map(\.field) == ["certificate_valid_until"])
        #expect(errors(["certificate_issued_on": .text("2026-03-02")]).isEmpty)
    }

    @Test("nothing with a person's number is published unless masking is confirmed")
    func publishing() throws {
        let disclosure = try #require(KindCatalogue.standard["disclosure"])
        let validation = Validation(kind: disclosure, actor: "李", roles: [.clerk])
        var values: [String: Value] = [
            "category": .text("救助名单"), "title": .text("名单"), "status": .text("joint_confirmed"),
            "body": .text("陈小明 13800138000"),
        ]
        let before = values
        values["status"] = .text("published")
        #expect(validation.errors(in: values, previous: before).map(\.field) == ["body"])
        values["masking_confirmed"] = .boolean(true)
        #expect(validation.errors(in: values, previous: before).isEmpty)
        values["supervision_result"] = .text("returned")
        #expect(validation.errors(in: values, previous: before).map(\.field) == ["status"])
    }

    @Test("a moment and a day are compared by their days")
    func mixed() throws {
        let council = try Fixtures.kind("Fixtures/kinds/council_consultation.yaml")
        let validation = Validation(kind: council, actor: "李", roles: [.reviewer])
        var values: [String: Value] = [
            "topic": .text("修路"), "held_at": .text("2026-03-01T20:00:00+08:00"),
            "decided_on": .text("2026-03-01"), "status": .text("proposed"),
        ]
        #expect(validation.errors(in: values).isEmpty)
        values["decided_on"] = .text("2026-02-28")
        #expect(validation.errors(in: values).map(\.field) == ["decided_on"])
    }
}
