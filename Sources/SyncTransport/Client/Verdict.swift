import DeviceIdentity
import NIOSSL
import Synchronization

/// What a client made of the certificates that the server showed.
final class Verdict: Sendable {
    typealias Judged = Result<
        (peer: DeviceCertificate, authority: AuthorityCertificate), TransportError
    >

    private let judged = Mutex<Judged?>(nil)

    /// Nil until TLS has asked.
    var result: Judged? { judged.withLock { $0 } }

    /// Judges the server during the TLS handshake: nothing is sent to one that is not trusted.
    func judge(_ chain: [NIOSSLCertificate], by trust: ServerTrust) -> NIOSSLVerificationResult {
        let chain = chain.prefix(4).compactMap { try? $0.toDERBytes() }
        let result: Judged
        do throws(TransportError) {
            result = .success(try trust.judge(chain))
        } catch {
            result = .failure(error)
        }
        judged.withLock { $0 = result }
        return (try? result.get()) == nil ? .failed : .certificateVerified
    }
}
