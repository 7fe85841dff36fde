import CausalCore
import RecordModel
import SyncProtocol

// The sentences that a peer is told; no personal value is in any of them.
extension Refusal {
    static func scope(_ scope: Scope) -> Refusal {
        Refusal(
            .notPermitted,
            "证书不允许访问 \(scope)，未保存。 The certificate does not allow \(scope); nothing was stored."
        )
    }

    static func unknownAuthor(_ device: String) -> Refusal {
        Refusal(
            .unknownAuthor,
            "登记册里还没有设备 \(device)，请先与中心同步。"
                + " Device \(device) is not in the registry here yet; sync with the hub first."
                + " Nothing of its feed was stored.")
    }

    static func author(_ device: String) -> Refusal {
        Refusal(
            .notPermitted,
            "设备 \(device) 无权写入这个范围，未保存。"
                + " Device \(device) may not write this scope; nothing of its feed was stored.")
    }

    static func cutOff(_ device: String) -> Refusal {
        Refusal(
            .notPermitted,
            "设备 \(device) 已停用，停用后的变更不算数，未保存。"
                + " Device \(device) is revoked, and this is beyond what counts of it; nothing was stored."
        )
    }

    static func gap(_ replica: ReplicaID) -> Refusal {
        Refusal(
            .waiting,
            "副本 \(replica) 的前面部分还没收到。 The earlier part of feed \(replica) is not held yet.")
    }

    static func waiting(_ replica: ReplicaID, on other: ReplicaID) -> Refusal {
        Refusal(
            .waiting,
            "副本 \(replica) 的变更要等副本 \(other) 的变更。"
                + " Changes of \(replica) wait for changes of \(other) that are not held yet.")
    }

    static func stripped(_ replica: ReplicaID, seq: UInt64) -> Refusal {
        Refusal(
            .waiting,
            "副本 \(replica) 的第 \(seq) 条变更没有内容，本机不知道该记录已被抹除，未保存；先与中心同步。"
                + " Change \(seq) of \(replica) comes without its body, and this replica knows of no"
                + " erasure of its record; nothing was stored. Sync with the hub first.")
    }

    static func fork(_ device: String, seq: UInt64) -> Refusal {
        Refusal(
            .fork,
            "设备 \(device) 的数据出现分叉（第 \(seq) 条），可能被复制到另一台电脑；本机保留原有内容，对方内容未动。"
                + " Device \(device) has two histories from change \(seq) on: its disk was restored or"
                + " copied. This replica keeps what it had; the sender keeps its own.")
    }
}
