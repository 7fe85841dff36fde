/// All that a device needs to prove who it is.
public struct DeviceCredentials: Sendable {
    /// The private key; never leaves this machine.
    public let key: DeviceKey
    /// Who the device is.
    public let certificate: DeviceCertificate
    /// Who says so; shown beside the certificate, so that a joining device can check it.
    public let authority: AuthorityCertificate

    /// Puts the three together; throws if the certificate is for another key.
    public init(
        key: DeviceKey, certificate: DeviceCertificate, authority: AuthorityCertificate
    ) throws(IdentityError) {
        guard certificate.publicKey == key.publicKey else { throw .malformed(.key) }
        guard certificate.hub == authority.hub else { throw .wrongAuthority }
        self.key = key
        self.certificate = certificate
        self.authority = authority
    }
}
