/// The disk of one simulated machine.
protocol SimulatedDisk: AnyObject {
    /// What it holds, open.
    var medium: SimulatedMedium { get }

    /// Lets a fault strike one of the next calls of the running program.
    func arm(_ fault: DiskFault)

    /// Takes a fault back that has not struck; returns whether one has.
    func disarm() -> Bool

    /// Whether the power has failed since the machine was started.
    var isOff: Bool { get }

    /// The power fails, and comes back: what is left is what a program finds that starts now. Nobody may
    /// hold what it holds.
    func losePower(seed: UInt64) throws

    /// The machine is switched off and on again; now and then the power fails while the program ends.
    /// Nobody may hold what it holds.
    func restart(seed: UInt64) throws
}

/// What can befall the calls of a program that writes.
enum DiskFault: Hashable {
    /// The power fails in the call that comes so many calls from now.
    case powerFails(calls: Int)
    /// That write or sync fails.
    case writeFails(calls: Int)
    /// That write finds no room.
    case isFull(calls: Int)
    /// That read fails.
    case readFails(calls: Int)
}

/// A disk that keeps what was committed, whatever happens.
final class LastingDisk: SimulatedDisk {
    let medium: SimulatedMedium

    init(_ medium: SimulatedMedium) { self.medium = medium }

    func arm(_ fault: DiskFault) {}
    func disarm() -> Bool { false }
    var isOff: Bool { false }
    func losePower(seed: UInt64) throws {}
    func restart(seed: UInt64) throws {}
}
