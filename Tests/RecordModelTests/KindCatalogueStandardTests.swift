import Testing

@testable import RecordModel

@Suite("The kinds that zssync comes with")
struct KindCatalogueStandardTests {
    @Test("every file of Protocol/kinds is embedded as it stands there")
    func embedded() throws {
        let plain = try Fixtures.names(in: "Protocol/kinds").map { ("Protocol/kinds/" + $0, $0) }
        let control = try Fixtures.names(in: "Protocol/kinds/control").map {
            ("Protocol/kinds/control/" + $0, $0)
        }
        let embedded = Dictionary(
            uniqueKeysWithValues: KindCatalogue.standardFiles.map { ($0.name, $0.source) })
        #expect(embedded.count == plain.count + control.count)
        for (path, name) in plain + control {
            #expect(embedded[name] == (try Fixtures.text(path)), "\(path)")
            _ = try Fixtures.kind(path)
        }
        #expect(SampleSites.csv == (try Fixtures.text("Fixtures/sites.csv")))
    }

    @Test("every reference leads to a kind that is there")
    func references() {
        let kinds = KindCatalogue.standard
        #expect(
            kinds.kinds.map(\.name) == [
                "device", "disclosure", "erasure", "kind_definition", "person", "proof_request",
                "revocation", "site", "visit",
            ])
        for kind in kinds.kinds {
            for field in kind.fields {
                if case .reference(let name) = field.type { #expect(kinds[name] != nil) }
            }
        }
    }

    @Test("records that look like one can be merged or told apart, but not those of the registry")
    func given() throws {
        for kind in KindCatalogue.standard.kinds {
            let isControl = kind.audience == .control
            #expect((kind["merged_into"] == nil) == isControl)
            #expect((kind["distinct_from"] == nil) == isControl)
            #expect((kind["distinct_from"]?.merge ?? .set) == .set)
        }
    }

    @Test("a request has the order of caution that the design asks for")
    func precedence() throws {
        let kind = try #require(KindCatalogue.standard["proof_request"])
        let precedence = try #require(kind.lifecycle).precedence
        #expect(
            precedence.prefix(6) == [
                "revoked", "rejected", "withdrawn", "returned", "not_accepted", "draft",
            ])
        #expect(kind["request_no"]?.isNumber == true)
        #expect(kind["certificate_number"]?.isNumber == true)
        #expect(kind["applicant_id_number"]?.isPersonal == true)
        #expect(kind.identities.map { $0.parts.map(\.field) } == [["applicant_id_number", "item"]])
        let visit = try #require(KindCatalogue.standard["visit"])
        #expect(visit.identities[0].name == "same_day")
        #expect(visit.identities[0].parts.map(\.isDay) == [false, true])
    }

    @Test("withdrawing is possible from everywhere before the certificate is issued")
    func withdrawing() throws {
        let lifecycle = try #require(KindCatalogue.standard["proof_request"]?.lifecycle)
        let open = [
            "draft", "submitted", "accepted", "returned", "verifying", "deliberating",
            "awaiting_approval", "approved",
        ]
        for state in lifecycle.states {
            #expect(state.next.contains("withdrawn") == open.contains(state.name), "\(state.name)")
        }
    }

    @Test("a fifth kind is a new file and no code")
    func fifthKind() throws {
        let kind = try Fixtures.kind("Fixtures/kinds/council_consultation.yaml")
        #expect(kind.fields.count == 19)
        #expect(kind.audience == .published(states: ["published"]))
        #expect(kind["supporters"]?.merge == .sum)
        #expect(kind["opinions"]?.merge == .log)
        #expect(kind.rules.count == 3)
        guard case .rows(let columns) = kind["tasks"]?.type else {
            Issue.record("tasks is a table")
            return
        }
        #expect(columns.map(\.name) == ["task", "due", "done"])
    }
}
