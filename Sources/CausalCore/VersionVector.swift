/// What is held, or was seen, of a scope: for each replica the highest `seq`, all lower ones included.
///
/// Kept sorted by replica, so that equal vectors have equal bytes and iteration is stable.
/// Source: Protocol/1-causality, "Version vectors".
public struct VersionVector: Hashable, Sendable {
    /// One replica's part of a vector.
    public struct Entry: Hashable, Sendable {
        /// The replica.
        public let replica: ReplicaID
        /// Its highest `seq`, at least 1.
        public var seq: UInt64
    }

    /// The parts, sorted by replica; none has `seq` 0.
    public private(set) var entries: [Entry] = []

    /// The vector that holds nothing.
    public init() {}

    /// The smallest vector that holds every dot of `dots`.
    public init(_ dots: some Sequence<Dot>) {
        for dot in dots { insert(dot) }
    }

    /// Whether nothing is held.
    public var isEmpty: Bool { entries.isEmpty }

    /// The highest `seq` held of `replica`; 0 where nothing is. Setting 0 removes the replica.
    public subscript(replica: ReplicaID) -> UInt64 {
        get {
            let place = index(of: replica)
            return place < entries.count && entries[place].replica == replica
                ? entries[place].seq : 0
        }
        set {
            let place = index(of: replica)
            let isHeld = place < entries.count && entries[place].replica == replica
            switch (isHeld, newValue) {
            case (true, 0): entries.remove(at: place)
            case (true, _): entries[place].seq = newValue
            case (false, 0): break
            case (false, _): entries.insert(Entry(replica: replica, seq: newValue), at: place)
            }
        }
    }

    /// Whether `dot` is held.
    public func contains(_ dot: Dot) -> Bool {
        dot.seq <= self[dot.replica]
    }

    /// Whether all of `other` is held.
    public func contains(_ other: VersionVector) -> Bool {
        other.entries.allSatisfy { $0.seq <= self[$0.replica] }
    }

    /// Holds `dot` and every earlier one of its feed.
    public mutating func insert(_ dot: Dot) {
        if dot.seq > self[dot.replica] { self[dot.replica] = dot.seq }
    }

    /// Holds all of `other` too.
    public mutating func formUnion(_ other: VersionVector) {
        for entry in other.entries { insert(Dot(entry.replica, entry.seq)) }
    }

    /// The first place whose replica is not below `replica`.
    private func index(of replica: ReplicaID) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].replica < replica { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension VersionVector {
    /// Traps unless the parts are sorted, distinct and not 0. For tests.
    public func checkInvariants() {
        precondition(entries.allSatisfy { $0.seq > 0 }, "a vector holds no empty part")
        precondition(
            zip(entries, entries.dropFirst()).allSatisfy { $0.replica < $1.replica },
            "a vector is sorted by replica")
    }
}
