import Foundation

/// Random bits of the operating system: few at first, as one save needs, then more at a time; a call
/// for each salt was a thirtieth of an import.
public struct SystemEntropy {
    private var words: [UInt64] = []
    private var wordsAtOnce = 4

    /// Bits of which none are fetched yet.
    public init() {}

    /// Draws 64 bits.
    public mutating func next() -> UInt64 {
        if words.isEmpty {
            words = [UInt64](repeating: 0, count: wordsAtOnce)
            let code = words.withUnsafeMutableBytes { getentropy($0.baseAddress, $0.count) }
            // It fails only for more bytes than it gives at once: 256.
            precondition(code == 0, "the operating system gives random bits")
            wordsAtOnce = min(2 * wordsAtOnce, 32)
        }
        return words.removeLast()
    }
}

// Two that drew from one copy would draw the same.
@available(*, unavailable)
extension SystemEntropy: Sendable {}
