public import DeviceIdentity

/// Time, chance and the arithmetic of signatures, handed in so that a simulator can hand in its own.
public struct Surroundings {
    /// The wall clock, milliseconds since 1970: shown to people, never decides.
    public var now: Int64
    /// Draws 64 random bits.
    public var random: () -> UInt64
    /// Whether a signature over a message is by the holder of a key.
    public var verifies: (_ key: DevicePublicKey, _ signature: [UInt8], _ message: [UInt8]) -> Bool
    /// Reads a device's public key; nil for what is no point of the curve.
    public var publicKey: (_ bytes: [UInt8]) -> DevicePublicKey?

    /// Makes surroundings of a clock reading and a source of chance; signatures are worked out.
    public init(now: Int64, random: @escaping () -> UInt64) {
        self.init(
            now: now, random: random,
            verifies: { key, signature, message in key.verifies(signature, of: message) },
            publicKey: { DevicePublicKey($0) })
    }

    /// The same, with other ways to tell whether a signature is right, and to read a key.
    public init(
        now: Int64, random: @escaping () -> UInt64,
        verifies: @escaping (DevicePublicKey, [UInt8], [UInt8]) -> Bool,
        publicKey: @escaping ([UInt8]) -> DevicePublicKey?
    ) {
        self.now = now
        self.random = random
        self.verifies = verifies
        self.publicKey = publicKey
    }

    /// Draws `count` random bytes.
    func bytes(_ count: Int) -> [UInt8] { Self.bytes(count, random: random) }

    /// Draws `count` random bytes from `random`.
    static func bytes(_ count: Int, random: () -> UInt64) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 7)
        while bytes.count < count {
            withUnsafeBytes(of: random()) { bytes.append(contentsOf: $0) }
        }
        return Array(bytes.prefix(count))
    }
}

// One transaction's; made anew for each.
@available(*, unavailable)
extension Surroundings: Sendable {}
