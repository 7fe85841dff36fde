import CausalCore
import DeviceIdentity
import Foundation
import RecordModel
public import SimulationKit
import SyncAgent
import SyncEngine

/// Runs a scenario with real processes: `zssync serve` at the hub, the commands that people type at their
/// computers, TLS over lines of loopback; `kill -9`, stopped processes, lines that break.
///
/// What is done, and to whom, is the seed's; when a signal strikes in a program is the machine's, so a seed
/// that fails need not fail again. Its directories are kept then.
public final class ProcessRun {
    /// A link that is down: virtual milliseconds.
    struct Cut {
        let from: Int
        let to: Int
        let until: Int64
    }

    let scenario: Scenario
    private let program: String
    /// Where all data directories are.
    let folder: String
    var replicas: [Int: ProcessReplica] = [:]
    let hubPort: Int
    private(set) var serving: RunningProgram?
    var outcome = Outcome()
    var now: Int64 = 0
    var cuts: [Cut] = []
    /// What people were told is saved.
    var due: Set<Saved> = []
    /// What the hub has said that it holds.
    var acknowledged: [Scope: VersionVector] = [:]
    /// What the hub's operator was asked to erase.
    var ordered: Set<ErasedRecord> = []
    /// The devices that the hub's operator was asked to revoke.
    var revoked: Set<String> = []

    private init(_ scenario: Scenario, program: String, folder: String) throws {
        self.scenario = scenario
        self.program = program
        self.folder = folder
        hubPort = try FreePort.find()
    }

    /// Draws the scenario of `seed`: `sites` villages, nil for one to three, and `eventCount` events.
    public static func drawn(seed: UInt64, sites: Int?, eventCount: Int) -> Scenario {
        Scenario.drawn(
            seed: seed, sites: sites, eventCount: eventCount, faults: Fault.amongProcesses)
    }

    /// Runs `scenario` with the `zssync` at `program` to its end, or to the first law that does not hold, in
    /// a new folder of `parent`, which stays there after a failure.
    public static func run(
        _ scenario: Scenario, program: String, in parent: String
    ) throws -> Outcome {
        let folder = parent + "/zssync-sim-\(scenario.seed)-" + UUID().uuidString.prefix(8)
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let run = try ProcessRun(scenario, program: program, folder: folder)
        do {
            try run.makeTown()
            for event in scenario.events { try run.happen(event) }
            try run.settle()
            try run.checkEnd()
            try run.killHub()
        } catch let violation as Violation {
            run.outcome.violation = violation
        } catch {
            run.outcome.violation = Violation(invariant: .noSurprise, what: "\(error)")
        }
        run.serving?.murder()
        run.outcome.time = run.now
        if run.outcome.violation == nil {
            try FileManager.default.removeItem(atPath: folder)
        } else {
            run.outcome.kept = folder
        }
        return run.outcome
    }

    // MARK: The town

    private func makeTown() throws {
        var late: Set<Int> = []
        for case .join(let number) in scenario.events.map(\.action) { late.insert(number) }
        let hub = ProcessReplica(
            number: 0, directory: DataDirectory(path: folder + "/hub"), line: nil)
        replicas[0] = hub
        let rows = (0..<scenario.sites).map { index in
            let code = City.site(index).text
            return "\(code),村\(index),\(code.prefix(9)),镇\(code.prefix(9))"
        }
        let registry = folder + "/sites.csv"
        try (["code,name,town_code,town_name"] + rows).joined(separator: "\n")
            .write(toFile: registry, atomically: true, encoding: .utf8)
        try mustSucceed(
            ["hub", "init", "--sites", registry, "--host", "127.0.0.1"], on: hub)
        try publish(edition: 1)
        try serve()
        for number in scenario.devices.indices.map({ $0 + 1 }) where !late.contains(number) {
            try join(number)
        }
    }

    /// Invites a device, which joins over its own line.
    func join(_ number: Int) throws {
        guard replicas[number] == nil, scenario.devices.indices.contains(number - 1) else { return }
        let device = ProcessReplica(
            number: number, directory: DataDirectory(path: folder + "/device-\(number)"),
            line: try FaultyLine(to: hubPort))
        let roles = City.roles(of: number - 1).flatMap { ["--role", $0.rawValue] }
        let invitation = try mustSucceed(
            ["hub", "invite", "--site", City.site(scenario.devices[number - 1]).text]
                + ["--label", "device \(number)"] + roles, on: hub)
        let invited = try JoinToken(invitation.line)
        guard let line = device.line, let address = PeerAddress(host: "127.0.0.1", port: line.port),
            let token = JoinToken(
                hubs: [address], fingerprint: invited.fingerprint, secret: invited.secret)
        else { throw Violation(invariant: .noSurprise, what: "an invitation cannot be read") }
        try mustSucceed(["join", token.text], on: device)
        replicas[number] = device
    }

    var hub: ProcessReplica {
        guard let hub = replicas[0] else { preconditionFailure("the hub is made first") }
        return hub
    }

    /// The devices that are there, by number.
    var devices: [ProcessReplica] {
        replicas.filter { $0.key > 0 }.sorted { $0.key < $1.key }.map(\.value)
    }

    // MARK: The hub's process

    func serve() throws {
        let serving = try start(["serve", "--listen", "127.0.0.1:\(hubPort)"], on: hub)
        self.serving = serving
        try wait(for: serving, listening: hubPort)
    }

    /// Waits until `running` listens on `port`.
    func wait(for running: RunningProgram, listening port: Int) throws {
        let deadline = Date().addingTimeInterval(30)
        while !FreePort.isTaken(port) {
            guard running.process.isRunning, Date() < deadline else {
                throw Violation(
                    invariant: .noSurprise, what: "nobody listens: \(running.errorText)")
            }
            usleep(5_000)
        }
    }

    func killHub() throws {
        guard let serving else { return }
        self.serving = nil
        try kill(serving, of: "serve")
    }

    /// Kills what serves; one that had ended before has ended by itself, which none may.
    func kill(_ service: RunningProgram, of name: String) throws {
        guard !service.murder() else { return }
        try checkEnded(service.end(), of: name)
        throw Violation(invariant: .noSurprise, what: "\(name) ended by itself")
    }

    /// Throws where what serves has ended otherwise than because it was asked to.
    func checkEnded(_ run: RunningProgram.Run, of name: String) throws {
        guard run.status != 0 else { return }
        throw Violation(
            invariant: .noSurprise, what: "\(name) ended with \(run.status): \(run.errors)")
    }

    /// Ends the hub as a service manager does.
    func stopHub() throws {
        guard let run = serving?.stop() else { return }
        serving = nil
        try checkEnded(run, of: "serve")
    }

    /// Puts an edition of the kind with a field of every merge where the hub publishes kinds from.
    func publish(edition: Int) throws {
        let kinds = hub.directory.kindsPath
        try FileManager.default.createDirectory(atPath: kinds, withIntermediateDirectories: true)
        try Specimen.source(edition: edition).write(
            toFile: kinds + "/\(Specimen.name).yaml", atomically: true, encoding: .utf8)
    }

    // MARK: Commands

    func start(
        _ arguments: [String], on replica: ProcessReplica, input: String? = nil
    ) throws -> RunningProgram {
        outcome.steps += 1
        return try RunningProgram(
            path: program, arguments + ["--data", replica.directory.path], input: input,
            environment: replica.environment)
    }

    @discardableResult
    func mustSucceed(
        _ arguments: [String], on replica: ProcessReplica
    ) throws -> RunningProgram.Run {
        let run = try start(arguments, on: replica).end()
        guard run.status == 0 else {
            throw Violation(
                invariant: .noSurprise,
                what: "\(arguments[0]) ended with \(run.status) at \(replica.number): \(run.errors)"
            )
        }
        return run
    }

    /// What a person may be told: done; that the input is refused, or its record gone; that nobody answers;
    /// that the directory is in use for the moment; that it is not permitted.
    private static let usual: Set<Int32> = [0, 65, 66, 69, 75, 77]

    /// Throws where a command ended as none may, whatever befell it.
    func check(_ run: RunningProgram.Run, of arguments: [String]) throws {
        guard !Self.usual.contains(run.status) else { return }
        throw Violation(
            invariant: .noSurprise,
            what: "\(arguments.prefix(2)) ended with \(run.status): \(run.errors)")
    }
}

// One thread's.
@available(*, unavailable)
extension ProcessRun: Sendable {}
