import RecordModel

/// The rows of one kind, one after the other.
struct SampleRows {
    private enum Source {
        case people(SamplePeople, next: Int)
        case visits(SampleVisits)
        case requests(SampleRequests)
        case disclosures(SampleDisclosures)
    }

    private var source: Source

    init(kind: GenerateCommand.SampleKind, seed: UInt64, people: Int, sites: [RegisteredSite]) {
        let population = SamplePeople(seed: seed, count: people, sites: sites)
        source =
            switch kind {
            case .person: .people(population, next: 0)
            case .visit: .visits(SampleVisits(seed: seed, people: population))
            case .proofRequest: .requests(SampleRequests(seed: seed, people: population))
            case .disclosure: .disclosures(SampleDisclosures(seed: seed, sites: sites))
            }
    }

    mutating func appendNext(to bytes: inout [UInt8]) {
        switch source {
        case .people(let people, let next):
            people.appendRow(next, to: &bytes)
            source = .people(people, next: next + 1)
        case .visits(var visits):
            visits.appendNext(to: &bytes)
            source = .visits(visits)
        case .requests(var requests):
            requests.appendNext(to: &bytes)
            source = .requests(requests)
        case .disclosures(var disclosures):
            disclosures.appendNext(to: &bytes)
            source = .disclosures(disclosures)
        }
    }
}
