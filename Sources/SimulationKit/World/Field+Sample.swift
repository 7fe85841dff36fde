public import RecordModel

extension Field {
    /// What somebody might enter into this field of `kind`, out of a few values, so that people enter the
    /// same and meet; nil for nothing. `text` makes the text of a number from 0 to 2.
    public func sample(
        of kind: Kind, _ chance: inout some RandomNumberGenerator, text: (Int) -> String
    ) -> Value? {
        let few = Int.random(in: 0..<3, using: &chance)
        if !isRequired, Int.random(in: 0..<5, using: &chance) == 0 { return nil }
        let single: Value? =
            switch type {
            case _ where name == Lifecycle.field:
                kind.lifecycle?.states.randomElement(using: &chance).map { .text($0.name) }
            case .text: .text(text(few))
            case .integer, .money: .integer(Int64(few + 1))
            case .boolean: .boolean(few > 0)
            case .date: .text("2026-03-0\(few + 1)")
            case .moment: .text("2026-03-0\(few + 1)T09:30:00+08:00")
            case .choice(let choices):
                choices.prefix(3).randomElement(using: &chance).map { .text($0.value) }
            case .residentNumber:
                .text(["11010519491231002X", "440524188001010014", "110105194912310038"][few])
            case .phone: .text("1380013800\(few)")
            case .reference: nil
            case .rows: .list([.object(["summary": .text("行\(few)")])])
            }
        guard let single else { return nil }
        return [.set, .log].contains(merge) ? .list([single]) : single
    }
}
