import DeviceIdentity
import NIOSSL

extension DeviceCredentials {
    /// The certificates as TLS shows them: the device's, then its authority's.
    func tlsChain() throws -> [NIOSSLCertificateSource] {
        try [certificate.der, authority.der].map {
            .certificate(try NIOSSLCertificate(bytes: $0, format: .der))
        }
    }

    /// The private key as TLS uses it.
    func tlsKey() throws -> NIOSSLPrivateKeySource {
        .privateKey(try NIOSSLPrivateKey(bytes: key.privateKeyDER, format: .der))
    }
}
