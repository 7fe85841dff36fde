import Foundation

/// Random bits of the operating system, fetched many at a time: a call for each salt was a thirtieth
/// of an import.
public struct SystemEntropy {
    private var words: [UInt64] = []
    private let wordsAtOnce: Int

    /// Bits of which none are fetched yet; `wordsAtOnce`, at most 32, words of 64 will be at a time.
    public init(wordsAtOnce: Int = 32) {
        self.wordsAtOnce = wordsAtOnce
    }

    /// Draws 64 bits.
    public mutating func next() -> UInt64 {
        if words.isEmpty {
            words = [UInt64](repeating: 0, count: wordsAtOnce)
            let code = words.withUnsafeMutableBytes { getentropy($0.baseAddress, $0.count) }
            // It fails only for more bytes than it gives at once.
            precondition(code == 0, "the operating system gives random bits")
        }
        return words.removeLast()
    }
}

// Two that drew from one copy would draw the same.
@available(*, unavailable)
extension SystemEntropy: Sendable {}
