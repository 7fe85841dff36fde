/// What somebody does, or what befalls a replica. Replicas are named by their numbers; 0 is the hub.
public enum Action: Codable, Equatable, Sendable {
    /// A device joins: the hub puts it into the registry. One that no event names has joined before.
    case join(Int)
    /// A clerk opens a form: what was seen now is what a later save may be based on.
    case openForm(Int)
    /// A clerk enters a new record.
    case save(Int)
    /// A clerk changes a record, from a form that was opened before where `fromForm`.
    case edit(Int, fromForm: Bool)
    /// A clerk deletes a record.
    case delete(Int, fromForm: Bool)
    /// Somebody takes a request a step further in its life cycle.
    case decide(Int)
    /// Somebody settles a conflict.
    case resolve(Int)
    /// Somebody writes to a record with a field of every merge, whether or not its kind is known there.
    case writeSpecimen(Int)
    /// The hub publishes this edition of that kind: it reaches the others when they meet.
    case defineSpecimen(edition: Int)
    /// The operator of the hub erases a record of some village for good.
    case erase
    /// The operator of the hub revokes a device, which others may go on hearing from for a time.
    case revoke(Int)
    /// A file of `rows` records is imported in one transaction.
    case importRows(Int, rows: Int)
    /// One replica syncs with another.
    case sync(Int, with: Int)
    /// `from` and `to` do not reach each other for a time; `isOneWay`: only `from` does not reach `to`.
    case partition(from: Int, to: Int, milliseconds: Int64, isOneWay: Bool)
    /// The machine is switched off for a time.
    case stop(Int, milliseconds: Int64)
    /// An image of the disk is taken.
    case image(Int)
    /// The last image is put back.
    case restore(Int)
    /// The disk is copied, and from now on both go on under the same key: the copy is a replica of its
    /// own number.
    case clone(Int, as: Int)
    /// The wall clock jumps to this many milliseconds since 1970.
    case clock(Int, millisecondsSince1970: Int64)
    /// A dishonest device sends the hub something that it made up.
    case misbehave(Int, Misdeed)

    /// The replica that acts or is befallen.
    package var actor: Int {
        switch self {
        case .openForm(let one), .save(let one), .edit(let one, _), .delete(let one, _),
            .decide(let one), .resolve(let one), .importRows(let one, _), .sync(let one, _),
            .partition(let one, _, _, _), .stop(let one, _), .image(let one), .restore(let one),
            .clone(let one, _), .clock(let one, _), .misbehave(let one, _),
            .writeSpecimen(let one), .join(let one):
            one
        case .defineSpecimen, .erase, .revoke: 0
        }
    }

    /// The fault that this is; nil for what people do.
    package var fault: Fault? {
        switch self {
        case .join, .openForm, .save, .edit, .delete, .decide, .resolve, .importRows, .sync,
            .writeSpecimen, .defineSpecimen, .erase, .revoke:
            nil
        case .partition(_, _, let time, let isOneWay):
            isOneWay ? .oneWayPartition : time < Scenario.minute ? .flapping : .partition
        case .stop: .away
        case .image, .restore: .rollback
        case .clone: .clone
        case .clock: .clock
        case .misbehave: .byzantine
        }
    }
}

/// One action at its time. The id stays the same however many others are taken out.
public struct Event: Codable, Equatable, Sendable {
    /// Its place in the scenario as drawn.
    public let id: Int
    /// Virtual milliseconds since the beginning.
    public let at: Int64
    /// What happens.
    public let action: Action

    /// An event of its parts.
    public init(id: Int, at: Int64, action: Action) {
        self.id = id
        self.at = at
        self.action = action
    }
}
