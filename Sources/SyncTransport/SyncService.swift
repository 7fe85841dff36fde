public import DeviceIdentity

/// What answers the routes: bytes in, bytes out, and a peer known from its verified certificate.
///
/// A thrown `Refusal` reaches the peer as it is; any other error becomes a fixed sentence there and
/// a line in the log here. A request may be cut at any byte and repeated, so all must be idempotent.
/// Source: Protocol/3-sync, "Routes".
public protocol SyncService: Sendable {
    /// Compares frontiers.
    func frontiers(_ body: [UInt8], from peer: DeviceCertificate) async throws -> [UInt8]
    /// Takes a stream of segments; the answer acknowledges only what is durable.
    func changes(_ frames: FrameSequence, from peer: DeviceCertificate) async throws -> [UInt8]
    /// Gives a stream of segments. An error before the first frame reaches the peer as a refusal;
    /// a later one cuts the stream, and the peer knows that it is not whole.
    func fetch(
        _ body: [UInt8], from peer: DeviceCertificate, into writer: any FrameWriter) async throws
    /// Waits until something moves, or for 55 seconds. Cancelled when the server shuts down.
    func watch(_ body: [UInt8], from peer: DeviceCertificate) async throws -> [UInt8]
    /// Issues a new certificate; the peer's own may have expired.
    func renew(_ body: [UInt8], from peer: DeviceCertificate) async throws -> [UInt8]
    /// Lets a device join. The only route without a certificate, so the secret in the body is all
    /// there is to go by; `address` is the literal IP address it came from.
    func join(_ body: [UInt8], from address: String) async throws -> [UInt8]
}
