extension RecordInput {
    /// A record that is being read, with what was wrong so far.
    struct Draft {
        let row: Int
        var id: RecordID?
        var site: SiteID?
        var values: [String: Value] = [:]
        var mistakes: [InputMistake] = []

        init(row: Int, fieldCount: Int) {
            self.row = row
            values.reserveCapacity(fieldCount)
        }

        mutating func note(_ field: String?, _ reason: Label) {
            mistakes.append(InputMistake(row: row, field: field, reason: reason))
        }

        mutating func setID(_ text: String) {
            if text.isEmpty { return }
            id = RecordID(text)
            if id == nil {
                note(
                    "id",
                    Label(
                        chinese: "应为 26 位编号；新记录留空。",
                        english: "It must be a 26-letter id; leave it blank for a new record."))
            }
        }

        mutating func setSite(_ text: String) {
            if text.isEmpty { return }
            site = SiteID(text)
            if site == nil {
                note(
                    "site",
                    Label(chinese: "应为村（社区）代码。", english: "It must be the code of a site."))
            }
        }

        mutating func checkKind(_ text: String, _ kind: String) {
            if text.isEmpty || text == kind { return }
            note(
                "kind",
                Label(
                    chinese: "这一行不是 \(kind) 记录。", english: "This row is no \(kind) record."))
        }

        mutating func set(_ field: Field, to value: () throws(FieldError) -> Value) {
            do throws(FieldError) {
                values[field.name] = try value()
            } catch {
                note(error.field, error.message)
            }
        }

        func record() throws(RowError) -> InputRecord {
            guard mistakes.isEmpty else {
                throw RowError(mistakes.sorted { ($0.field ?? "") < ($1.field ?? "") })
            }
            return InputRecord(row: row, id: id, site: site, values: values)
        }
    }
}
