import X509

extension DistinguishedName {
    /// The most characters of a common name, by X.520.
    static let commonNameLengthMax = 64

    /// The first common name; empty if there is none.
    var commonName: String {
        for part in self {
            for attribute in part where attribute.type == .RDNAttributeType.commonName {
                return String(attribute.value) ?? ""
            }
        }
        return ""
    }

    /// A name of just `text`; throws unless it is 1 to 64 characters that can be printed.
    static func common(_ text: String) throws(IdentityError) -> DistinguishedName {
        guard (1...commonNameLengthMax).contains(text.unicodeScalars.count),
            !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }),
            let name = try? DistinguishedName(builder: { CommonName(text) })
        else { throw .cannotIssue("name: 1 to \(commonNameLengthMax) printable characters") }
        return name
    }
}
