public import RecordModel

/// Why the engine would not do something; nothing was stored.
public enum EngineError: Error, Hashable, Sendable {
    /// The certificate does not allow writing to the scope.
    case notPermitted(Scope)
    /// No record with this id.
    case noSuchRecord(String)
    /// The record was erased for good.
    case erased(String)
    /// No device with this id.
    case noSuchDevice(String)
    /// No kind with this name.
    case noSuchKind(String)
    /// No conflict with this id.
    case noSuchConflict(String)
    /// The conflict is settled already.
    case alreadySettled(String)
    /// The version was never shown here.
    case noSuchVersion(String)
    /// There is no candidate with this number.
    case noSuchCandidate(Int, count: Int)
    /// The token is not one, or is of something that this replica does not hold.
    case badToken
    /// Records of this kind are orders of the hub, which only their own commands give.
    case isOrder(String)
    /// The values do not fit their kind.
    case invalid([FieldError])
    /// The chain, a signature or a table is not what the log says.
    case damaged(String)
    /// The kind of conflict cannot be settled this way.
    case cannotResolve(String)
}

extension EngineError: CustomStringConvertible {
    /// A sentence that says what happened and what to do.
    public var description: String {
        switch self {
        case .notPermitted(let scope):
            "本设备的证书不允许写入 \(scope)，未保存。"
                + " This device's certificate does not allow writing to \(scope); nothing was stored."
        case .noSuchRecord(let id):
            "没有编号为 \(id) 的记录。 There is no record \(id) here."
        case .erased(let id):
            "记录 \(id) 已由市中心按规定抹除，不能再查看或填写。"
                + " Record \(id) was erased for good by the hub; nothing of it is kept or stored."
        case .noSuchDevice(let id):
            "登记册里没有设备 \(id)，见 zssync hub devices。"
                + " There is no device \(id) in the registry. See zssync hub devices."
        case .noSuchKind(let name):
            "没有名为 \(name) 的记录类型。 There is no record kind \(name) here."
        case .noSuchConflict(let id):
            "没有编号为 \(id) 的冲突。 There is no conflict \(id) here."
        case .alreadySettled(let id):
            "冲突 \(id) 已经处理。 Conflict \(id) is settled already; nothing was stored."
        case .noSuchVersion(let version):
            "本机没有显示过冲突的版本 \(version)，请重新运行 zssync conflicts。"
                + " Version \(version) of the conflict was never shown here. Run zssync conflicts again."
        case .noSuchCandidate(let number, let count):
            "没有第 \(number) 个候选值，共有 \(count) 个。"
                + " There is no candidate \(number); there are \(count)."
        case .badToken:
            "--base 的值无效，请用本机 zssync show 给出的 base。"
                + " The base token is not valid here. Take the one that zssync show prints."
        case .isOrder(let kind):
            "“\(kind)”的记录不能直接填写或修改；请用 zssync erase 或 zssync hub revoke。"
                + " Records of the kind \(kind) are not written by hand: use zssync erase or"
                + " zssync hub revoke."
        case .invalid(let errors):
            errors.map { "\($0.field): \($0.message.chinese) \($0.message.english)" }
                .joined(separator: "\n")
        case .damaged(let what):
            "数据与日志不符：\(what)。请运行 zssync verify --rebuild 或从中心重新取得。"
                + " Damage: \(what). Run zssync verify --rebuild, or fetch from the hub again."
        case .cannotResolve(let why): why
        }
    }
}
