import RecordModel

/// The state of one scope, kept from one transaction to the next.
struct ScopeSum {
    /// The state, this transaction's included.
    private(set) var all: StateSum
    /// What the transaction has added to it, as far as it is in no feed's share yet.
    var added: StateSum?

    init(_ all: StateSum) { self.all = all }

    mutating func replace(_ old: [UInt8]?, with new: [UInt8]?) {
        var added = added ?? StateSum()
        if let old {
            all.subtract(old)
            added.subtract(old)
        }
        if let new {
            all.add(new)
            added.add(new)
        }
        self.added = added
    }
}

extension SQLiteStore {
    func stateSum(of scope: Scope) throws -> StateSum {
        if let sum = sums[scope] { return sum.all }
        var sum = StateSum()
        if let number = try knownNumber(of: scope) {
            let select = try SQLStatement(db, "SELECT share FROM feed WHERE scope = ?")
            select.bind(1, number)
            while try select.step() {
                guard let share = StateSum(select.blob(0)) else { throw DamagedMetadata() }
                sum.add(share.bytes)
            }
        }
        sums[scope] = ScopeSum(sum)
        return sum
    }

    func replace(_ old: [UInt8]?, with new: [UInt8]?, in scope: Scope) throws {
        guard sums[scope]?.replace(old, with: new) == nil else { return }
        _ = try stateSum(of: scope)
        sums[scope]?.replace(old, with: new)
    }

    func flush() throws {
        seenRow = nil
        for scope in sums.filter({ $0.value.added != nil }).keys.sorted() {
            guard let feed = try feeds(in: scope).first else { throw DamagedMetadata() }
            try save(feed)
        }
        try flushRuns()
    }

    /// The share of `feed` together with what was added to its scope, which is in no share yet.
    func grownShare(of feed: Feed) throws -> StateSum {
        var share = try share(of: feed.number)
        if let added = sums[feed.scope]?.added {
            share.add(added.bytes)
            sums[feed.scope]?.added = nil
        }
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
