import RecordModel
import ReplicaStore
package import SyncEngine

extension LogReference {
    /// Throws where what everybody may read of a record is other than what its site shows.
    ///
    /// Copies are written by machines and come again when they are lost, so they are held against
    /// their records, and not counted among what people have saved.
    package func checkCopies(in replica: Replica) throws {
        for (scope, record, name) in records {
            guard let kind = replica.kinds[name], let site = scope.site,
                case .published(let states) = kind.audience
            else { continue }
            let values = { (isPublished: Bool) in
                try replica.store.record(
                    record, kindName: name, kind: kind, site: site, isPublished: isPublished
                ).flatMap { $0.state.isDeleted ? nil : kind.published($0.shown(by: kind)) }
            }
            let shown = try values(false) ?? [:]
            let isPublic = shown[Lifecycle.field]?.text.map(states.contains) ?? false
            guard let copy = try values(true), isPublic else {
                if try values(true) == nil, !isPublic { continue }
                throw Violation(
                    invariant: .publishedCopies,
                    what: "a \(name) is \(isPublic ? "not public" : "public"), against its status")
            }
            let others = kind.fields.map(\.name).filter { copy[$0] != shown[$0] }
            guard others.isEmpty else {
                throw Violation(
                    invariant: .publishedCopies,
                    what: "a \(name) is public with another \(others.joined(separator: ", "))"
                        + " than its site shows")
            }
        }
    }
}

extension Kind {
    /// `values` as they may be published.
    fileprivate func published(_ values: [String: Value]) -> [String: Value] {
        var values = values
        for case .withoutNumbers(let field, _) in rules.map(\.requirement) {
            values[field] = values[field]?.text.map { .text(Masking.withoutNumbers($0)) }
        }
        return values
    }
}
