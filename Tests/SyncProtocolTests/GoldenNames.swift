import CausalCore
import Crypto
import DeviceIdentity
import RecordModel
import ReplicaStore
@testable import SyncEngine
import SyncProtocol
import Testing

/// Names, digests and tokens as `names.json` shows them; bytes in hexadecimal.
struct GoldenNames: Codable, Equatable {
    /// A device of the golden village.
    struct Device: Codable, Equatable {
        let publicKey: String
        let device: String
        let replicaByEpoch: [String]
    }

    /// A record after all golden changes.
    struct Record: Codable, Equatable {
        let record: String
        let bytes: String
        let canonicalBytes: String
        let hash: String
    }

    let devices: [Device]
    let hubPublicKey: String
    let hub: String
    let records: [Record]
    let stateDigest: String
    let frontierDigest: String
    let frontiersDigest: String
    let emptyFrontiersDigest: String
    let baseToken: String
    let baseTokenOfNothing: String
    let conflictScope: String
    let conflictClass: String
    let conflictKind: String
    let conflictRecord: String
    let conflictField: String
    let conflictID: String
    let conflictCandidates: [String]
    let conflictVersion: String
    let joinToken: String
    let joinTokenFingerprint: String
    let joinTokenSecret: String
    let joinTokenSecretHash: String
    let joinTokenHubs: [String]

    init() throws {
        let village = try GoldenVillage()
        devices = [village.clerk, village.worker].map { key in
            Device(
                publicKey: key.publicKey.hex, device: key.device.text,
                replicaByEpoch: [1, 2].map { epoch in
                    ReplicaID.of(publicKey: key.publicKey, epoch: epoch).description
                })
        }
        let authority = try DeviceKey(rawBytes: (65...96).map { UInt8($0) })
        hubPublicKey = authority.publicKey.hex
        hub = HubID.of(publicKey: authority.publicKey).text
        let states = Self.states(village)
        records = states.map { state in
            Record(
                record: state.id.text, bytes: state.id.bytes.hex,
                canonicalBytes: state.canonicalBytes.hex, hash: Self.hash(state).hex)
        }
        stateDigest = Self.stateSum(village).bytes.hex
        let heads = try ScopeHeads(GoldenMessage.frontier())
        frontierDigest = heads.digest.hex
        frontiersDigest = ScopeHeads.digest(of: [heads]).hex
        emptyFrontiersDigest = ScopeHeads.digest(of: []).hex
        baseToken = BaseToken.text(heads.vector)
        baseTokenOfNothing = BaseToken.text(VersionVector())
        conflictScope = village.scope.text
        conflictClass = ConflictClass.divergentDecision.rawValue
        conflictKind = GoldenVillage.kind
        conflictRecord = village.meeting.text
        conflictField = "status"
        conflictID =
            ConflictID.of(
                scope: village.scope, .divergentDecision, kind: GoldenVillage.kind,
                record: village.meeting, field: "status"
            ).hex
        let dots = [Dot(village.a, 7), Dot(village.b, 2)].sorted()
        conflictCandidates = dots.map { "\($0.replica) \($0.seq)" }
        conflictVersion = ConflictID.version(dots).hex
        let fingerprint = (0..<32).map { UInt8($0) }
        let secret = (100..<116).map { UInt8($0) }
        let hubs = [
            try #require(PeerAddress("https://hub.example.cn:8443")),
            try #require(PeerAddress("https://[::1]:7443")),
        ]
        let token = try #require(
            JoinToken(hubs: hubs, fingerprint: fingerprint, secret: secret))
        joinToken = token.text
        joinTokenFingerprint = fingerprint.hex
        joinTokenSecret = secret.hex
        joinTokenSecretHash = token.secretHash.hex
        joinTokenHubs = hubs.map(\.authority)
    }

    /// Both records after all changes, in causal order.
    static func states(_ village: GoldenVillage) -> [RecordState] {
        let changes = (village.clerkChanges + village.workerChanges)
            .sorted { $0.stamp < $1.stamp }
        return [village.meeting, village.second].map { id in
            var state = RecordState(id: id, kind: GoldenVillage.kind)
            for change in changes where change.record == id { state.apply(change) }
            return state
        }
    }

    /// The state of the scope.
    static func stateSum(_ village: GoldenVillage) -> StateSum {
        var sum = StateSum()
        for state in states(village) { sum.add(hash(state)) }
        return sum
    }

    private static func hash(_ state: RecordState) -> [UInt8] {
        Array(SHA256.hash(data: state.canonicalBytes))
    }
}
