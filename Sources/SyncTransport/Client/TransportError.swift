import DeviceIdentity
public import SyncProtocol

/// Why a request to a hub or peer did not succeed.
public enum TransportError: Error, Hashable, Sendable {
    /// Why a peer cannot be reached.
    public enum Reason: Hashable, Sendable {
        /// No connection came about.
        case noConnection
        /// TLS was not agreed upon: not a zssync peer, or it does not accept this device.
        case noHandshake
        /// A step took longer than this.
        case timedOut(seconds: Int)
        /// The connection ended within a request.
        case cut
        /// The connection had ended before, or a request is still under way on it.
        case notReady
    }

    /// No answer; local work is safe, try again.
    case notReachable(Reason)
    /// The other side was not certified by the authority that this device pins.
    case wrongCA
    /// The other side is certified but not whom this device wants.
    case notAccepted(Refusal)
    /// The other side said no.
    case refused(Refusal)
    /// The answer is not what the protocol says.
    case protocolBroken(String)
}

extension TransportError: CustomStringConvertible {
    /// A sentence that says what happened, what was kept and what to do.
    public var description: String {
        switch self {
        case .notReachable(let reason):
            "连不上对方（\(reason.chinese)），本机数据都在，请稍后再试。"
                + " The other side cannot be reached (\(reason.english))."
                + " All local work is kept; try again later."
        case .wrongCA:
            IdentityError.wrongAuthority.description
        case .notAccepted(let refusal), .refused(let refusal):
            refusal.message
        case .protocolBroken(let what):
            "对方的回答不符合协议（\(what)），未保存任何内容。"
                + " The answer breaks the protocol (\(what)); nothing of it was stored."
        }
    }
}

extension TransportError.Reason {
    fileprivate var chinese: String {
        switch self {
        case .noConnection: "没有网络或对方未开机"
        case .noHandshake: "安全连接没有建立"
        case .timedOut(let seconds): "超过 \(seconds) 秒没有回应"
        case .cut: "连接中途断开"
        case .notReady: "连接已断开或正被占用"
        }
    }

    fileprivate var english: String {
        switch self {
        case .noConnection: "no network, or it is switched off"
        case .noHandshake: "no secure connection came about"
        case .timedOut(let seconds): "no answer within \(seconds) s"
        case .cut: "the connection was cut"
        case .notReady: "the connection has ended or is in use"
        }
    }
}
