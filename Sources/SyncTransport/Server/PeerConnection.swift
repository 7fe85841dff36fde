import NIOCore
import NIOSSL

/// The TLS connection that a request came over.
struct PeerConnection: Sendable {
    /// The certificate that the other side proved to hold, as DER; nil if it showed none.
    let certificateDER: [UInt8]?
    /// The other side's literal IP address.
    let address: String
    /// Whether the request is one of several streams of an HTTP/2 connection.
    let isHTTP2: Bool

    /// Finds the TLS handler, in the channel itself or, for an HTTP/2 stream, in its parent.
    init(of channel: any Channel) async throws {
        do {
            certificateDER = try await channel.nioSSL_peerCertificate().get()?.toDERBytes()
            address = channel.remoteAddress?.ipAddress ?? ""
            isHTTP2 = false
        } catch ChannelPipelineError.notFound {
            guard let parent = channel.parent else { throw ChannelPipelineError.notFound }
            certificateDER = try await parent.nioSSL_peerCertificate().get()?.toDERBytes()
            address = parent.remoteAddress?.ipAddress ?? ""
            isHTTP2 = true
        }
    }
}
