import CausalCore
import RecordModel
import SwiftProtobuf
import SyncProtocol

/// A body of a change as no form would make it: values of any type in fields of any kind.
enum MadeUpBody {
    static func bytes(_ script: inout ByteScript) throws -> [UInt8] {
        if script.byte() >= 250 { return script.chunk() }
        var body = WireChangeBody()
        let names = Sampled.kinds.map(\.name) + ["specimen", "specimen", "unheard_of"]
        body.kind = names[names.count - 1 - script.below(names.count)]
        body.kindVersion = UInt32(script.below(3))
        body.recordedAt = [0, 1_780_000_000_000, .max, .min][script.below(4)]
        body.actor = ["clerk", "", "村长", "e\u{301}"][script.below(4)]
        let fields = fields(of: body.kind)
        for _ in 0..<script.below(8) {
            body.mutations.append(mutation(among: fields, &script))
        }
        return try body.serializedBytes()
    }

    private static func fields(of kind: String) -> [String] {
        let declared = Sampled.kinds.first { $0.name == kind }?.fields.map(\.name) ?? []
        return declared + Kind.declarations + ["unknown_field"]
    }

    private static func mutation(
        among fields: [String], _ script: inout ByteScript
    ) -> WireMutation {
        let field = fields[script.below(fields.count)]
        return .with { mutation in
            switch script.below(10) {
            case 0...4:
                mutation.set = .with {
                    $0.field = field
                    $0.value = value(&script)
                }
            case 5: mutation.insert = values(field, &script)
            case 6: mutation.remove = values(field, &script)
            case 7:
                mutation.increment = .with {
                    $0.field = field
                    $0.amount = [1, -1, .max, .min, 0][script.below(5)]
                }
            case 8: mutation.append = values(field, &script)
            default:
                if script.flag() { mutation.delete = .init() } else { mutation.keep = .init() }
            }
        }
    }

    private static func values(_ field: String, _ script: inout ByteScript) -> WireFieldValues {
        .with {
            $0.field = field
            let count = script.byte()
            guard count < 252 else {
                // What takes a step for each of the others shows.
                $0.values = (0..<20_000).map { number in .with { $0.integer = number } }
                return
            }
            for _ in 0..<count % 4 { $0.values.append(value(&script)) }
        }
    }

    private static let texts = [
        "", "甲", "乙", "shown", "draft", "refused", "2026-06-01T09:30:00+08:00", "2026-06-01", "\0",
        "e\u{301}", "é", "2026-06-0\u{301}1T", "'", "=1+1", "[", "{}", "11010519491231002X",
        "13800000000", "00000000000000000000000000", "0000000000000000dxxxxxxxxx", "😀\u{200D}",
    ]

    private static func value(depth: Int = 0, _ script: inout ByteScript) -> WireValue {
        var value = WireValue()
        switch script.below(depth < 3 ? 10 : 6) {
        case 0: break
        case 1: value.boolean = script.flag()
        case 2: value.integer = [0, 1, -1, .max, .min][script.below(5)]
        case 3, 4: value.text = texts[script.below(texts.count)]
        case 5: value.text = String(decoding: script.bytes(script.below(9)), as: UTF8.self)
        case 6:
            // Many times this are more than one change can carry.
            value.text = String(repeating: "长", count: 20_000)
        case 7: value.text = RecordID(high: 1_780, low: UInt64(script.below(5))).text
        case 8:
            value.list = .with {
                for _ in 0..<script.below(3) {
                    $0.values.append(self.value(depth: depth + 1, &script))
                }
            }
        default:
            value.object = .with {
                for name in ["fen", "what"] where script.flag() {
                    let inner = self.value(depth: depth + 1, &script)
                    $0.values.append(
                        .with {
                            $0.name = name; $0.value = inner
                        })
                }
            }
        }
        return value
    }
}
