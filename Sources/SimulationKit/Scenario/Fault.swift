/// What can go wrong in a simulated world.
public enum Fault: String, CaseIterable, Codable, Comparable, Sendable {
    /// A message is lost.
    case loss
    /// A message comes twice.
    case duplication
    /// A message is late, so that others overtake it.
    case delay
    /// A stream of segments ends in the middle.
    case cut
    /// Two replicas do not reach each other for a time.
    case partition
    /// One reaches the other, whose answers do not come back.
    case oneWayPartition = "one-way-partition"
    /// A link that comes and goes.
    case flapping
    /// A program dies before its transaction commits; in tier B the power fails in the transaction.
    case crashBeforeCommit = "crash-before-commit"
    /// A program dies after its transaction, before it answers; in tier B the power fails then.
    case crashAfterCommit = "crash-after-commit"
    /// An earlier image of a disk is put back.
    case rollback
    /// A disk is copied, and both copies go on.
    case clone
    /// A clock jumps to any time from 1970 to 2099.
    case clock
    /// A device is away for months.
    case away
    /// A device sends what no honest one would.
    case byzantine
    /// A device runs a program of a later protocol: what it writes and sends says more than others
    /// understand.
    case newerProgram = "newer-program"
    /// A device runs a program of before news came with the question that a session begins with: it asks
    /// first, and does not see those of others.
    case olderProgram = "older-program"
    /// A read, a write or a sync fails once.
    case diskError = "disk-error"
    /// A write finds no room.
    case diskFull = "disk-full"
    /// A process is killed (`kill -9`), at whatever it is doing.
    case kill
    /// A process is stopped by a signal, and goes on later.
    case pause

    /// Those that only a disk of tier B has.
    static let ofDisks: Set<Fault> = [.diskError, .diskFull]
    /// Those that only a process has.
    static let ofProcesses: Set<Fault> = [.kill, .pause]
    /// Those that befall real processes, their directories and their connections: TCP brings what is sent
    /// once and in order, and a dishonest device is no process of the product.
    package static let amongProcesses: [Fault] = [
        .delay, .cut, .partition, .oneWayPartition, .flapping, .rollback, .clone, .clock, .away,
        .kill, .pause,
    ]

    /// Orders faults by name.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// How often each fault comes, out of a thousand chances for it; drawn anew for each seed.
public struct FaultPlan: Codable, Equatable, Sendable {
    /// Out of a thousand; what is not named is off.
    public var perMille: [Fault: Int] = [:]

    /// A plan of the given frequencies; without any, no faults.
    public init(perMille: [Fault: Int] = [:]) { self.perMille = perMille }

    private static let programs: [Fault] = [.newerProgram, .olderProgram]

    /// Each kind off in one seed of three, else anywhere from rare to overwhelming.
    static func drawn(_ faults: [Fault], seed: UInt64, _ chance: inout Chance) -> FaultPlan {
        var plan = FaultPlan()
        for fault in faults where !programs.contains(fault) && chance.below(3) > 0 {
            plan.perMille[fault] = [2, 10, 50, 150, 400][chance.below(5)]
        }
        // Drawn apart: they came later, and the events of a seed are still those of before.
        for (number, fault) in programs.enumerated() {
            var apart = Chance(seed: seed, .plan, event: 1 + number)
            if apart.below(3) > 0 { plan.perMille[fault] = [150, 400, 800][apart.below(3)] }
        }
        return plan
    }

    package subscript(fault: Fault) -> Int { perMille[fault] ?? 0 }
}
