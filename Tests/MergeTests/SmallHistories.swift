/// What a small history has seen: how many operations of each of three replicas.
typealias Cut = [Int]

/// Every causal history of three replicas with at most two operations each: for each operation the
/// cut that its author had seen, which may be any that was ever closed under causes, so that a form
/// drawn long ago is among them.
struct SmallHistory: Hashable {
    /// The context of each operation, by replica and place.
    var contexts: [[Cut]] = [[], [], []]

    var operationCount: Int { contexts.reduce(0) { $0 + $1.count } }

    /// The sets of operations that a replica can hold: with each, all that it had seen.
    var cuts: [Cut] {
        var found: [Cut] = []
        for a in 0...contexts[0].count {
            for b in 0...contexts[1].count {
                for c in 0...contexts[2].count where isClosed([a, b, c]) {
                    found.append([a, b, c])
                }
            }
        }
        return found
    }

    func isClosed(_ cut: Cut) -> Bool {
        (0..<3).allSatisfy { replica in
            contexts[replica].prefix(cut[replica]).allSatisfy { seen in
                (0..<3).allSatisfy { seen[$0] <= cut[$0] }
            }
        }
    }

    /// All histories of exactly `count` operations, at most two by each replica.
    ///
    /// Without `stale` forms an author has seen all that it wrote and had seen before.
    static func all(operations count: Int, stale: Bool) -> Set<SmallHistory> {
        var histories: Set<SmallHistory> = [SmallHistory()]
        for _ in 0..<count {
            var longer: Set<SmallHistory> = []
            for history in histories {
                let cuts = history.cuts
                for replica in 0..<3 where history.contexts[replica].count < 2 {
                    for cut in cuts where stale || history.isFresh(cut, for: replica) {
                        var next = history
                        next.contexts[replica].append(cut)
                        longer.insert(next)
                    }
                }
            }
            histories = longer
        }
        return histories
    }

    private func isFresh(_ cut: Cut, for replica: Int) -> Bool {
        cut[replica] == contexts[replica].count
            && (contexts[replica].last.map { last in (0..<3).allSatisfy { last[$0] <= cut[$0] } }
                ?? true)
    }
}
