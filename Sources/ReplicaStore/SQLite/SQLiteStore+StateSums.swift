import RecordModel

extension SQLiteStore {
    func stateSum(of scope: Scope) throws -> StateSum {
        if let sum = stateSums[scope] { return sum }
        var sum = StateSum()
        if let number = try knownNumber(of: scope) {
            let select = try SQLStatement(db, "SELECT share FROM feed WHERE scope = ?")
            select.bind(1, number)
            while try select.step() {
                guard let share = StateSum(select.blob(0)) else { throw DamagedMetadata() }
                sum.add(share.bytes)
            }
        }
        stateSums[scope] = sum
        return sum
    }

    func replace(_ old: [UInt8]?, with new: [UInt8]?, in scope: Scope) throws {
        var (sum, added) = (try stateSum(of: scope), addedSums[scope] ?? StateSum())
        if let old {
            sum.subtract(old)
            added.subtract(old)
        }
        if let new {
            sum.add(new)
            added.add(new)
        }
        (stateSums[scope], addedSums[scope]) = (sum, added)
    }

    func flush() throws {
        seenRow = nil
        for scope in addedSums.keys.sorted() {
            guard let feed = try feeds(in: scope).first else { throw DamagedMetadata() }
            try save(feed)
        }
        try flushRuns()
    }

    /// The share of `feed` together with what was added to its scope, which is in no share yet.
    func grownShare(of feed: Feed) throws -> StateSum {
        var share = try share(of: feed.number)
        if let added = addedSums.removeValue(forKey: feed.scope) { share.add(added.bytes) }
        shares[feed.number] = share
        return share
    }

    private func share(of feed: Int64) throws -> StateSum {
        if let share = shares[feed] { return share }
        let select = try SQLStatement(db, "SELECT share FROM feed WHERE number = ?")
        select.bind(1, feed)
        defer { select.reset() }
        guard try select.step(), let share = StateSum(select.blob(0)) else {
            throw DamagedMetadata()
        }
        return share
    }
}
