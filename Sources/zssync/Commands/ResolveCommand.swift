import ArgumentParser
import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

/// `zssync resolve`: settles one conflict.
struct ResolveCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "resolve",
        abstract: "处理一个冲突。 Settles one conflict.",
        discussion: """
            --take 选第几个候选；--value 另写一个值（两条记录不是同一对象时写 distinct；
            改与删之间写 keep 或 delete）。还没看到的候选不会被一起了结。
            --take names a candidate as conflicts lists them; --value gives another value: distinct
            for two records that are two things, keep or delete for an edit against a deletion.
            A candidate that arrived unseen stays open.

            例 Example:
              $ zssync resolve 3f9a01c2 --take 2 --reason 电话核实
            """)

    @Argument(help: "冲突编号，或它的前 4 位以上。 The conflict's id, or its first 4 digits or more.")
    var conflict: String
    @Option(help: ArgumentHelp("第几个候选，从 1 数起。 The candidate, from 1.", valueName: "n"))
    var take: Int?
    @Option(help: ArgumentHelp("另定的值。 Another value.", valueName: "value"))
    var value: String?
    @Option(help: ArgumentHelp("决定时看到的版本。 The version that was seen.", valueName: "version"))
    var version: String?
    @Option(help: ArgumentHelp("说明。 Why.", valueName: "text"))
    var reason: String = ""
    @OptionGroup var actor: ActorOption
    @OptionGroup var place: PlaceOptions

    mutating func validate() throws {
        guard (take == nil) != (value == nil) else {
            throw ValidationError("Give one of --take N and --value V.")
        }
    }

    func run(in context: CommandContext) async throws {
        let host = try context.host(place, for: .writing)
        let actor = context.actor(self.actor, host)
        try await host.writing { replica in
            let row = try row(replica)
            _ = try replica.resolve(
                row.id.hex, try decision(row, replica), version: version, actor: actor,
                reason: reason)
        }
        context.say(
            Label(
                chinese: "冲突已处理，保存在本机，下次同步时送到各处。",
                english: "Settled and saved on this device; the next sync carries it everywhere."),
            place)
    }

    /// The conflict whose id begins as the person wrote.
    private func row(_ replica: Replica) throws -> ConflictRow {
        let typed = conflict.lowercased()
        if let bytes = [UInt8](hex: typed), let row = try replica.store.conflict(bytes) {
            return row
        }
        guard (4...31).contains(typed.utf8.count) else {
            throw EngineError.noSuchConflict(conflict)
        }
        let rows = try replica.store.conflicts(onlyOpen: false).filter {
            $0.id.hex.hasPrefix(typed)
        }
        guard rows.count <= 1 else {
            throw CommandFailure.usage(
                "有 \(rows.count) 个冲突以 \(conflict) 开头，请多写几位。",
                "\(rows.count) conflicts begin with \(conflict); write more digits.")
        }
        guard let row = rows.first else { throw EngineError.noSuchConflict(conflict) }
        return row
    }

    private func decision(_ row: ConflictRow, _ replica: Replica) throws -> Decision {
        if let take { return .take(take) }
        let text = value ?? ""
        if row.other != nil { return .value(.text(text)) }
        if row.field.isEmpty {
            switch text {
            case "keep", "written": return .value(.text("written"))
            case "delete", "deleted": return .value(.text("deleted"))
            default:
                throw CommandFailure.usage(
                    "改与删的冲突，--value 写 keep 或 delete。",
                    "For an edit against a deletion, --value is keep or delete.")
            }
        }
        guard let field = replica.kinds[row.kind]?[row.field] else {
            throw EngineError.noSuchKind(row.kind)
        }
        let today = Day(millisecondsSince1970: WallClock.now)
        return .value(try FieldInput(today: today).value(text: text, for: field))
    }
}
