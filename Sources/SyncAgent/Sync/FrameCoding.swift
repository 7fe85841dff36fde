import Foundation
import SwiftProtobuf
import SyncProtocol

// Frames of a stream of segments: bytes there, values here.
extension WireFrame {
    /// Reads a frame; anything else is a broken protocol.
    static func read(_ bytes: [UInt8]) throws -> WireFrame {
        do { return try WireFrame(serializedBytes: bytes) } catch {
            throw WireError.malformed("frame")
        }
    }
}

/// Reads a message; anything else is a broken protocol.
func read<Message: SwiftProtobuf.Message>(
    _ type: Message.Type, _ bytes: [UInt8]
) throws -> Message {
    do { return try Message(serializedBytes: bytes) } catch {
        throw WireError.malformed("\(type.protoMessageName)")
    }
}
