@testable import RecordModel

extension Value {
    /// A value that `field` can hold, in the form that fields keep.
    static func sample(of field: Field, using random: inout Seeded) -> Value {
        guard field.merge == .set || field.merge == .log else {
            return element(of: field.type, using: &random)
        }
        var elements: [Value] = []
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let element = element(of: field.type, using: &random)
            if !elements.contains(element) { elements.append(element) }
        }
        return .list(elements)
    }

    private static func element(of type: FieldType, using random: inout Seeded) -> Value {
        switch type {
        case .text(let bytesMax): .text(text(bytesMax: bytesMax, using: &random))
        case .integer(let bounds): .integer(.random(in: bounds, using: &random))
        case .money: .integer(.random(in: -10_000_000...10_000_000, using: &random))
        case .boolean: .boolean(.random(using: &random))
        case .date: .text(Day(daysSince1970: .random(in: -20_000...30_000, using: &random)).text)
        case .moment:
            .text(Moment(secondsSince1970: .random(in: 0...4_000_000_000, using: &random)).text)
        case .choice(let choices): .text(choices.randomElement(using: &random)?.value ?? "")
        case .residentNumber: .text("11010519491231002X")
        case .phone: .text("138\(Int.random(in: 10_000_000...99_999_999, using: &random))")
        case .reference:
            .text(
                RecordID(
                    millisecondsSince1970: .random(in: 0...1 << 47, using: &random),
                    random: (random.next(), random.next())
                ).text)
        case .rows(let columns):
            .list([
                .object(
                    Dictionary(
                        uniqueKeysWithValues: columns.map {
                            ($0.name, element(of: $0.type, using: &random))
                        }))
            ])
        }
    }

    private static func text(bytesMax: Int, using random: inout Seeded) -> String {
        let letters = Array("村务公开，a1;；、\"'=+-@[]{}\\,😀é字")
        var text = ""
        for _ in 0..<Int.random(in: 1...12, using: &random) {
            let letter = letters[Int.random(in: 0..<letters.count, using: &random)]
            if text.utf8.count + letter.utf8.count <= bytesMax { text.append(letter) }
        }
        // A beginning that is no JSON, as a person would write it.
        return text.hasPrefix("[") ? "甲" : text
    }
}
