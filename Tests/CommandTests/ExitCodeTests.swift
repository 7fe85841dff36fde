import DeviceIdentity
import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine
import SyncProtocol
import SyncTransport
import Testing

@testable import zssync

struct ExitCodeTests {
    private static let typed: [String: Int32] = [
        "nonsense": 64, "add": 64, "add person": 64, "add person name": 64,
        "add person name=甲": 64, "resolve abcd": 64, "export person --reveal": 64,
        "set zzz name=甲": 66, "add nothing a=b": 65, "list person --where nothing=1": 65,
        "add person --site 442000001001 nothing=1": 65,
        "add person --site 442000001001 name=甲 phone=1": 65,
        "add person --site 999999999999 name=甲": 66, "resolve 00000000 --take 1": 66,
        "import person no.csv": 66, "hub init --sites no.csv": 66, "sync": 78, "--help": 0,
        "status --data nowhere": 66, "join zs1-0000 --data new": 65,
    ]

    @Test(
        "what is typed wrongly ends with 64, bad data with 65, what is missing with 66",
        arguments: typed.keys.sorted())
    func codes(line: String) async throws {
        let code = try #require(Self.typed[line])
        let arguments = line.split(separator: " ").map(String.init)
        let desk = try Desk()
        let captured = Captured()
        let found = await Program.execute(
            CommandContext(
                desk.invocation(arguments),
                .init(input: Text(""), output: Captured(), errors: captured)))
        #expect(found == code)
        #expect(code == 0 || !captured.text.isEmpty)
    }

    @Test("errors of the modules below have their codes and sentences")
    func mapping() {
        let cases: [(any Error, zssync.ExitStatus)] = [
            (StoreError.inUse(path: "x"), .inUse), (StoreError.diskFull(path: "x"), .disk),
            (EngineError.notPermitted(.control), .notPermitted),
            (TransportError.notReachable(.cut), .unreachable),
            (TransportError.wrongCA, .protocolBroken),
            (TransportError.refused(Refusal(.revoked, "停用 revoked")), .notPermitted),
            (WireError.badSignature, .protocolBroken), (JoinTokenError.altered, .input),
            (Stranger(), .bug),
        ]
        for (error, status) in cases {
            let failure = CommandFailure(error)
            #expect(failure.status == status)
            #expect(failure.sentence.contains { $0 > "\u{4E00}" })
        }
    }

    private struct Stranger: Error {}

    @Test("every command has an abstract, a discussion and an example")
    func help() async throws {
        let desk = try Desk()
        let names = [
            "add", "set", "delete", "show", "list", "history", "import", "export", "conflicts",
            "resolve", "join", "sync", "node", "serve", "demo", "status", "verify", "hub",
        ]
        for name in names {
            let help = await desk.type(name, "--help")
            #expect(help.code == 0)
            #expect(help.output.contains("$ zssync \(name)"))
        }
        for name in ["init", "invite", "devices", "sites"] {
            let help = await desk.type("hub", name, "--help")
            #expect(help.output.contains("$ zssync hub \(name)"))
        }
    }
}
