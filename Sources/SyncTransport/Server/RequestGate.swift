import DeviceIdentity
import SyncProtocol
import Synchronization

/// Counts the requests that each device has under way, so that none can crowd out the others.
final class RequestGate: Sendable {
    private let underWay = Mutex<[DeviceID: Int]>([:])
    private let requestsMax: Int

    init(requestsMax: Int) {
        self.requestsMax = requestsMax
    }

    /// Lets one more request of `device` in, which must ``leave(_:)`` again.
    func enter(_ device: DeviceID) throws(Refusal) {
        let entered = underWay.withLock { underWay in
            let count = underWay[device, default: 0]
            guard count < requestsMax else { return false }
            underWay[device] = count + 1
            return true
        }
        guard entered else {
            throw Refusal(
                .busy,
                "本设备同时进行的请求超过 \(requestsMax) 个，请稍后再试，本机数据都在。"
                    + " This device has more than \(requestsMax) requests under way."
                    + " Nothing was changed; try again later.")
        }
    }

    func leave(_ device: DeviceID) {
        underWay.withLock { underWay in
            let count = underWay[device, default: 0]
            underWay[device] = count > 1 ? count - 1 : nil
        }
    }
}
