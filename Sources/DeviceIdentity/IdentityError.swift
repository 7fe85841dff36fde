/// Why a certificate, request or key is not accepted.
public enum IdentityError: Error, Hashable, Sendable {
    /// What was to be read.
    public enum Subject: String, Hashable, Sendable {
        /// A private key.
        case key
        /// The certificate of a device.
        case deviceCertificate
        /// The certificate of an authority.
        case authorityCertificate
        /// A request for a certificate.
        case request
    }

    /// Not what it is said to be, or not in the form that zssync writes.
    case malformed(Subject)
    /// Issued by some other hub's authority, or forged.
    case wrongAuthority
    /// Valid only from this time on, in seconds since 1970.
    case notYetValid(notBefore: Int64)
    /// Out of validity since this time, in seconds since 1970.
    case expired(notAfter: Int64)
    /// Out of validity for so long that it cannot even be renewed.
    case expiredForGood(notAfter: Int64)
    /// The device has been revoked.
    case revoked(DeviceID)
    /// The other side is a device, not the hub.
    case notTheHub
    /// A certificate cannot be issued for these site, roles, label or host names.
    case cannotIssue(String)
}

extension IdentityError: CustomStringConvertible {
    /// A sentence that says what happened and what to do.
    public var description: String {
        switch self {
        case .malformed(let subject):
            "\(chinese(subject))的格式不对，未采用。 The \(english(subject)) is not valid; it was not used."
        case .wrongAuthority:
            "证书不是本中心签发的，连接已拒绝，本机数据没有变化。"
                + " The certificate was not issued by this hub. The connection was refused;"
                + " nothing was changed."
        case .notYetValid:
            "证书尚未生效，请检查中心的时钟。"
                + " The certificate is not valid yet. Check the hub's clock."
        case .expired:
            "证书已过期，本机数据都在，下次同步时会自动续期。"
                + " The certificate has expired. All local work is kept;"
                + " it is renewed by itself at the next sync."
        case .expiredForGood:
            "证书过期太久，不能续期，本机数据都在，请向中心要新的接入码后重新加入。"
                + " The certificate expired too long ago to be renewed. All local work is kept."
                + " Ask the hub for a new token and join again."
        case .revoked:
            "本设备已被停用，本机数据都在，请与中心联系。"
                + " This device has been revoked. All local work is kept. Contact the hub."
        case .notTheHub:
            "对方不是中心，连接已拒绝，本机数据没有变化。"
                + " The other side is not the hub. The connection was refused; nothing was changed."
        case .cannotIssue(let reason):
            "不能签发这样的证书（\(reason)）。 No such certificate can be issued (\(reason))."
        }
    }

    private func chinese(_ subject: Subject) -> String {
        switch subject {
        case .key: "私钥"
        case .deviceCertificate: "设备证书"
        case .authorityCertificate: "中心根证书"
        case .request: "证书申请"
        }
    }

    private func english(_ subject: Subject) -> String {
        switch subject {
        case .key: "private key"
        case .deviceCertificate: "device certificate"
        case .authorityCertificate: "hub's CA certificate"
        case .request: "certificate request"
        }
    }
}
