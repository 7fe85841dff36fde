import Foundation
import TestSupport
import ProcessSimulation
import ProcessSupport
import Testing

@Suite("Bad input says what, where, what was kept and what to do", .serialized)
struct BadInputTests {
    @Test("wrong values, files and names have their exit codes, and nothing is half stored")
    func values() throws {
        let town = try Town()
        let a = try town.join("A")
        let file = { (name: String, bytes: Data) in
            let path = town.disk.path + "/" + name
            try bytes.write(to: URL(fileURLWithPath: path))
            return path
        }
        let good = #"{"name":"甲"}"#
        let cases: [(status: Int32, says: String, arguments: [String])] = [
            (64, "", ["add"]),
            (65, "unicorn", ["add", "unicorn", "name=x"]),
            (65, "shoe_size", ["add", "person", "name=甲", "shoe_size=43"]),
            (65, "id_number", ["add", "person", "name=甲", "id_number=110105194912310021"]),
            (66, "", ["show", "00000000000000000000000000"]),
            (66, "", ["import", "person", town.disk.path + "/none.csv"]),
            (
                65, "2",
                [
                    "import", "person",
                    try file("broken.ndjson", Data((good + "\n{\"name\":\n" + good).utf8)),
                ]
            ),
            (
                65, "UTF-8",
                [
                    "import", "person",
                    try file("gbk.csv", Data([0x6E, 0x61, 0x6D, 0x65, 10, 0xD5, 0xC5])),
                ]
            ),
            (
                65, "name",
                ["import", "person", try file("twice.csv", Data("name,name\n甲,乙\n".utf8))]
            ),
            (
                65, "3",
                [
                    "import", "person",
                    try file("row.csv", Data("name,risk_level\n甲,high\n乙,purple\n".utf8)),
                ]
            ),
        ]
        for (status, says, arguments) in cases {
            let run = try Program.run(arguments + ["--data", a])
            #expect(run.status == status, "\(arguments): \(run.errors)")
            #expect(says.isEmpty || run.errors.contains(says), "\(arguments): \(run.errors)")
            #expect(run.output.isEmpty, "\(arguments)")
            #expect(!run.errors.contains("甲"), "no personal value in an error")
        }
        #expect(
            try Program.succeed("list", "person", "--data", a, "--format", "ndjson").output.isEmpty)
    }

    @Test("a token works once, unaltered, in time, at its own hub")
    func tokens() throws {
        let town = try Town()
        let invite = { (extra: [String]) in
            try Program.run(
                ["hub", "invite", "--data", town.hub, "--site", Town.siteOne] + extra
            ).line
        }
        let token = try invite([])
        _ = try Program.succeed("join", token, "--data", town.disk.path + "/one")
        let used = try Program.run("join", token, "--data", town.disk.path + "/two")
        #expect(used.status == 77, "\(used.errors)")
        var altered = Array(try invite([]))
        altered[20] = altered[20] == "a" ? "b" : "a"
        #expect(
            try Program.run("join", String(altered), "--data", town.disk.path + "/three").status
                == 65)
        let short = try invite(["--ttl", "1s"])
        usleep(1_200_000)
        #expect(try Program.run("join", short, "--data", town.disk.path + "/four").status == 77)
        // Another hub at the address that the token names.
        let stranger = try Town()
        let strange = try invite([])
        try town.stop()
        try stranger.stop()
        let other = try Background(
            ["serve", "--data", stranger.hub, "--listen", "127.0.0.1:\(town.port)"])
        try eventually { FreePort.isTaken(town.port) }
        #expect(try Program.run("join", strange, "--data", town.disk.path + "/five").status == 76)
        let one = try Program.run("sync", "--data", town.disk.path + "/one")
        #expect(one.status == 76, "\(one.errors)")
        _ = other.stop()
        let gone = try Program.run("sync", "--data", town.disk.path + "/one")
        #expect(gone.status == 69, "\(gone.errors)")
        for name in ["two", "three", "four", "five"] {
            #expect(
                try Program.run("list", "person", "--data", town.disk.path + "/" + name).status
                    == 78
                    || !FileManager.default.fileExists(
                        atPath: town.disk.path + "/\(name)/replica.sqlite")
            )
        }
    }

    @Test("damaged, empty and busy data directories are refused and left as they are")
    func directories() throws {
        let town = try Town()
        let a = try town.join("A")
        _ = try Program.succeed("add", "person", "name=甲", "--data", a)
        let database = a + "/replica.sqlite"
        let bytes = try Data(contentsOf: URL(fileURLWithPath: database))
        for wrong in [Data(), Data(repeating: 7, count: 9_000)] {
            let copy = town.disk.path + "/copy"
            try? FileManager.default.removeItem(atPath: copy)
            try FileManager.default.copyItem(atPath: a, toPath: copy)
            for name in ["-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: copy + "/replica.sqlite" + name)
            }
            try wrong.write(to: URL(fileURLWithPath: copy + "/replica.sqlite"))
            let run = try Program.run("list", "person", "--data", copy)
            #expect(run.status == 74, "\(run.errors)")
            #expect(try Data(contentsOf: URL(fileURLWithPath: copy + "/replica.sqlite")) == wrong)
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: database)) == bytes)
        let lock = open(a + "/lock", O_RDWR)
        #expect(flock(lock, LOCK_EX) == 0)
        let busy = try Program.run("add", "person", "name=乙", "--data", a)
        #expect(busy.status == 75, "\(busy.errors)")
        _ = try Program.succeed("list", "person", "--data", a)
        close(lock)
        #expect(
            try Program.run("list", "person", "--data", town.disk.path + "/nothing").status == 66)
    }
}
