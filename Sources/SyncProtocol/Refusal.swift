import SwiftProtobuf

/// A peer's no: a code for programs and a sentence for people.
///
/// Source: Protocol/3-sync, "Refusals".
public struct Refusal: Error, Hashable, Sendable {
    /// Why, for programs.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// The message is not what the route takes.
        case badRequest = "bad_request"
        /// Above a limit.
        case tooLarge = "too_large"
        /// No verified certificate came with the request.
        case notIdentified = "not_identified"
        /// The certificate does not allow this.
        case notPermitted = "not_permitted"
        /// The certificate was revoked.
        case revoked
        /// The certificate has expired; renew it.
        case expired
        /// The token is unknown, used or expired.
        case badToken = "bad_token"
        /// The route or thing does not exist here.
        case notFound = "not_found"
        /// Too many requests at once, or too many guesses.
        case busy
        /// The chain, the signature or a number in the segment is wrong.
        case badSegment = "bad_segment"
        /// The segment continues a branch that differs from the one held here.
        case fork
        /// What the segment builds on is not held yet.
        case waiting
        /// The author's device is not in the registry yet.
        case unknownAuthor = "unknown_author"
        /// No protocol version in common.
        case version
        /// A fault of the answering program.
        case internalError = "internal_error"
    }

    /// Why, for programs.
    public let code: Code
    /// Why, for people.
    public let message: String

    /// Makes a refusal.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// Reads a ``WireRefusal``; an unknown code counts as ``Code/internalError``.
    public init(bytes: [UInt8]) throws {
        self.init(try WireRefusal(serializedBytes: bytes))
    }

    /// Takes a refusal from its message.
    public init(_ wire: WireRefusal) {
        self.init(Code(rawValue: wire.code) ?? .internalError, String(wire.message.prefix(1_000)))
    }

    /// The message that says it.
    public var wire: WireRefusal {
        .with {
            $0.code = code.rawValue
            $0.message = message
        }
    }

    /// The message's bytes.
    public var bytes: [UInt8] {
        (try? wire.serializedBytes()) ?? []
    }
}
