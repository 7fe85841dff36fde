/// A place at which bytes from elsewhere come into the program.
///
/// Its name is that of its folder in `Fixtures/malformed`. The same functions run under libFuzzer, see
/// `Fuzz/`, and in the tests.
enum MalformedTarget: String, CaseIterable, Sendable {
    /// Every message of the protocol.
    case message
    /// The header and the body of one change.
    case change
    /// A batch of changes and the stream that it is compressed into.
    case segment
    /// Files of records, as spreadsheets write them.
    case csv
    /// Files of records, a JSON object a line.
    case ndjson
    /// The definition of a kind of records.
    case kind
    /// The line that lets a device join.
    case token
    /// Certificates and requests for them.
    case certificate
    /// What a replica keeps beside its rows: metadata, packed bodies, contexts.
    case stored
    /// A hub that a device with a good certificate and bad intentions writes to.
    case session
    /// A device that a peer, or what it takes for its hub, answers as it likes.
    case answers

    /// The longest input that is worth trying.
    var lengthMax: Int {
        switch self {
        case .token: 4_200
        case .certificate: 2_600
        case .session, .answers: 1_500
        case .message, .change, .segment, .csv, .ndjson, .kind, .stored: 8_192
        }
    }

    /// How many mutations of its corpus a test tries; fewer where one costs more.
    var mutationCount: Int {
        switch self {
        case .session, .answers: 60
        case .certificate: 400
        case .kind: 600
        case .message, .change, .segment, .csv, .ndjson, .token, .stored: 3_000
        }
    }

    /// Feeds `bytes` to the program; throws ``BrokenLaw`` where it does what it must not.
    func run(_ bytes: [UInt8]) throws {
        switch self {
        case .message: try MessageTarget.run(bytes)
        case .change: try ChangeTarget.run(bytes)
        case .segment: try SegmentTarget.run(bytes)
        case .csv: try CSVTarget.run(bytes)
        case .ndjson: try NDJSONTarget.run(bytes)
        case .kind: try KindTarget.run(bytes)
        case .token: try TokenTarget.run(bytes)
        case .certificate: try CertificateTarget.run(bytes)
        case .stored: try StoredTarget.run(bytes)
        case .session: try SessionTarget.run(bytes)
        case .answers: try AnswersTarget.run(bytes)
        }
    }
}
