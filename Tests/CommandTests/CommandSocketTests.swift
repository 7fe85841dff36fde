import Foundation
import RecordModel
import ServiceLifecycle
import SyncAgent
import Testing

@testable import zssync

@Suite(.timeLimit(.minutes(1)))
struct CommandSocketTests {
    /// Runs `body` while a process keeps the desk's directory open.
    private func beside(_ desk: Desk, _ body: () async throws -> Void) async throws {
        let host = try ReplicaHost.open(DataDirectory(path: desk.folder + "/hub"))
        let service = RunningProcess.socket(of: host)
        let serving = Task { try await service.run() }
        while !FileManager.default.fileExists(atPath: host.directory.socketPath) {
            await Task.yield()
        }
        try await body()
        serving.cancel()
        try await serving.value
        #expect(!FileManager.default.fileExists(atPath: host.directory.socketPath))
    }

    @Test("a command that writes is carried to the process that runs, input and all")
    func carried() async throws {
        let desk = try Desk()
        try await beside(desk) {
            let added = await desk.type(
                "add", "person", "--site", Desk.site, "--json", "-", input: #"{"name":"甲"}"#)
            #expect(added.code == 0)
            #expect(await desk.type("show", added.firstLine).output.contains("甲"))
            let wrong = await desk.type("set", added.firstLine, "phone=1")
            #expect(wrong.code == 65)
            #expect(wrong.errors.contains("phone"))
            #expect(await desk.type("serve").code == 75)
        }
    }

    @Test("with the directory in use and nobody to answer, the code is 75")
    func inUse() async throws {
        let desk = try Desk()
        let host = try ReplicaHost.open(DataDirectory(path: desk.folder + "/hub"))
        let added = await desk.type("add", "person", "--site", Desk.site, "name=甲")
        #expect(added.code == 75)
        #expect(await desk.type("list", "person").code == 0)
        withExtendedLifetime(host) {}
    }
}
