import RecordModel
import SyncEngine
import SimulationKit
import TestSupport
import Testing

@Suite("Kinds where they do not belong")
struct ForeignKindTests {
    @Test(
        "a village defines no kinds and publishes no persons: it is kept, shows nowhere, stops nobody"
    )
    func outOfPlace() throws {
        let village = try Village()
        let (hub, a, b) = (village.hub, village.a, village.b)
        let site = try #require(SiteID(Village.siteOne))
        let kind = try Specimen.kind(edition: 1)
        try a.write { replica in
            for (name, scope) in [
                ("kind_definition", Scope.site(site)), ("device", .site(site)),
                ("person", .published(site)), ("site", .published(site)),
            ] {
                try replica.write(
                    Edit(
                        kind: name, record: replica.newRecordID(), scope: scope,
                        mutations: [
                            .set(field: "name", value: .text(kind.name)),
                            .set(field: "version", value: .integer(9)),
                            .set(field: "source", value: .text(kind.source)),
                        ], actor: "a"))
            }
        }
        let id = try a.add("person", Village.person)
        #expect(try a.sync(with: hub).isEmpty)
        #expect(try b.sync(with: hub).isEmpty)
        // Something else is defined, for which all definitions are read.
        let other = try KindReader.kind(
            source: kind.source.replacing("kind: specimen", with: "kind: meal"), file: "meal.yaml")
        try hub.write { try $0.define(other) }
        for device in [a, b] { #expect(try device.sync(with: hub).isEmpty) }
        for replica in [hub, a, b] {
            #expect(try replica.values(id) != nil)
            #expect(try replica.read { $0.kinds["meal"] } != nil)
            #expect(try replica.read { $0.kinds[kind.name] } == nil)
            #expect(try replica.digests() == hub.digests())
            #expect(try replica.differencesFromLog() == [])
        }
    }

    @Test("a kind that no definition in the log brings is verified like any other")
    func ownKind() throws {
        let village = try Village()
        try village.a.write { try $0.install(Specimen.kind(edition: 1)) }
        let id = try village.a.add(Specimen.name, ["title": .text("甲")])
        #expect(try village.a.values(id) != nil)
        #expect(try village.a.differencesFromLog() == [])
    }

    @Test("an edition that changes what records have is refused, and nothing is published")
    func otherType() throws {
        let village = try Village()
        let hub = village.hub
        let first = try Specimen.kind(edition: 1)
        try hub.write { try $0.define(first) }
        let digests = try hub.digests()
        for (old, new) in [
            (
                "title: {label: {zh: 标题, en: Title}, type: text}",
                "title: {label: {zh: 标题, en: Title}, type: integer}"
            ),
            ("merge: latest", "merge: choose"),
            ("  price: {label: {zh: 价格, en: Price}, type: money}\n", ""),
        ] {
            let changed = try KindReader.kind(
                source: first.source.replacing(old, with: new)
                    .replacing("version: 1", with: "version: 2"), file: "specimen.yaml")
            #expect(throws: EngineError.self) { try hub.write { try $0.define(changed) } }
            #expect(try hub.digests() == digests)
        }
        try hub.write { try $0.define(Specimen.kind(edition: 2)) }
        #expect(try hub.read { $0.kinds[Specimen.name]?.version } == 2)
    }
}
