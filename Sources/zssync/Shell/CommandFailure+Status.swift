import DeviceIdentity
import ReplicaStore
import SyncAgent
import SyncEngine
import SyncProtocol
import SyncTransport

// Which code each error of the modules below is.
extension CommandFailure {
    static func status(_ error: StoreError) -> ExitStatus {
        switch error {
        case .noReplica: .missing
        case .inUse: .inUse
        case .newerFile: .configuration
        case .emptyFile, .foreignFile, .damaged, .diskFull, .unreadable, .notDurable: .disk
        }
    }

    static func status(_ error: EngineError) -> ExitStatus {
        switch error {
        case .notPermitted: .notPermitted
        case .noSuchRecord, .noSuchConflict, .noSuchVersion, .noSuchCandidate,
            .erased, .noSuchDevice:
            .missing
        case .alreadySettled, .badToken, .invalid, .noSuchKind: .input
        case .cannotResolve, .isOrder: .usage
        case .damaged: .disk
        }
    }

    static func status(_ error: AgentError) -> ExitStatus {
        switch error {
        case .alreadyThere, .notTheHub, .isTheHub: .configuration
        case .incomplete: .disk
        case .badFile: .input
        case .noSuchSite: .missing
        case .diverged: .bug
        case .badRoles: .usage
        }
    }

    static func status(_ error: TransportError) -> ExitStatus {
        switch error {
        case .notReachable: .unreachable
        case .wrongCA, .protocolBroken: .protocolBroken
        case .notAccepted(let refusal), .refused(let refusal): status(refusal)
        }
    }

    static func status(_ refusal: Refusal) -> ExitStatus {
        switch refusal.code {
        case .notIdentified, .notPermitted, .revoked, .expired, .badToken: .notPermitted
        case .busy, .internalError, .waiting, .unknownAuthor: .unreachable
        case .badRequest, .tooLarge, .notFound, .badSegment, .fork, .version: .protocolBroken
        }
    }

    static func status(_ error: IdentityError) -> ExitStatus {
        switch error {
        case .malformed, .wrongAuthority, .notTheHub: .protocolBroken
        case .notYetValid, .expired, .expiredForGood, .revoked: .notPermitted
        case .cannotIssue: .input
        }
    }
}
