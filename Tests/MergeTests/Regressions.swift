import Foundation

/// The seeds of Fixtures/seeds/regressions.txt.
enum Regressions {
    struct Case: CustomStringConvertible {
        let seed: UInt64
        let steps: Int
        var description: String { "seed \(seed), \(steps) steps" }
    }

    static func village() throws -> [Case] {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().resolvingSymlinksInPath().deletingLastPathComponent()
        let text = try String(
            contentsOf: root.appending(path: "Fixtures/seeds/regressions.txt"), encoding: .utf8)
        return text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard words.count == 3, words[0] == "village", let seed = UInt64(words[1]),
                let steps = Int(words[2])
            else { return nil }
            return Case(seed: seed, steps: steps)
        }
    }
}
