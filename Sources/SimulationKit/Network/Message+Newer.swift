import SyncProtocol

// What a program of a later protocol writes and sends: all that this one does, and more behind it.
extension Message {
    /// A field of bytes that no message of this protocol has.
    private static let unknownField: [UInt8] = [0xFA, 0x07, 2, 0x6E, 0x65]

    /// The same message as that program sends it.
    var ofNewerProgram: Message {
        let content: Content =
            switch content {
            case .request(.frontiers(let bytes)): .request(.frontiers(bytes + Self.unknownField))
            case .request(.fetch(let bytes)): .request(.fetch(bytes + Self.unknownField))
            case .request(.changes(let frames, let isWhole)):
                .request(.changes(frames.map { $0 + Self.unknownField }, isWhole: isWhole))
            case .answer(.frontiers(let bytes)): .answer(.frontiers(bytes + Self.unknownField))
            case .answer(.frames(let frames, let isWhole)):
                .answer(.frames(frames.map { $0 + Self.unknownField }, isWhole: isWhole))
            case .answer(.changes(let bytes)): .answer(.changes(bytes + Self.unknownField))
            case .answer(.refused): content
            }
        return saying(content)
    }
}

extension SealedBody {
    /// The same body with a field that this program does not know.
    var ofNewerProgram: SealedBody {
        SealedBody(kind: kind, salted: salted + [0x7A, 3, 1, 2, 3])
    }
}
