import ArgumentParser

/// What can be measured; see the design's workloads.
enum Workload: String, ExpressibleByArgument, CaseIterable {
    case visits = "V"
    case updates = "U"
    case merge = "M"
    case bootstrap = "B"
    case nothing = "N"
    case wire = "W"
    case report = "R"
    case saves = "S"
    case pages = "P"
    case storm

    /// What `--count` is where it is not given.
    var countDefault: Int {
        switch self {
        case .visits, .wire: 58_000
        case .updates, .merge: 10_000
        case .bootstrap, .report, .pages: 100_000
        case .nothing: 288
        case .saves: 2_000
        case .storm: 288
        }
    }

    /// Measures once. Every run makes the same rows.
    func once(count: Int) async throws -> [Step] {
        switch self {
        case .visits: try VisitWorkload(visits: VisitRows(count: count)).once()
        case .updates: try UpdateWorkload(visits: VisitRows(count: count)).once()
        case .merge: try MergeWorkload(count: count).once()
        case .bootstrap: try await BootstrapWorkload(count: count).once()
        case .nothing: try NothingWorkload(count: count).once()
        case .wire: try WireWorkload(visits: VisitRows(count: count)).once()
        case .report: try ReportWorkload(visits: VisitRows(count: count)).once()
        case .saves: try SaveWorkload(count: count).once()
        case .pages: try await PageWorkload(count: count).once()
        case .storm: try StormWorkload(count: count).once()
        }
    }

    /// The median of each step over `times` runs.
    func medians(count: Int, times: Int) async throws -> [Step] {
        var runs: [[Step]] = []
        for _ in 0..<times { runs.append(try await once(count: count)) }
        return runs[0].indices.map { index in Step.median(of: runs.map { $0[index] }) }
    }
}

/// A workload that did not do what it is meant to measure.
struct NotMeasured: Error {
    let what: String
    let found: Int
}
