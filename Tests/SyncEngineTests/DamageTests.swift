import CausalCore
import Foundation
import RecordModel
import ReplicaStore
import SyncEngine
import SyncProtocol
import TestSupport
import Testing

@Suite("Damaged files")
struct DamageTests {
    /// Bytes flipped, one file each; `ZSSYNC_FLIPS` asks for another number.
    private static let flips =
        ProcessInfo.processInfo.environment["ZSSYNC_FLIPS"].flatMap(Int.init) ?? 100

    @Test("a flipped byte is found or changes nothing, and no other replica takes what it changed")
    func flippedBytes() throws {
        let sample = try DamagedReplica()
        var chance = SeededGenerator(seed: 7)
        var outcomes: [DamagedReplica.Outcome: Int] = [:]
        for _ in 0..<Self.flips {
            let place = Int.random(in: sample.bytes.indices, using: &chance)
            var bytes = sample.bytes
            bytes[place] ^= UInt8.random(in: 1...255, using: &chance)
            let outcome = try sample.outcome(of: bytes)
            outcomes[outcome, default: 0] += 1
            #expect(
                outcome != .silent, "byte \(place): \((try? sample.differences(of: bytes)) ?? [])")
            #expect(outcome != .spread, "byte \(place)")
        }
        // A check that never finds anything, or always does, would prove nothing.
        #expect(outcomes[.found, default: 0] > Self.flips / 10)
        #expect(outcomes[.harmless, default: 0] > 0)
        print("flips: \(outcomes.map { "\($0.key) \($0.value)" }.sorted())")
    }

    @Test(
        "what conflicts are told from is checked against the log",
        arguments: [
            // An author who had seen nothing; one who had seen it later; one who had seen less; a conflict
            // of other candidates.
            "UPDATE seen SET context = X'' WHERE (feed, seq) = (\(newest))",
            "UPDATE seen SET seq = seq + 1 WHERE (feed, seq) = (\(newest))",
            "DELETE FROM seen WHERE (feed, seq) = (\(newest))",
            "UPDATE conflict_version SET dots = substr(dots, 25)",
        ])
    func tamperedConflicts(sql: String) throws {
        let sample = try DamagedReplica()
        #expect(try sample.outcome(of: sample.tampered("SELECT 1")) == .harmless)
        #expect(try sample.outcome(of: sample.tampered(sql)) == .found)
    }

    private static let newest =
        "SELECT feed, seq FROM seen WHERE context <> X'' ORDER BY seq DESC LIMIT 1"

    @Test("twelve kinds of broken file are found", arguments: Breakage.allCases)
    func brokenFiles(breakage: Breakage) throws {
        let sample = try DamagedReplica()
        let outcome = try sample.outcome(of: breakage.applied(to: sample.bytes, log: sample.mark))
        #expect(outcome == .found)
    }
}

/// What befalls whole files.
enum Breakage: CaseIterable {
    case empty, oneByte, halved, lastPageGone, firstPageGone, zeroedHeader, zeroedMiddle
    case randomMiddle, swappedPages, doubledPage, text, otherDatabase

    private static let page = 4_096

    /// `bytes` broken; `mark` is where the log has a change.
    func applied(to bytes: [UInt8], log mark: Int) -> [UInt8] {
        let (page, count) = (Self.page, bytes.count)
        var broken = bytes
        let middle = mark / page * page..<(mark / page + 1) * page
        let other = middle.lowerBound - page
        var chance = SeededGenerator(seed: 3)
        switch self {
        case .empty: return []
        case .oneByte: return [bytes[0]]
        case .halved: return Array(bytes.prefix(count / 2))
        case .lastPageGone: return Array(bytes.dropLast(page))
        case .firstPageGone: return Array(bytes.dropFirst(page))
        case .zeroedHeader: for place in 0..<100 { broken[place] = 0 }
        case .zeroedMiddle: for place in middle { broken[place] = 0 }
        case .randomMiddle:
            for place in middle { broken[place] = .random(in: 0...255, using: &chance) }
        case .swappedPages:
            for place in 0..<page { broken.swapAt(other + place, middle.lowerBound + place) }
        case .doubledPage: broken.replaceSubrange(middle, with: bytes[other..<other + page])
        case .text: return Array(String(repeating: "村级证明\n", count: 1_000).utf8)
        case .otherDatabase: for place in 68..<72 { broken[place] = 1 }
        }
        return broken
    }
}
