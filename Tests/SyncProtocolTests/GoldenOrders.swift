import DeviceIdentity
import RecordModel
import Testing

@testable import SyncEngine

/// The ids and digests of what the hub orders, as `orders.json` shows them; bytes in hexadecimal.
struct GoldenOrders: Codable, Equatable {
    let site: String
    let erasedRecords: [String]
    let erasureOrders: [String]
    let erasedDigest: String
    let device: String
    let revocation: String

    init() throws {
        let village = try GoldenVillage()
        let site = try #require(village.scope.site)
        let records = (1...2).map {
            RecordID(millisecondsSince1970: 1_780_000_000_000, random: (0, $0))
        }
        self.site = site.text
        erasedRecords = records.map(\.text)
        erasureOrders = records.compactMap { Erasure.order($0, of: site)?.text }
        erasedDigest = Erasure.digest(of: records).hex
        device = village.clerk.device.text
        revocation = try #require(Cutoff.record(of: device)).text
    }
}
