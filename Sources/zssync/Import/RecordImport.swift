import Foundation
import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

/// Stores the records of a file: all of them, or none.
struct RecordImport: Sendable {
    let kind: Kind
    let host: ReplicaHost
    let actor: String
    let context: CommandContext
    let isQuiet: Bool

    /// The most mistakes that are said: nobody reads more.
    static let mistakesMax = 50

    /// What was stored.
    struct Outcome: Sendable {
        let rows: Int
        let skipped: Int
        let seconds: Double

        /// The object that is printed.
        var members: [Document.Member] {
            [
                .init("rows", .integer(rows)), .init("seconds", .number(seconds)),
                .init(
                    "rows_per_second",
                    .integer(seconds > 0 ? Int((Double(rows) / seconds).rounded()) : 0)),
            ]
        }
    }

    /// Reads the file once, in one transaction: the next rows are checked and encoded on the other cores
    /// while the last ones are written, and where any is wrong nothing of the file is kept.
    func run(_ rows: RecordRows, isDryRun: Bool, isPartial: Bool) throws -> Outcome {
        let start = ContinuousClock.now
        let progress = ProgressLine(context, isQuiet: isQuiet)
        defer { progress.clear() }
        var found = Findings()
        if isDryRun {
            try host.read { replica in
                try walk(rows, in: replica, &found, progress, isPartial: isPartial) { _ in }
                try refuse(found, rows, isPartial: isPartial)
            }
        } else {
            try host.write { replica in
                try walk(rows, in: replica, &found, progress, isPartial: isPartial) { verdict in
                    try save(verdict, in: replica)
                }
                try refuse(found, rows, isPartial: isPartial)
            }
        }
        if found.mistakeCount > 0 {
            progress.clear()
            context.sayAlways(failure(found, rows.file.name, isPartial: true).sentence)
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        return Outcome(
            rows: found.rows - found.badRows, skipped: found.badRows, seconds: seconds)
    }

    /// What a walk through the file has found.
    private struct Findings {
        var rows = 0
        var badRows = 0
        var mistakeCount = 0
        /// The first of them.
        var mistakes: [InputMistake] = []

        mutating func note(_ found: [InputMistake]) {
            mistakeCount += found.count
            mistakes += found.prefix(RecordImport.mistakesMax - mistakes.count)
        }
    }

    /// Checks every row and hands the good ones to `save`; after a wrong one only where the rest is to
    /// be stored all the same.
    private func walk(
        _ rows: RecordRows, in replica: Replica, _ found: inout Findings,
        _ progress: ProgressLine, isPartial: Bool, save: (RowCheck.Verdict) throws -> Void
    ) throws {
        var check = RowCheck(kind: kind, actor: actor, roles: host.identity.roles)
        do {
            try rows.forEachBatch(making: check.rules.checked) { batch in
                try context.interruption.check()
                for verdict in try check.verdicts(on: batch, replica) {
                    found.rows += 1
                    if case .wrong(let mistakes) = verdict {
                        found.badRows += 1
                        found.note(mistakes)
                    } else if found.badRows == 0 || isPartial {
                        try save(verdict)
                    }
                }
                progress.show("导入 imported", found.rows)
            }
        } catch let error as InputMistake {
            found.note([error])
            throw failure(found, rows.file.name)
        } catch let error as RowError {
            found = Findings()
            found.note(error.mistakes)
            throw failure(found, rows.file.name)
        }
    }

    /// Throws all that is wrong, unless the rest is to be stored.
    private func refuse(_ found: Findings, _ rows: RecordRows, isPartial: Bool) throws {
        if found.mistakeCount > 0, !isPartial { throw failure(found, rows.file.name) }
    }

    private func failure(
        _ found: Findings, _ file: String, isPartial: Bool = false
    ) -> CommandFailure {
        var lines = [
            "\(file) 有 \(found.mistakeCount) 处错误，"
                + (isPartial ? "有错的行没有保存。" : "整个文件都没有保存。")
                + " \(file) has \(found.mistakeCount) mistake(s); "
                + (isPartial ? "those rows were left out." : "nothing of it was stored.")
        ]
        lines += found.mistakes.map {
            let label = $0.sentence(file: file)
            return label.chinese + " " + label.english
        }
        let rest = found.mistakeCount - found.mistakes.count
        if rest > 0 { lines.append("… 另有 \(rest) 处。 and more.") }
        return CommandFailure(.input, lines.joined(separator: "\n"))
    }

    /// Writes one row.
    private func save(_ row: RowCheck.Verdict, in replica: Replica) throws {
        switch row {
        case .new(let record): try replica.add(record)
        case .other(let record):
            if let id = record.id, let place = try replica.store.place(of: id, among: replica.kinds)
            {
                try replica.edit(
                    Draft(
                        kind: kind.name, record: id, values: record.values, actor: actor,
                        origin: .imported),
                    of: place, id)
            } else {
                try replica.add(
                    Draft(
                        kind: kind.name, record: record.id, site: record.site,
                        values: record.values, actor: actor, origin: .imported))
            }
        case .wrong(let mistakes): throw RowError(mistakes)
        }
    }
}
