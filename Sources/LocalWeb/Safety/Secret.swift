/// Random texts that nobody can guess: link keys, cookies, form tokens.
enum Secret {
    private static let letters = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    /// 160 random bits of the operating system, as 32 letters.
    static func make() -> String {
        var random = SystemRandomNumberGenerator()
        return String(
            decoding: (0..<32).map { _ in letters[Int(random.next() & 31)] }, as: UTF8.self)
    }

    /// Whether both are equal, in a time that does not tell where they differ.
    static func isSame(_ left: String, _ right: String) -> Bool {
        let left = Array(left.utf8)
        let right = Array(right.utf8)
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
