import Testing

@Suite("Malformed input")
struct MalformedTests {
    @Test("a file of the corpus breaks nothing", arguments: MalformedTarget.allCases)
    func corpus(target: MalformedTarget) throws {
        let corpus = try Corpus(target)
        #expect(!corpus.files.isEmpty, "there is a corpus")
        for file in corpus.files {
            #expect(throws: Never.self, "\(target)/\(file.name)") { try target.run(file.bytes) }
        }
    }

    @Test("no mutation of the corpus breaks anything", arguments: MalformedTarget.allCases)
    func mutations(target: MalformedTarget) throws {
        let corpus = try Corpus(target)
        // What traps cannot be reported any more, so that the seed is what finds it again.
        var mutator = Mutator(seed: 20_261_127, corpus: corpus.files.map(\.bytes))
        for _ in 0..<target.mutationCount {
            let bytes = mutator.next(lengthMax: target.lengthMax)
            do { try target.run(bytes) } catch {
                let hex = bytes.map { String($0, radix: 16) }.joined(separator: " ")
                Issue.record("\(target): \(error); the bytes were \(hex)")
                return
            }
        }
    }
}
