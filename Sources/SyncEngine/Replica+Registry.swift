import CausalCore
import DeviceIdentity
import Foundation
import RecordModel
import ReplicaStore

/// Somebody whose feeds this replica may accept.
struct Author {
    let member: Member
    let key: DevicePublicKey
    /// How far its feeds count; nil where all of them do.
    var cutoff: Cutoff?

    /// Whether the `seq`-th change of a feed of this device counts.
    func counts(_ replica: ReplicaID, _ seq: UInt64, in scope: Scope) -> Bool {
        cutoff.map { seq <= $0.seq(of: replica, in: scope) } ?? true
    }
}

extension Replica {
    /// The device called `device`, as the registry in `control` knows it; nil where it does not.
    ///
    /// The hub's own device is known from joining: it wrote the registry.
    func author(_ device: String) throws -> Author? {
        if let author = authors[device] { return author }
        let author: Author? =
            if device == DeviceID.of(publicKey: identity.hubPublicKey).text {
                surroundings.publicKey(identity.hubPublicKey).map {
                    Author(
                        member: Member(device: device, site: .hub, roles: [.hub], label: "hub"),
                        key: $0)
                }
            } else {
                try registered(device)
            }
        if authors.count >= Self.knownMax { authors = [:] }
        authors[device] = author
        return author
    }

    private func registered(_ device: String) throws -> Author? {
        // A device's id is its record's id: both are 26 letters over the same sixteen bytes.
        guard let kind = kinds["device"], let id = RecordID(device),
            let record = try store.record(
                id, kindName: kind.name, kind: kind, site: .hub, isPublished: false),
            !record.state.isDeleted
        else { return nil }
        let shown = record.state.shown(by: kind)
        guard
            let key = shown["public_key"]?.text.flatMap(publicKey),
            DeviceID.of(publicKey: key.bytes).text == device,
            let site = shown["site_id"]?.text.flatMap({ SiteID($0) })
        else { return nil }
        let roles = (shown["roles"]?.list ?? []).compactMap { $0.text.flatMap(Role.init) }
        return Author(
            member: Member(
                device: device, site: site, roles: roles.sorted(),
                label: shown["label"]?.text ?? ""),
            key: key, cutoff: try cutoff(of: device))
    }

    private func publicKey(base64 text: String) -> DevicePublicKey? {
        if let known = publicKeys[text] { return known }
        let key = Data(base64Encoded: text).flatMap { surroundings.publicKey([UInt8]($0)) }
        if publicKeys.count >= Self.knownMax { publicKeys = [:] }
        publicKeys[text] = key
        return key
    }

    private static let knownMax = 4_096

    /// The device called `device`; nil where the registry does not know it.
    public func member(_ device: String) throws -> Member? {
        try author(device)?.member
    }
}
