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

    /// Rows of one transaction: a sync beside the import waits for one batch, not for all.
    static let batchRows = 1_000
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

    func run(_ rows: RecordRows, isDryRun: Bool, isPartial: Bool) throws -> Outcome {
        let start = ContinuousClock.now
        let progress = ProgressLine(context, isQuiet: isQuiet)
        defer { progress.clear() }
        let (bad, count) = try check(rows, progress, isPartial: isPartial)
        if !isDryRun { try store(rows, leavingOut: bad, of: count, progress) }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        return Outcome(rows: count - bad.count, skipped: bad.count, seconds: seconds)
    }

    // MARK: Checking

    /// Checks every row; throws all that is wrong unless the rest is to be stored.
    private func check(
        _ rows: RecordRows, _ progress: ProgressLine, isPartial: Bool
    ) throws -> (bad: Set<Int>, count: Int) {
        var bad: Set<Int> = []
        var mistakes: [InputMistake] = []
        var mistakeCount = 0
        var count = 0
        do {
            try host.read { replica in
                var check = RowCheck(kind: kind, actor: actor, replica: replica)
                try rows.forEach { result in
                    try context.interruption.check()
                    let found =
                        switch result {
                        case .success(let record): try check.mistakes(in: record)
                        case .failure(let error): error.mistakes
                        }
                    if !found.isEmpty {
                        bad.insert(count)
                        mistakeCount += found.count
                        mistakes += found.prefix(Self.mistakesMax - mistakes.count)
                    }
                    count += 1
                    progress.show("检查 checked", count)
                }
            }
        } catch let error as InputMistake {
            mistakes.append(error)
            throw failure(mistakes, count: mistakeCount + 1, rows.file.name)
        } catch let error as RowError {
            throw failure(error.mistakes, count: error.mistakes.count, rows.file.name)
        }
        guard !mistakes.isEmpty else { return (bad, count) }
        let failure = failure(
            mistakes, count: mistakeCount, rows.file.name, isPartial: isPartial)
        guard isPartial else { throw failure }
        progress.clear()
        context.sayAlways(failure.sentence)
        return (bad, count)
    }

    private func failure(
        _ mistakes: [InputMistake], count: Int, _ file: String, isPartial: Bool = false
    ) -> CommandFailure {
        var lines = [
            "\(file) 有 \(count) 处错误，"
                + (isPartial ? "有错的行没有保存。" : "整个文件都没有保存。")
                + " \(file) has \(count) mistake(s); "
                + (isPartial ? "those rows were left out." : "nothing of it was stored.")
        ]
        lines += mistakes.map {
            let label = $0.sentence(file: file)
            return label.chinese + " " + label.english
        }
        if count > mistakes.count { lines.append("… 另有 \(count - mistakes.count) 处。 and more.") }
        return CommandFailure(.input, lines.joined(separator: "\n"))
    }

    // MARK: Storing

    private func store(
        _ rows: RecordRows, leavingOut bad: Set<Int>, of count: Int, _ progress: ProgressLine
    ) throws {
        var batch: [InputRecord] = []
        var place = 0
        var stored = 0
        let write = {
            guard !batch.isEmpty else { return }
            do {
                try host.write { replica in
                    for record in batch { try save(record, in: replica) }
                }
            } catch {
                throw stored == 0 ? error : Self.halfWay(error, stored: stored, of: count)
            }
            stored += batch.count
            batch.removeAll(keepingCapacity: true)
            progress.show("保存 stored", stored)
        }
        try rows.forEach { result in
            defer { place += 1 }
            if bad.contains(place) { return }
            batch.append(try result.get())
            if batch.count == Self.batchRows { try write() }
        }
        try write()
    }

    private func save(_ record: InputRecord, in replica: Replica) throws {
        if let id = record.id, let place = try replica.store.place(of: id, among: replica.kinds) {
            try replica.edit(
                Draft(
                    kind: kind.name, record: id, values: record.values, actor: actor,
                    origin: .imported),
                of: place, id)
            return
        }
        try replica.add(
            Draft(
                kind: kind.name, record: record.id, site: record.site, values: record.values,
                actor: actor, origin: .imported))
    }

    private static func halfWay(_ error: any Error, stored: Int, of count: Int) -> CommandFailure {
        let cause = CommandFailure(error)
        return CommandFailure(
            cause.status,
            cause.sentence
                + "\n前 \(stored) 行（共 \(count) 行）已保存，请从下一行继续。"
                + " The first \(stored) of \(count) rows are stored; go on from the next.")
    }
}
