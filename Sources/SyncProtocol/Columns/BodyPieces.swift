/// Walks through a body piece by piece, for as long as putting the pieces together again gives back the
/// very same bytes: keys in one byte, lengths and numbers in as few as they need, one action a mutation.
struct BodyPieces {
    /// A part as it lies in one body.
    struct Piece {
        /// As ``BodyPart/field``.
        var field: UInt8
        /// As ``BodyPart/action``.
        var action: UInt8 = 0
        /// As ``BodyPart/content``.
        var content: BodyPart.Content
        /// Where the name lies; empty where there is none.
        var name: Range<Int> = 0..<0
        /// Where the content lies.
        var range: Range<Int>
    }

    private let body: UnsafeRawBufferPointer
    private var place = 0

    init(_ body: UnsafeRawBufferPointer) {
        self.body = body
    }

    /// Whether the whole body was walked through.
    var isAtEnd: Bool { place == body.count }

    /// The next piece; nil at the end, and where the bytes are anything else.
    mutating func next() -> Piece? {
        guard let key = byte() else { return nil }
        switch key {
        case 0x0A, 0x22, 0x2A:
            guard let text = counted() else { return nil }
            return Piece(field: key >> 3, content: .text, range: text)
        case 0x10, 0x18:
            guard let number = number() else { return nil }
            return Piece(
                field: key >> 3, content: key == 0x10 ? .number : .difference, range: number)
        case BodyPart.mutationField << 3 | 2: return mutation()
        default: return nil
        }
    }

    private mutating func mutation() -> Piece? {
        guard let message = counted() else { return nil }
        let end = message.upperBound
        place = message.lowerBound
        guard place < end, let key = byte(), key & 7 == 2, (1...7).contains(key >> 3),
            let action = counted(), action.upperBound == end
        else { return nil }
        place = action.lowerBound
        let name = name(before: end)
        let content = place..<end
        let inner = value(before: end)
        place = end
        return Piece(
            field: BodyPart.mutationField, action: key >> 3,
            content: inner?.content ?? .opaque, name: name, range: inner?.range ?? content)
    }

    /// Steps over the name of a field; empty, without a step, where there is none.
    private mutating func name(before end: Int) -> Range<Int> {
        let start = place
        guard place < end, byte() == 0x0A, let name = counted(), name.upperBound <= end,
            isFieldName(UnsafeRawBufferPointer(rebasing: body[name]))
        else {
            place = start
            return 0..<0
        }
        return name
    }

    /// The one value from here to the end, where it is a text or a whole number.
    private mutating func value(
        before end: Int
    ) -> (content: BodyPart.Content, range: Range<Int>)? {
        guard place < end, byte() == 0x12, let value = counted(), value.upperBound == end else {
            return nil
        }
        place = value.lowerBound
        switch place < end ? byte() : nil {
        case 0x1A:
            guard let text = counted(), text.upperBound == end else { return nil }
            return (.text, text)
        case 0x10:
            guard let number = number(), number.upperBound == end else { return nil }
            return (.number, number)
        default: return nil
        }
    }

    private mutating func byte() -> UInt8? {
        guard place < body.count else { return nil }
        defer { place += 1 }
        return body[place]
    }

    /// Steps over a length and what it counts; nil where the length is not in its shortest form.
    private mutating func counted() -> Range<Int>? {
        var (count, shift) = (0, 0)
        while shift < 28, let byte = byte() {
            count |= Int(byte & 0x7F) << shift
            guard byte >= 0x80 else {
                guard byte > 0 || shift == 0, count <= body.count - place else { return nil }
                defer { place += count }
                return place..<place + count
            }
            shift += 7
        }
        return nil
    }

    /// Steps over a number; nil where it is not in its shortest form, or above 64 bits.
    private mutating func number() -> Range<Int>? {
        let start = place
        while place - start < 10, let byte = byte() {
            guard byte >= 0x80 else {
                let count = place - start
                return (byte > 0 || count == 1) && (count < 10 || byte == 1)
                    ? start..<place : nil
            }
        }
        return nil
    }
}
