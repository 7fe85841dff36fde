import RecordModel
import SwiftProtobuf

extension WireMutation {
    /// The message for `mutation`.
    init(_ mutation: Mutation) {
        self.init()
        switch mutation {
        case .set(let field, let value):
            set = .with {
                $0.field = field
                $0.value = WireValue(value)
            }
        case .insert(let field, let elements): insert = WireFieldValues(field, elements)
        case .remove(let field, let elements): remove = WireFieldValues(field, elements)
        case .increment(let field, let amount):
            increment = .with {
                $0.field = field
                $0.amount = amount
            }
        case .append(let field, let entries): append = WireFieldValues(field, entries)
        case .delete: delete = WireNothing()
        case .keep: keep = WireNothing()
        }
    }

    /// The mutation that the message says; nil for one of a newer protocol, which stays in the log
    /// as sent and is understood by whoever knows it.
    func mutation() throws -> Mutation? {
        switch action {
        case nil: nil
        case .set(let set):
            .set(field: try checked(set.field), value: try set.value.value())
        case .insert(let values):
            .insert(field: try checked(values.field), elements: try values.decoded())
        case .remove(let values):
            .remove(field: try checked(values.field), elements: try values.decoded())
        case .increment(let increment):
            .increment(field: try checked(increment.field), amount: increment.amount)
        case .append(let values):
            .append(field: try checked(values.field), entries: try values.decoded())
        case .delete: .delete
        case .keep: .keep
        }
    }

    private func checked(_ field: String) throws -> String {
        guard isFieldName(field) else { throw WireError.malformed("field name") }
        return field
    }
}

extension WireFieldValues {
    init(_ field: String, _ values: [Value]) {
        self.init()
        self.field = field
        self.values = values.map(WireValue.init)
    }

    func decoded() throws -> [Value] {
        try values.map { try $0.value() }
    }
}
