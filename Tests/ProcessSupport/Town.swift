import Foundation
import ProcessSimulation
package import TestSupport
import Testing

/// A hub that serves, and devices that joined it: real processes, real TLS on loopback.
package final class Town: @unchecked Sendable {
    // One test's; the disk and the hub go with it.
    package static let siteOne = siteCodes[0]
    package static let siteTwo = siteCodes[150]

    package static let siteCodes: [String] = {
        let text =
            (try? String(contentsOfFile: Program.root + "/Fixtures/sites.csv", encoding: .utf8))
        return (text ?? "").split(whereSeparator: \.isNewline).dropFirst()
            .compactMap { $0.split(separator: ",").first.map(String.init) }
            .filter { $0.count == 12 }
    }()

    package let disk: TemporaryDirectory
    package let port: Int
    package private(set) var serve: Background?

    package var hub: String { disk.path + "/H" }

    package init(kinds: [String] = []) throws {
        disk = try TemporaryDirectory()
        port = try FreePort.find()
        _ = try Program.succeed(
            "hub", "init", "--data", hub, "--sites", Program.root + "/Fixtures/sites.csv",
            "--host", "127.0.0.1")
        for kind in kinds {
            try FileManager.default.createDirectory(
                atPath: hub + "/kinds", withIntermediateDirectories: true)
            try FileManager.default.copyItem(
                atPath: kind, toPath: hub + "/kinds/" + (kind as NSString).lastPathComponent)
        }
        try start()
    }

    /// Starts the hub and waits until it listens.
    package func start(environment: [String: String] = [:]) throws {
        let serve = try Background(
            ["serve", "--data", hub, "--listen", "127.0.0.1:\(port)"], environment: environment)
        self.serve = serve
        try eventually {
            try #require(serve.process.isRunning, "serve ended: \(serve.errorText)")
            return FreePort.isTaken(port)
        }
    }

    /// Stops the hub as a service manager does.
    @discardableResult
    package func stop() throws -> Program.Run {
        let run = try #require(serve).stop()
        serve = nil
        return run
    }

    /// Ends the hub by force.
    package func murder() {
        serve?.murder()
        serve = nil
    }

    /// A device that has joined; returns its data directory.
    package func join(_ name: String, site: String = siteOne, roles: [String] = ["clerk"]) throws
        -> String
    {
        let data = disk.path + "/" + name
        let invite = try Program.run(
            ["hub", "invite", "--data", hub, "--site", site, "--label", name]
                + roles.flatMap { ["--role", $0] })
        try #require(invite.status == 0, "invite: \(invite.errors)")
        _ = try Program.succeed("join", invite.line, "--data", data)
        return data
    }
}
