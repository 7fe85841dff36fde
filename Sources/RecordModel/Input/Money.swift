/// Amounts of money: people write yuan, fields keep whole fen.
public enum Money: Sendable {
    /// The greatest amount either way: a thousand billion yuan, which JSON still carries exactly.
    public static let fenMax: Int64 = 100_000_000_000_000

    /// Reads `12`, `12.3`, `-1,234.50`, `¥12.34` or `12.34元` as fen; nil for anything else.
    public static func fen(_ text: some StringProtocol) -> Int64? {
        var rest = text.unicodeScalars.filter { $0 != "," && $0 != "，" }[...]
        let isNegative = rest.first == "-"
        if isNegative || rest.first == "+" { rest = rest.dropFirst() }
        if rest.first == "¥" || rest.first == "￥" { rest = rest.dropFirst() }
        if rest.last == "元" { rest = rest.dropLast() }
        let parts = rest.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), (1...13).contains(parts[0].count),
            parts.count == 1 || (1...2).contains(parts[1].count),
            parts.allSatisfy({ $0.allSatisfy { ("0"..."9").contains($0) } })
        else { return nil }
        var fraction = parts.count == 2 ? parts[1].map(String.init).joined() : ""
        while fraction.count < 2 { fraction += "0" }
        guard let yuan = Int64(parts[0].map(String.init).joined()), let cents = Int64(fraction),
            yuan * 100 + cents <= fenMax
        else { return nil }
        return isNegative ? -(yuan * 100 + cents) : yuan * 100 + cents
    }

    /// `12.34`.
    public static func text(fen: Int64) -> String {
        let size = fen.magnitude
        let cents = size % 100
        return (fen < 0 ? "-" : "") + "\(size / 100)." + (cents < 10 ? "0" : "") + "\(cents)"
    }
}
