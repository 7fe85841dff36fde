import CausalCore
import Foundation
import RecordModel
import SwiftProtobuf
@testable import SyncProtocol

// What a change says, carried over to the generated messages and back: SwiftProtobuf's bytes are
// the reference for the codec by hand.

extension WireChangeHeader {
    init(_ header: ChangeHeader) {
        self.init()
        record = .init(header.record.bytes)
        lamportGap = header.lamportGap
        rewritten = header.isRewritten
        context = header.context.map { position in
            .with {
                $0.replica = .init(position.replica.bytes)
                $0.seq = position.seq
            }
        }
    }
}

extension WireChangeBody {
    init(_ change: Change) {
        self.init()
        kind = change.kind
        kindVersion = UInt32(change.kindVersion)
        recordedAt = change.recordedAt
        actor = change.actor
        reason = change.reason
        mutations = change.mutations.map(WireMutation.init)
    }

    /// What the message says.
    var said: ReadBody {
        ReadBody(
            kind: kind, kindVersion: Int(kindVersion), recordedAt: recordedAt, actor: actor,
            reason: reason, mutations: mutations.compactMap(\.said))
    }
}

extension WireMutation {
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

    var said: Mutation? {
        switch action {
        case nil: nil
        case .set(let set): .set(field: set.field, value: set.value.said)
        case .insert(let insert): .insert(field: insert.field, elements: insert.values.map(\.said))
        case .remove(let remove): .remove(field: remove.field, elements: remove.values.map(\.said))
        case .increment(let increment):
            .increment(field: increment.field, amount: increment.amount)
        case .append(let append): .append(field: append.field, entries: append.values.map(\.said))
        case .delete: .delete
        case .keep: .keep
        }
    }
}

extension WireFieldValues {
    init(_ field: String, _ values: [Value]) {
        self.init()
        self.field = field
        self.values = values.map(WireValue.init)
    }
}

extension WireValue {
    init(_ value: Value) {
        self.init()
        switch value {
        case .null: break
        case .boolean(let boolean): content = .boolean(boolean)
        case .integer(let integer): content = .integer(integer)
        case .text(let text): content = .text(text)
        case .list(let list): content = .list(.with { $0.values = list.map(WireValue.init) })
        case .object(let object):
            content = .object(
                .with { wire in
                    wire.values = object.sorted { $0.key < $1.key }.map { name, value in
                        .with {
                            $0.name = name
                            $0.value = WireValue(value)
                        }
                    }
                })
        }
    }

    var said: Value {
        switch content {
        case nil: .null
        case .boolean(let boolean): .boolean(boolean)
        case .integer(let integer): .integer(integer)
        case .text(let text): .text(text)
        case .list(let list): .list(list.values.map(\.said))
        case .object(let object):
            .object(
                Dictionary(object.values.map { ($0.name, $0.value.said) }) { _, last in last })
        }
    }
}
