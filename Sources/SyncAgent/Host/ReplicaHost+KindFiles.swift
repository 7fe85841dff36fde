import Foundation
import RecordModel
import SyncEngine

extension ReplicaHost {
    /// Publishes the kind files in the hub's `kinds` folder that are newer than what is published.
    ///
    /// A new kind is a file put there, and nothing else: it travels in `control` to every replica. A
    /// file with a mistake is refused with its line, and the hub does not start with half of it.
    func publishKindFiles() throws {
        let names =
            (try? FileManager.default.contentsOfDirectory(atPath: directory.kindsPath)) ?? []
        var newer: [Kind] = []
        for name in names.sorted() where name.hasSuffix(".yaml") {
            let path = directory.kindsPath + "/" + name
            guard let bytes = FileManager.default.contents(atPath: path) else {
                throw AgentError.incomplete(path: directory.path, what: "kinds/\(name)")
            }
            let kind = try KindReader.kind(
                source: String(decoding: bytes, as: UTF8.self), file: path)
            if kinds[kind.name].map({ $0.version < kind.version }) ?? true { newer.append(kind) }
        }
        guard !newer.isEmpty else { return }
        try write { replica in
            for kind in newer { try replica.define(kind) }
        }
    }
}
