public import RecordModel

extension Specimen {
    /// What somebody might do to a record of this kind.
    public static func mutations(_ chance: inout some RandomNumberGenerator) -> [Mutation] {
        let few = Int64.random(in: 0..<3, using: &chance)
        let text = Value.text("样\(few)")
        if Int.random(in: 0..<8, using: &chance) == 0 { return [.delete] }
        let all: [Mutation] = [
            .set(field: "title", value: few == 0 ? .null : text),
            .set(field: "remark", value: text), .set(field: "highest", value: .integer(few)),
            .set(field: "done", value: .boolean(few > 0)), .set(field: "number", value: text),
            .set(field: "extra", value: text),
            .set(field: "status", value: .text(few == 0 ? "shown" : "refused")),
            .increment(field: "total", amount: few - 1),
            .increment(field: "extra_count", amount: few),
            .insert(field: "tags", elements: [text]), .remove(field: "tags", elements: [text]),
            .insert(field: "extra_tags", elements: [text]),
            .append(field: "journal", entries: [text]),
            .append(field: "extra_lines", entries: [text]),
        ]
        return Array(all.shuffled(using: &chance).prefix(3))
    }
}
