import RecordModel

/// Who a device is, as the URI in its certificate: `zssync://<hub id>/<site>/<device id>`.
///
/// Source: Protocol/4-identity, "Device certificates".
struct DeviceURI: Hashable, Sendable {
    let hub: HubID
    let site: SiteID
    let device: DeviceID

    private static let scheme = "zssync://"
    /// No valid URI is longer: scheme, two ids of 26, a site of 32 and two slashes.
    private static let textLengthMax = 9 + 26 + 1 + 32 + 1 + 26

    init(hub: HubID, site: SiteID, device: DeviceID) {
        self.hub = hub
        self.site = site
        self.device = device
    }

    /// Reads a URI; nil for any other form, case or part.
    init?(_ text: String) {
        guard text.utf8.count <= Self.textLengthMax, text.hasPrefix(Self.scheme) else { return nil }
        let parts = text.dropFirst(Self.scheme.count)
            .split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, let hub = HubID(parts[0]), let site = SiteID(parts[1]),
            let device = DeviceID(parts[2])
        else { return nil }
        self.init(hub: hub, site: site, device: device)
    }

    var text: String { "\(Self.scheme)\(hub)/\(site)/\(device)" }
}
