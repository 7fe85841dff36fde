import CausalCore
import RecordModel
import ReplicaStore
import SimulationKit

/// Everything that a store says, line by line.
enum StoreView {
    static func lines(of store: any Store, kind: Kind?) throws -> [String] {
        try log(of: store) + beside(store) + (kind.map { try records(of: $0, in: store) } ?? [])
            + held(in: store, kind)
    }

    private static func log(of store: any Store) throws -> [String] {
        var lines = [
            "scopes \(try store.scopes())", "count \(try store.changeCount())",
            "heads \(try store.headCount())", "last \(try store.lastArrival())",
            "next \(try store.nextArrival())", "cut \(try store.lastCut())",
        ]
        lines += try store.entries(after: -1, limit: .max).map { "\($0)" }
        lines += try store.entries(after: 3, limit: 5).map { "some \($0)" }
        for scope in StoreScript.scopes {
            lines.append("\(scope) \(try store.stateSum(of: scope).bytes)")
            lines.append("\(scope) \(try store.frontier(of: scope))")
            lines += try store.quarantined(in: scope, reason: nil).map { "\($0)" }
            for reason in ["lost", "written anew"] {
                lines += try store.quarantined(in: scope, reason: reason).map { "\($0)" }
                lines.append("\(reason) \(try store.quarantinedCount(reason: reason))")
            }
            for feed in try store.feeds(in: scope) { lines += try view(feed, in: store) }
        }
        for device in 0...2 {
            lines += try store.feeds(ofDevice: "device \(device)").map { "of device: \($0)" }
        }
        return lines
    }

    private static func view(_ feed: Feed, in store: any Store) throws -> [String] {
        let number = feed.number
        var lines = [
            "\(feed)", "\(String(describing: try store.author(ofFeed: number)))",
            "same \(try store.feed(feed.scope, feed.replica) == feed)",
            "checked to \(try store.lastCheckpoint(of: number))",
        ]
        for peer in StoreScript.peers {
            lines.append("\(peer) has \(try store.acknowledged(number, by: peer))")
        }
        for seq in 0...feed.seq + 1 {
            let found = try store.entries(of: number, from: seq, limit: 3)
            lines.append("\(seq): \(found.map(\.arrival))")
            lines.append("\(String(describing: try store.hash(of: number, at: seq)))")
            lines.append("\(String(describing: try store.lamport(of: number, at: seq)))")
            lines.append("\(String(describing: try store.checkpoint(of: number, from: seq)))")
            let first = try store.firstChange(of: number, before: seq) {
                $0[feed.replica] != 0
            }
            lines.append("\(String(describing: first))")
            if seq > 0 {
                lines.append("\(try store.context(of: number, feed.replica, at: seq))")
            }
            for logged in found.prefix(1) {
                lines.append("same \(try store.entry(at: logged.arrival) == logged)")
            }
        }
        return lines
    }

    private static func beside(_ store: any Store) throws -> [String] {
        var lines = try store.storedKinds().map { "\($0.name) \($0.version)" }
        lines += try store.conflicts(onlyOpen: false).map { "\($0)" }
        lines += try store.conflicts(onlyOpen: true, since: 4).map { "open \($0.id)" }
        lines.append("open \(try store.openConflictCount())")
        lines += try store.openConflictCounts().sorted { $0.key < $1.key }.map { "\($0)" }
        for record in StoreScript.records {
            for scope in StoreScript.scopes {
                lines += try store.conflicts(of: record, in: scope).map { "\(record) \($0.id)" }
            }
            lines.append("\(String(describing: try store.draft(of: record)))")
        }
        for id in 1...5 as ClosedRange<UInt8> {
            for version in 1...3 as ClosedRange<UInt8> {
                let dots = try store.candidates(
                    of: [UInt8](repeating: id, count: 16),
                    version: [UInt8](repeating: version, count: 16))
                lines.append("\(id) \(version) \(String(describing: dots))")
            }
        }
        lines += try store.peers().map { "\($0)" }
        for peer in StoreScript.peers {
            lines += try store.agreedDigests(with: peer).sorted { $0.key < $1.key }.map { "\($0)" }
            lines += try store.copiesDue(from: peer).map { "\($0)" }
        }
        lines += try store.drafts().map { "\($0)" }
        for site in try store.sitesWithErased() {
            lines.append("erased of \(site): \(try store.erased(of: site))")
            lines += try StoreScript.records.map { "\(try store.isErased($0, of: site))" }
        }
        for number in 0..<3 {
            let secret = [UInt8(number)]
            lines.append("\(String(describing: try store.setting("setting \(number)")))")
            lines.append("\(String(describing: try store.invitation(secret)))")
        }
        return lines
    }

    private static func records(of kind: Kind, in store: any Store) throws -> [String] {
        var lines = [
            "count \(try store.count(of: kind)) \(try store.keys(of: kind))",
            "\(try store.countByState(of: kind).sorted { $0.key < $1.key })",
        ]
        let queries = [
            RecordQuery(), RecordQuery(site: StoreScript.sites[0]),
            RecordQuery(equals: ["title": .text("样1")]),
            RecordQuery(equals: ["title": .null]), RecordQuery(equals: ["nothing": .null]),
            RecordQuery(equals: ["tags": .text("样2")]),
            RecordQuery(equals: ["done": .boolean(true)]),
            RecordQuery(equals: ["total": .integer(1)]), RecordQuery(search: "样2"),
            RecordQuery(search: StoreScript.records[2].text), RecordQuery(search: "改"),
            RecordQuery(search: "样", searched: kind.fields.filter { $0.name == "remark" }),
            RecordQuery(isLatestFirst: true, limit: 2, offset: 1),
            RecordQuery(isLatestFirst: true, beyond: StoreScript.records[3]),
            RecordQuery(beyond: StoreScript.records[1], limit: 3),
        ]
        for query in queries {
            try store.forEachRow(of: kind, query) { row in
                let values = row.values.sorted { $0.key < $1.key }
                lines.append(
                    "\(row.id) \(row.site) \(row.isPublished) \(values) \(row.updatedAt)"
                        + " \(row.updatedBy)")
            }
            lines.append("end")
        }
        for comparison in kind.comparisons {
            for text in ["样0", "样1", "样2"] {
                let part = comparison.identity.parts[0].field
                let found = try store.records(
                    of: kind, site: StoreScript.sites[0], sharing: comparison.identity,
                    values: [part: .text(text)], besides: StoreScript.records[0])
                lines.append("\(part) \(text) \(found)")
            }
        }
        return lines
    }

    private static func held(in store: any Store, _ kind: Kind?) throws -> [String] {
        var lines: [String] = []
        for id in StoreScript.records {
            let place = try store.place(of: id, among: KindCatalogue(kind.map { [$0] } ?? []))
            lines.append("\(String(describing: place))")
            lines.append("\(String(describing: try store.unlistedPlace(of: id)))")
            lines.append("\(try store.unlistedKinds(of: id).sorted())")
            for site in StoreScript.sites {
                for isPublished in [false, true] {
                    let record = try store.record(
                        id, kindName: Specimen.name, kind: kind, site: site,
                        isPublished: isPublished)
                    lines.append(
                        "\(id) \(site) \(isPublished) \(record?.state.canonicalBytes ?? [])"
                            + " \(record?.latest ?? -1)")
                }
                guard let kind else { continue }
                lines.append("latest \(try store.latest(of: id, kind: kind, site: site) ?? 0)")
                let plain = try store.plainValues(of: id, kind: kind, site: site)
                lines.append("plain \(plain?.sorted { $0.key < $1.key } ?? [])")
            }
        }
        return lines
    }
}
