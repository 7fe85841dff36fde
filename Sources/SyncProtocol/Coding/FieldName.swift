/// Whether `name` can name a field: 1 to 64 lower-case ASCII letters, digits and `_`.
///
/// ASCII alone, since Swift's strings equate what Unicode calls equivalent, and bytes must not.
func isFieldName(_ name: UnsafeRawBufferPointer) -> Bool {
    guard !name.isEmpty, name.count <= 64 else { return false }
    for byte in name {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"):
            continue
        default: return false
        }
    }
    return true
}

/// Whether `name` can name a field.
func isFieldName(_ name: String) -> Bool {
    var name = name
    return name.withUTF8 { isFieldName(UnsafeRawBufferPointer($0)) }
}
