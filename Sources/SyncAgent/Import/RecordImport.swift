public import RecordModel
import ReplicaStore
import SyncEngine

/// Stores the records of a file: all of them, or none.
public struct RecordImport: Sendable {
    private let kind: Kind
    private let host: ReplicaHost
    private let actor: String
    private let check: @Sendable () throws -> Void
    private let progress: @Sendable (Int) -> Void

    /// The most mistakes that are said: nobody reads more.
    public static let mistakesMax = 50

    /// What was stored, or would have been.
    public struct Outcome: Hashable, Sendable {
        /// The rows that were good.
        public let rows: Int
        /// The rows that were left out.
        public let skipped: Int
        /// How long it took.
        public let seconds: Double
        /// What is wrong with the rows that were left out; nil where none was.
        public let leftOut: ImportFailure?
    }

    /// An import in the name of `actor`. Now and then it calls `check`, which throws where the import
    /// is to stop, and `progress` with the rows that are read.
    public init(
        kind: Kind, host: ReplicaHost, actor: String,
        check: @escaping @Sendable () throws -> Void = {},
        progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.kind = kind
        self.host = host
        self.actor = actor
        self.check = check
        self.progress = progress
    }

    /// Reads the file once, in one transaction: the next rows are checked and encoded on the other cores
    /// while the last ones are written, and where any is wrong nothing of the file is kept.
    ///
    /// Throws ``ImportFailure`` where any is wrong and not `isPartial`. May block for long; call it on
    /// a thread that may wait.
    public func run(_ rows: RecordRows, isDryRun: Bool, isPartial: Bool) throws -> Outcome {
        let start = ContinuousClock.now
        var found = Findings()
        if isDryRun {
            try host.read { replica in
                try walk(rows, in: replica, &found, isPartial: isPartial) { _ in }
                try refuse(found, isPartial: isPartial)
            }
        } else {
            try host.write { replica in
                try walk(rows, in: replica, &found, isPartial: isPartial) { verdict in
                    try save(verdict, in: replica)
                }
                try refuse(found, isPartial: isPartial)
            }
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        return Outcome(
            rows: found.rows - found.badRows, skipped: found.badRows, seconds: seconds,
            leftOut: found.mistakeCount > 0 ? found.failure(isPartial: true) : nil)
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

        func failure(isPartial: Bool) -> ImportFailure {
            ImportFailure(mistakes: mistakes, count: mistakeCount, isPartial: isPartial)
        }
    }

    /// Checks every row and hands the good ones to `save`; after a wrong one only where the rest is to
    /// be stored all the same.
    private func walk(
        _ rows: RecordRows, in replica: Replica, _ found: inout Findings, isPartial: Bool,
        save: (RowCheck.Verdict) throws -> Void
    ) throws {
        var rowCheck = RowCheck(kind: kind, actor: actor, roles: host.identity.roles)
        do {
            try rows.forEachBatch(making: rowCheck.rules.checked) { batch in
                try check()
                for verdict in try rowCheck.verdicts(on: batch, replica) {
                    found.rows += 1
                    if case .wrong(let mistakes) = verdict {
                        found.badRows += 1
                        found.note(mistakes)
                    } else if found.badRows == 0 || isPartial {
                        try save(verdict)
                    }
                }
                progress(found.rows)
            }
        } catch let error as InputMistake {
            found.note([error])
            throw found.failure(isPartial: false)
        } catch let error as RowError {
            found = Findings()
            found.note(error.mistakes)
            throw found.failure(isPartial: false)
        }
    }

    /// Throws all that is wrong, unless the rest is to be stored.
    private func refuse(_ found: Findings, isPartial: Bool) throws {
        if found.mistakeCount > 0, !isPartial { throw found.failure(isPartial: false) }
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
