import Foundation
import RecordModel
import ReplicaStore
import SyncEngine
import SyncProtocol
import TestSupport
import Testing

@Suite("Laws of real replicas")
struct VillageLawTests {
    @Test(
        "whatever a village does, everybody ends with the same and nothing is lost",
        arguments: VillageRun.seeds)
    func village(seed: UInt64) throws { try run(seed: seed, steps: VillageRun.steps) }

    @Test("a seed that once found a bug finds none", arguments: try Regressions.village())
    func regression(_ case: Regressions.Case) throws {
        try run(seed: `case`.seed, steps: `case`.steps)
    }

    private func run(seed: UInt64, steps: Int) throws {
        var run = try VillageRun(seed: seed)
        do {
            try run.run(steps: steps)
            try check(run)
        } catch {
            let story = run.story.suffix(200).joined(separator: "\n")
            Issue.record("seed \(seed): \(String(describing: error))\n\(story)")
        }
    }

    private func check(_ run: VillageRun) throws {
        let (hub, foreign) = (run.village.hub, run.village.c)
        for device in run.devices {
            #expect(try device.digests() == hub.digests())
            let heads = { (one: TestReplica, two: TestReplica) in
                try one.read { try $0.sharedHeads(with: two.member) }
            }
            #expect(try heads(device, hub) == heads(hub, device))
            #expect(try device.reports() == hub.reports())
            #expect(
                try device.reports(open: true, resolved: true)
                    == hub.reports(open: true, resolved: true))
        }
        let open = try foreign.digests()
        #expect(Set(open.keys).isSubset(of: ["control", "public/\(Village.siteOne)"]))
        for (scope, digest) in open { #expect(try hub.digests()[scope] == digest) }

        let held = try hub.read { try $0.store.entries(after: 0, limit: 1_000_000) }
        var words: [String: Set<[Mutation]>] = [:]
        for (tag, mutations) in try VillageRun.words(held) {
            words[tag, default: []].insert(mutations)
        }
        for (tag, mutations) in run.due {
            #expect(mutations.isSubset(of: words[tag] ?? []), "\(tag) is lost")
        }
        let site = try hub.read { replica in
            try replica.store.scopes().filter { if case .site = $0 { true } else { false } }
                .flatMap { try replica.store.feeds(in: $0).map(\.number) }
        }
        var saves: Set<[UInt8]> = []
        for logged in held where site.contains(logged.feed) {
            let record = try FeedCursor.record(in: logged.entry.header).bytes
            // Without the salt: what was written anew has another one.
            let body = logged.entry.body?.dropFirst(HashChain.saltBytes) ?? []
            #expect(saves.insert(record + body).inserted, "a save is in the log twice")
        }
        for replica in run.devices + [hub, foreign] {
            #expect(try replica.read { try $0.verifyLog() }.damage == [])
            #expect(try replica.differencesFromLog() == [])
        }
        let bytes = try FileManager.default.contentsOfDirectory(atPath: foreign.directory)
            .map { try Data(contentsOf: URL(filePath: foreign.directory + "/" + $0)) }
        for data in bytes { #expect(data.range(of: Data(VillageRun.canary.utf8)) == nil) }
    }
}

extension TestReplica {
    /// Where this replica's tables are not what its log says.
    func differencesFromLog() throws -> [String] {
        let disk = try TemporaryDirectory()
        let copy = try TestReplica(
            key: identity.key, site: identity.site.text, roles: identity.roles, label: "copy",
            hubPublicKey: identity.hubPublicKey, in: disk.path)
        let links = try copy.write { rebuilt in try read { try rebuilt.replay($0) } }
        return try links
            + read { replica in try copy.read { try replica.differences(from: $0) } }
    }
}
