import RecordModel
import SwiftProtobuf
@testable import SyncProtocol
import TestSupport
import Testing

@Suite("Deflate")
struct DeflateTests {
    @Test("What was compressed comes back", arguments: 0..<40)
    func law(seed: Int) throws {
        var chance = SeededGenerator(seed: UInt64(seed))
        let count = Int.random(in: 0...5_000, using: &chance)
        let letters = UInt8.random(in: 1...255, using: &chance)
        let plain = (0..<count).map { _ in UInt8.random(in: 0...letters, using: &chance) }
        let packed = try Deflate.compress(plain)
        #expect(try Deflate.inflate(packed, plainCount: count) == plain)
    }

    @Test("A bomb is refused: before inflating where it says so, else at the size that it said")
    func bomb() throws {
        let zeros = [UInt8](repeating: 0, count: Limits.plainBytesMax + 1)
        let packed = try Deflate.compress(zeros)
        #expect(packed.count < 10_000)
        #expect(throws: WireError.tooLarge(what: "segment", limit: Limits.plainBytesMax)) {
            try Deflate.inflate(packed, plainCount: zeros.count)
        }
        for said in [0, 1, 100, Limits.plainBytesMax] {
            #expect(throws: WireError.malformed("deflate")) {
                try Deflate.inflate(packed, plainCount: said)
            }
        }
        let most = try Deflate.compress([UInt8](repeating: 0, count: Limits.plainBytesMax))
        #expect(try Deflate.inflate(most, plainCount: Limits.plainBytesMax).last == 0)
    }

    @Test("A stream that is cut, goes on or is of another size is refused")
    func cut() throws {
        let plain = Array("路灯维修，同意，要留票据。Repair the street lamps.".utf8)
        let packed = try Deflate.compress(plain)
        for count in 0..<packed.count {
            #expect(throws: WireError.malformed("deflate")) {
                try Deflate.inflate(Array(packed.prefix(count)), plainCount: plain.count)
            }
        }
        for (bytes, count) in [
            (packed + [0], plain.count), (packed + packed, plain.count),
            (packed, plain.count - 1), (packed, plain.count + 1), ([], 0), ([], 1),
        ] {
            #expect(throws: WireError.malformed("deflate")) {
                try Deflate.inflate(bytes, plainCount: count)
            }
        }
    }

    @Test("A segment that no compression helps still fits into one message")
    func incompressible() throws {
        var chance = SeededGenerator(seed: 1)
        // The framing of a thousand changes, and of the segment around them.
        let overhead = Limits.segmentChangesMax * 12 + 1_000
        let plain = Sample.bytes(Limits.segmentPlainBytes + overhead, using: &chance)
        #expect(try Deflate.compress(plain).count < Limits.messageBytesMax)
    }

    @Test("What is stored within a stream comes back too, wherever it lies", arguments: 0..<40)
    func stored(seed: Int) throws {
        var chance = SeededGenerator(seed: UInt64(seed))
        let plain = (0..<Int.random(in: 1...150_000, using: &chance)).map { _ in
            UInt8.random(in: 0...9, using: &chance)
        }
        let start = Int.random(in: 0...plain.count, using: &chance)
        let end = seed % 4 == 0 ? plain.count : Int.random(in: start...plain.count, using: &chance)
        let packed = try Deflate.compress(plain, storing: (seed % 3 == 0 ? 0 : start)..<end)
        #expect(try Deflate.inflate(packed, plainCount: plain.count) == plain)
    }

    @Test("The salts of a batch are where they are said to be")
    func salts() throws {
        let batch = WireChangeBatch(try GoldenMessage.segment(erased: [2]).changes)
        let plain: [UInt8] = try batch.serializedBytes()
        #expect(Array(plain[batch.saltPlace]) == Array(batch.salts))
        let empty = WireChangeBatch()
        #expect(empty.saltPlace.isEmpty)
    }

    @Test("A change alone in its stream is half as long for the names that it need not say")
    func names() throws {
        let text = "\n\u{10}duration_minutes\u{12}\n\u{6}health\u{12}\n\u{9}visitors\u{12}urgent"
        #expect(try Deflate.compress(Array(text.utf8)).count * 2 < text.utf8.count)
    }

    @Test("The list of names in the specification is the one in the program")
    func list() throws {
        let written = try GoldenFile.text("Protocol/names-1.txt").split(separator: "\n")
        #expect(written == StandardNames.first.split { $0 == " " || $0.isNewline })
    }
}
