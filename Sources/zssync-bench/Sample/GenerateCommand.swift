import ArgumentParser
import Foundation
import RecordModel

/// Prints sample records as NDJSON: equal arguments, equal bytes, on every machine.
struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "生成样本记录（NDJSON）。 Prints sample records as NDJSON.",
        discussion: """
            The rows of a smaller count are the first rows of a greater one. A visit's person is \
            the id of a row of --kind person with the same seed, sites and people. Nobody in the \
            output exists; identity numbers are made up and only their checksums are right.
            """)

    enum SampleKind: String, ExpressibleByArgument, CaseIterable {
        case person
        case visit
        case proofRequest = "proof_request"
        case disclosure
    }

    @Option(help: "种类 person, visit, proof_request, disclosure")
    var kind: SampleKind

    @Option(help: "条数 Number of rows.")
    var count = 58_000

    @Option(help: "种子 Seed; equal seeds give equal rows.")
    var seed: UInt64 = 1

    @Option(help: "建档人数 Number of people that visits are paid to.")
    var people = SamplePeople.countDefault

    @Option(help: "村（社区）登记表 Registry of sites; default: the built-in sample of 288.")
    var sites: String?

    func validate() throws {
        guard (0...100_000_000).contains(count) else {
            throw ValidationError("--count 应为 0 到 1 亿。 --count must be 0 to 100000000.")
        }
        guard (1...10_000_000).contains(people) else {
            throw ValidationError("--people 应为 1 到 1 千万。 --people must be 1 to 10000000.")
        }
    }

    func run() throws {
        var rows = SampleRows(kind: kind, seed: seed, people: people, sites: try registry())
        var bytes: [UInt8] = []
        let batchBytes = 1 << 18
        bytes.reserveCapacity(batchBytes + (1 << 16))
        for _ in 0..<count {
            rows.appendNext(to: &bytes)
            if bytes.count >= batchBytes {
                try Self.write(bytes)
                bytes.removeAll(keepingCapacity: true)
            }
        }
        try Self.write(bytes)
    }

    private func registry() throws -> [RegisteredSite] {
        guard let sites else { return try SampleSites.registry() }
        guard let file = FileManager.default.contents(atPath: sites) else {
            FileHandle.standardError.write(
                Data("\(sites)：文件读不到。 The file cannot be read.\n".utf8))
            throw ExitCode(66)
        }
        do throws(RowError) {
            return try SiteRegistry.sites(csv: file)
        } catch {
            for mistake in error.mistakes {
                let sentence = mistake.sentence(file: sites)
                FileHandle.standardError.write(
                    Data("\(sentence.chinese) \(sentence.english)\n".utf8))
            }
            throw ExitCode(65)
        }
    }

    private static func write(_ bytes: [UInt8]) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: bytes)
        } catch {
            // A reader that has seen enough, as `head` does, ends the program by a signal; what
            // comes here is a full disk.
            FileHandle.standardError.write(
                Data("写不出去，输出不完整。 The output cannot be written; it is incomplete.\n".utf8))
            throw ExitCode(74)
        }
    }
}
