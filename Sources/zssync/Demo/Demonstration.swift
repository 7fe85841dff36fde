import DeviceIdentity
import Foundation
import HubServer
import Logging
import RecordModel
import ReplicaStore
import ServiceLifecycle
import SyncAgent
import SyncEngine
import Synchronization
import UnixSignals

/// A real hub and real nodes on this machine, over real TLS, and a small story of a conflict.
struct Demonstration: Sendable {
    let context: CommandContext
    let typist: Typist
    let folder: String
    let siteCount: Int
    let isOnce: Bool

    private func directory(_ name: String) -> DataDirectory {
        DataDirectory(path: folder + "/" + name)
    }

    /// Runs it until the story ends, or, unless it is to run once only, until Ctrl-C.
    func run() async throws {
        let sites = try SiteRegistry.sites(csv: SampleSites.csv.utf8).prefix(siteCount).map {
            SiteRow(code: $0.code, name: $0.name, townCode: $0.townCode, townName: $0.townName)
        }
        try typist.say("一、建立中心，登记 \(sites.count) 个村（社区）。", "1. A hub with \(sites.count) sites.")
        let hub = try await offLoop {
            try ReplicaHost.makeHub(
                in: directory("hub"), name: "演示中心", hosts: ["127.0.0.1"], sites: Array(sites))
        }
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let listener = try HubListener(
            host: hub, address: "127.0.0.1", port: 0, logger: StandardLog.logger
        ) { listening.yield($0) }
        let story = DemonstrationStory(
            isOnce: isOnce,
            onPage: { node, link in
                try? typist.say(
                    "\(node.identity.label)的网页（链接只能用一次）：\(link)",
                    "The page of \(node.identity.label), once: \(link)")
            }
        ) {
            for await port in ports {
                try typist.say(
                    "中心在 https://127.0.0.1:\(port)，以下全部经过真实的双向 TLS。",
                    "The hub is at https://127.0.0.1:\(port); all that follows is real mutual TLS.")
                return try await tell(hub, Array(sites))
            }
            return []
        }
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(service: listener), .init(service: RunningProcess.socket(of: hub)),
                    .init(
                        service: story, successTerminationBehavior: .gracefullyShutdownGroup),
                ],
                gracefulShutdownSignals: [.sigint, .sigterm], logger: StandardLog.logger))
        try await group.run()
    }

    /// The story; returns the nodes that are to stay up.
    private func tell(_ hub: ReplicaHost, _ sites: [SiteRow]) async throws -> [ReplicaHost] {
        let site = sites[0]
        try typist.say(
            "二、\(site.name)有两台设备：前台电脑和社工平板。", "2. \(site.name) has two devices.")
        let desk = try await join("desk", hub, site, role: .clerk, label: "前台电脑")
        let tablet = try await join("tablet", hub, site, role: .worker, label: "社工平板")
        var nodes = [desk, tablet]
        for (number, other) in sites.dropFirst().enumerated() {
            nodes.append(
                try await join(
                    "site-\(number + 2)", hub, other, role: .clerk, label: other.name))
        }

        try typist.say("三、前台登记一位老人，同步到中心，再到平板。", "3. The desk adds a person; both sync.")
        let person = try await typist.type(
            ["add", "person", "name=陈秀英", "phone=13800138000", "--actor", "李明"], at: desk)
        try await typist.type(["sync"], at: desk)
        try await typist.type(["sync"], at: tablet)

        try typist.say(
            "四、断网后，两人各改了同一个电话，互相不知道。", "4. Offline, two people change the same number.")
        try await typist.type(
            ["set", person, "phone=13800138001", "--actor", "李明", "--reason", "本人来电"], at: desk)
        try await typist.type(
            ["set", person, "phone=13800138002", "--actor", "黄丽", "--reason", "上门探访"], at: tablet)

        try typist.say("五、网络恢复，各自同步。谁的修改都没有丢。", "5. Back online, both sync; nothing is lost.")
        try await typist.type(["sync"], at: desk)
        try await typist.type(["sync"], at: tablet)
        try await typist.type(["sync"], at: desk)

        try typist.say("六、冲突报告在每台设备上都一样。", "6. The conflict report is the same everywhere.")
        try await typist.type(["conflicts"], at: desk)
        try await typist.type(["history", person], at: tablet)
        try typist.say("处理它只要一条命令：", "One command settles it:")
        let conflict = try await desk.reading {
            try $0.store.conflicts(onlyOpen: true).first { $0.conflictClass != .soft }?.id.hex ?? ""
        }
        try typist.show(
            ["resolve", String(conflict.prefix(8)), "--take", "2", "--reason", "电话核实"],
            in: desk.directory)
        if !isOnce {
            try typist.say(
                "一切保持运行：用浏览器打开下面的链接，或在另一个窗口试上面的命令。Ctrl-C 结束。",
                "All stays up: open the links below, or try the commands above in another window."
                    + " Ctrl-C ends it.")
        }
        return nodes
    }

    private func join(
        _ name: String, _ hub: ReplicaHost, _ site: SiteRow, role: Role, label: String
    ) async throws -> ReplicaHost {
        let token = try await typist.type(
            ["hub", "invite", "--site", site.code, "--role", role.rawValue, "--label", label],
            at: hub)
        let directory = directory(name)
        try typist.show(["join", String(token.prefix(12)) + "…"], in: directory)
        let host = try await Joining.join(try JoinToken(token), in: directory)
        _ = try await Synchronizer.sync(host, with: .hub)
        return host
    }
}
