#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import X509

extension Certificate {
    /// The last second that a certificate can name, in the year 9999.
    static let secondsMax: Int64 = 253_402_300_799

    /// Valid from, in seconds since 1970.
    var notBeforeSeconds: Int64 { Int64(notValidBefore.timeIntervalSince1970) }
    /// Valid to, in seconds since 1970.
    var notAfterSeconds: Int64 { Int64(notValidAfter.timeIntervalSince1970) }

    /// Signs a certificate of version 3 with a random serial number.
    init(
        publicKey: PublicKey, seconds: ClosedRange<Int64>, issuer: DistinguishedName,
        subject: DistinguishedName, extensions: Extensions, signedWith key: PrivateKey
    ) throws {
        try self.init(
            version: .v3, serialNumber: .init(), publicKey: publicKey,
            notValidBefore: Date(timeIntervalSince1970: Double(seconds.lowerBound)),
            notValidAfter: Date(timeIntervalSince1970: Double(seconds.upperBound)),
            issuer: issuer, subject: subject, extensions: extensions, issuerPrivateKey: key)
    }
}
