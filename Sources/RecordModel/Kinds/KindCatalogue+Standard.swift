extension KindCatalogue {
    /// The kinds that zssync comes with: the files of Protocol/kinds, embedded when it was built.
    ///
    /// The control kinds are among them. A kind that a replica learns by sync takes the place of
    /// one here when its version is higher.
    public static let standard: KindCatalogue = {
        do {
            return KindCatalogue(
                try standardFiles.map { name, source throws(KindFileError) in
                    try KindReader.kind(source: source, file: name)
                })
        } catch {
            // A test reads the same files, so only a build that skipped the tests gets here.
            preconditionFailure("a kind file of this program is not right: \(error)")
        }
    }()

    /// The embedded files by name.
    static let standardFiles: [(name: String, source: String)] = [
        ("device.yaml", PackageResources.device_yaml),
        ("disclosure.yaml", PackageResources.disclosure_yaml),
        ("erasure.yaml", PackageResources.erasure_yaml),
        ("kind_definition.yaml", PackageResources.kind_definition_yaml),
        ("person.yaml", PackageResources.person_yaml),
        ("proof_request.yaml", PackageResources.proof_request_yaml),
        ("revocation.yaml", PackageResources.revocation_yaml),
        ("site.yaml", PackageResources.site_yaml),
        ("visit.yaml", PackageResources.visit_yaml),
    ].map { ($0.0, String(decoding: $0.1, as: UTF8.self)) }
}
