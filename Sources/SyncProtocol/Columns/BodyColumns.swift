import Foundation
import SwiftProtobuf

/// Bodies of a batch taken apart: the contents of each part together, so that they compress well.
struct BodyColumns {
    private struct Found {
        let part: Int
        let content: BodyPart.Content
        let range: Range<Int>
    }

    private var parts: [BodyPart] = []
    private var placeOfPart: [BodyPart: Int] = [:]
    private var columns: [[UInt8]] = []
    private var shapes: [[Int]] = []
    private var placeOfShape: [[Int]: Int] = [:]
    private var order: [UInt8] = []
    private var lastShape: [Int] = []
    private var placeOfLastShape = 0
    private var lastTime: Int64 = 0
    private var found: [Found] = []

    /// Notes a body that is not taken apart, or was erased.
    mutating func appendWhole() { order.append(varint: 0) }

    /// Takes a body apart; false, and nothing done, where putting it together would not give back these
    /// very bytes.
    mutating func append(_ body: UnsafeRawBufferPointer) -> Bool {
        var pieces = BodyPieces(body)
        found.removeAll(keepingCapacity: true)
        while let piece = pieces.next() {
            guard found.count < Limits.bodyPiecesMax, let part = part(of: piece, in: body) else {
                return false
            }
            found.append(Found(part: part, content: piece.content, range: piece.range))
        }
        guard pieces.isAtEnd, !found.isEmpty else { return false }
        if !found.elementsEqual(lastShape, by: { $0.part == $1 }) { beginShape() }
        order.append(varint: UInt64(placeOfLastShape) + 1)
        for piece in found {
            let content = UnsafeRawBufferPointer(rebasing: body[piece.range])
            switch piece.content {
            case .text, .opaque: columns[piece.part].append(counted: content)
            case .number: columns[piece.part].append(contentsOf: content)
            case .difference:
                let time = Int64(zigzag: Self.number(content))
                columns[piece.part].append(varint: (time &- lastTime).zigzag)
                lastTime = time
            }
        }
        return true
    }

    /// Takes the shape of the body that was found, which is other than the last.
    private mutating func beginShape() {
        lastShape = found.map(\.part)
        if let known = placeOfShape[lastShape] {
            placeOfLastShape = known
        } else {
            placeOfLastShape = shapes.count
            placeOfShape[lastShape] = shapes.count
            shapes.append(lastShape)
        }
    }

    /// What bytes say that ``BodyPieces`` found to be a number.
    private static func number(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 7 | UInt64($1 & 0x7F) }
    }

    /// The number of a piece's part; nil where there are too many. Mostly it is the part that stands
    /// there in the body before.
    private mutating func part(of piece: BodyPieces.Piece, in body: UnsafeRawBufferPointer) -> Int?
    {
        let name = UnsafeRawBufferPointer(rebasing: body[piece.name])
        if found.count < lastShape.count {
            let likely = lastShape[found.count]
            if parts[likely].field == piece.field, parts[likely].action == piece.action,
                parts[likely].content == piece.content, name.elementsEqual(parts[likely].name)
            {
                return likely
            }
        }
        let part =
            piece.action == 0
            ? BodyPart(field: piece.field)
            : BodyPart(action: piece.action, content: piece.content, name: Array(name))
        guard let part else { return nil }
        if let known = placeOfPart[part] { return known }
        guard parts.count < Limits.bodyPartsMax else { return nil }
        placeOfPart[part] = parts.count
        parts.append(part)
        columns.append([])
        return parts.count - 1
    }

    /// Bytes of all that the message says; a few of framing come on top.
    var byteCount: Int {
        order.count + columns.reduce(0) { $0 + $1.count + 4 }
            + parts.reduce(0) { $0 + $1.name.count + 8 }
            + shapes.reduce(0) { $0 + $1.count * 2 + 4 }
    }

    /// The message.
    var wire: WireBodyColumns {
        .with {
            $0.parts = parts.map { part in
                .with {
                    $0.name = String(decoding: part.name, as: UTF8.self)
                    $0.form = part.form
                }
            }
            $0.shapes = shapes.map { shape in
                var bytes: [UInt8] = []
                for part in shape { bytes.append(varint: UInt64(part)) }
                return .init(bytes)
            }
            $0.order = .init(order)
            $0.columns = columns.map { .init($0) }
        }
    }
}
