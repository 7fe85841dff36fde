public import DeviceIdentity
public import RecordModel

/// Time, chance, and what is laborious to work out, handed in so that a simulator can hand in its own.
public struct Surroundings {
    /// The wall clock, milliseconds since 1970: shown to people, never decides.
    public var now: Int64
    /// Draws 64 random bits.
    public var random: () -> UInt64
    /// Whether a signature over a message is by the holder of a key.
    public var verifies: (_ key: DevicePublicKey, _ signature: [UInt8], _ message: [UInt8]) -> Bool
    /// Reads a device's public key; nil for what is no point of the curve.
    public var publicKey: (_ bytes: [UInt8]) -> DevicePublicKey?
    /// Reads the description of a kind; throws ``RecordModel/KindFileError``.
    public var readKind: (_ source: String, _ file: String) throws -> Kind

    /// Makes surroundings of a clock reading and a source of chance; signatures, keys and kinds are worked
    /// out where nobody gives another way.
    public init(
        now: Int64, random: @escaping () -> UInt64,
        verifies: @escaping (DevicePublicKey, [UInt8], [UInt8]) -> Bool = {
            $0.verifies($1, of: $2)
        },
        publicKey: @escaping ([UInt8]) -> DevicePublicKey? = { DevicePublicKey($0) },
        readKind: @escaping (String, String) throws -> Kind = {
            try KindReader.kind(source: $0, file: $1)
        }
    ) {
        self.now = now
        self.random = random
        self.verifies = verifies
        self.publicKey = publicKey
        self.readKind = readKind
    }

    /// Draws `count` random bytes.
    func bytes(_ count: Int) -> [UInt8] { Self.bytes(count, random: random) }

    /// Draws `count` random bytes from `random`.
    static func bytes(_ count: Int, random: () -> UInt64) -> [UInt8] {
        Array(unsafeUninitializedCapacity: count) { bytes, filled in
            while filled < count {
                withUnsafeBytes(of: random()) { word in
                    for byte in word.prefix(count - filled) {
                        bytes.initializeElement(at: filled, to: byte)
                        filled += 1
                    }
                }
            }
        }
    }
}

// One transaction's; made anew for each.
@available(*, unavailable)
extension Surroundings: Sendable {}
