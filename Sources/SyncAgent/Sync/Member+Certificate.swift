import DeviceIdentity
import SyncEngine

extension Member {
    /// Who a verified certificate says somebody is.
    init(_ certificate: DeviceCertificate) {
        self.init(
            device: certificate.device.text, site: certificate.site, roles: certificate.roles,
            label: certificate.label)
    }
}
