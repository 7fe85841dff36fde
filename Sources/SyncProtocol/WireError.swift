/// What is wrong with bytes that came from elsewhere.
public enum WireError: Error, Hashable, Sendable {
    /// Not the message that was expected.
    case malformed(String)
    /// Larger than a limit of ``Limits``.
    case tooLarge(what: String, limit: Int)
    /// The hash of a change or segment is not what its author signed.
    case brokenChain(seq: UInt64)
    /// The checkpoint's signature is not by the author's key.
    case badSignature
    /// No protocol version in common.
    case unknownVersion([UInt32])
}

extension WireError: CustomStringConvertible {
    /// A sentence that says what happened and what was kept.
    public var description: String {
        switch self {
        case .malformed(let what):
            "收到的数据格式不对（\(what)），未保存任何内容。"
                + " The message is not valid (\(what)); nothing of it was stored."
        case .tooLarge(let what, let limit):
            "收到的\(what)超过上限 \(limit)，未保存任何内容。"
                + " The \(what) is over the limit of \(limit); nothing of it was stored."
        case .brokenChain(let seq):
            "第 \(seq) 条变更的校验链不符，未保存任何内容。"
                + " The hash chain breaks at change \(seq); nothing of the segment was stored."
        case .badSignature:
            "签名与作者设备不符，未保存任何内容。"
                + " The signature is not by the author's device; nothing of the segment was stored."
        case .unknownVersion(let versions):
            "对方使用的协议版本 \(versions) 本程序不支持，未保存任何内容，请升级 zssync 后再同步。"
                + " The peer speaks versions \(versions), which this program does not know."
                + " Nothing was stored. Update zssync, then sync again."
        }
    }
}
