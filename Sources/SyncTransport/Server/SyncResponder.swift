import DeviceIdentity
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle
import SyncProtocol

/// Takes one request: who sends it, may it, is it small enough; then asks the service.
struct SyncResponder: Sendable {
    let service: any SyncService
    let settings: SyncServer.Settings
    let gate: RequestGate
    let guesses: GuessLimiter
    let logger: Logger

    init(service: any SyncService, settings: SyncServer.Settings, logger: Logger) {
        self.service = service
        self.settings = settings
        gate = RequestGate(requestsMax: settings.limits.requestsPerDeviceMax)
        guesses = GuessLimiter(
            guessesMax: settings.limits.guessesMax,
            spanSeconds: settings.limits.guessSpanSeconds)
        self.logger = logger
    }

    func respond(
        to request: Request, with writer: consuming ResponseWriter, on channel: any Channel
    ) async throws {
        let patience = Patience(channel: channel, seconds: settings.limits.stepSeconds)
        let answer = ResponseFrameWriter(writer, patience: patience)
        let connection = try await PeerConnection(of: channel)
        do {
            if let bytes = try await serve(
                request, over: connection, on: channel, patience, into: answer)
            {
                try await answer.answer(.ok, bytes, closing: false)
            } else {
                try await answer.finish()
            }
        } catch {
            let refusal = refusal(for: error, of: request)
            guard !answer.hasBegun else {
                // Frames are out already: only a cut tells the peer that they are not all.
                try await channel.close()
                return
            }
            let isLast = !patience.bodyHasEnded && request.mayGoOn(over: connection)
            try await answer.answer(
                refusal.status, refusal.bytes, closing: isLast && !connection.isHTTP2)
        }
        if !patience.bodyHasEnded && request.mayGoOn(over: connection) {
            // Hummingbird reads on to the end of the body, which may never come. Closing at once
            // could destroy the answer on its way, so the peer gets a moment to read it.
            patience.begin(seconds: settings.limits.lingerSeconds)
        }
    }

    /// The service's answer; nil if it was streamed.
    private func serve(
        _ request: Request, over connection: PeerConnection, on channel: any Channel,
        _ patience: Patience, into answer: ResponseFrameWriter
    ) async throws -> [UInt8]? {
        guard let route = SyncRoute(rawValue: request.head.path ?? ""),
            route.method == request.method.rawValue
        else {
            throw Refusal(.notFound, "没有这个地址。 There is no such route.")
        }
        if route == .join {
            return try await join(request, from: connection.address, patience)
        }
        let peer = try await identify(connection, for: route == .renew ? .renewal : .sync)
        try gate.enter(peer.device)
        defer { gate.leave(peer.device) }
        if route == .changes {
            let frames = FrameSequence(
                body: request.body, frameBytesMax: settings.limits.frameBytesMax,
                patience: patience)
            return try await service.changes(frames, from: peer)
        }
        let body = try await body(of: request, route, patience)
        switch route {
        case .frontiers: return try await service.frontiers(body, from: peer)
        case .renew: return try await service.renew(body, from: peer)
        case .watch:
            return try await cancelWhenGracefulShutdown {
                try await channel.whileOpen { try await service.watch(body, from: peer) }
            }
        default:
            try await service.fetch(body, from: peer, into: answer)
            return nil
        }
    }

    private func join(
        _ request: Request, from address: String, _ patience: Patience
    ) async throws -> [UInt8] {
        guard settings.acceptsJoins else {
            throw Refusal(
                .notFound,
                "这里不是中心，不能接入。 This is not the hub; joining is not possible here.")
        }
        try guesses.admit(address, now: .now)
        do {
            return try await service.join(body(of: request, .join, patience), from: address)
        } catch let refusal as Refusal {
            if refusal.code == .badToken { guesses.wrongGuess(from: address, now: .now) }
            throw refusal
        }
    }

    /// Who sends a request. TLS has proved that it holds the key; whether the certificate still
    /// counts is asked for each request, so that a revocation also ends a connection that is open.
    private func identify(
        _ connection: PeerConnection, for purpose: TrustPolicy.Purpose
    ) async throws -> DeviceCertificate {
        guard let der = connection.certificateDER else {
            throw Refusal(
                .notIdentified,
                "没有出示设备证书，请先接入。 No device certificate was shown. Join first.")
        }
        let revoked = try await settings.revoked()
        do {
            return try settings.policy.verify(
                der: der, validity: settings.validity(), revoked: revoked, purpose: purpose)
        } catch {
            throw Refusal(error)
        }
    }

    private func body(
        of request: Request, _ route: SyncRoute, _ patience: Patience
    ) async throws -> [UInt8] {
        let bytesMax = route.bodyBytesMax
        let declared = request.headers[.contentLength].flatMap { Int($0) }
        guard declared ?? 0 <= bytesMax else { throw Refusal(tooLargeFor: bytesMax) }
        patience.begin()
        defer { patience.end() }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(declared ?? 0)
        var chunks = BodyChunks(request.body)
        while let chunk = try await chunks.next() {
            guard bytes.count + chunk.readableBytes <= bytesMax else {
                throw Refusal(tooLargeFor: bytesMax)
            }
            bytes.append(contentsOf: chunk.readableBytesView)
        }
        patience.bodyEnded()
        guard declared == nil || declared == bytes.count else {
            throw Refusal(.badRequest, FrameError.cut.description)
        }
        return bytes
    }

    private func refusal(for error: any Error, of request: Request) -> Refusal {
        if let refusal = error as? Refusal { return refusal }
        if error is CancellationError {
            return Refusal(
                .busy,
                "对方正在停机，请稍后再试，本机数据都在。"
                    + " The other side is shutting down. Nothing was lost; try again later.")
        }
        logger.error(
            "A request failed.",
            metadata: [
                "sync.route": "\(SyncRoute(rawValue: request.head.path ?? "")?.rawValue ?? "")",
                "error.type": "\(type(of: error))", "error.description": "\(error)",
            ])
        return Refusal(
            .internalError,
            "对方程序出错，未完成的部分未保存，请稍后再试。"
                + " The other side failed; what was not finished was not stored. Try again later.")
    }
}

extension Refusal {
    init(_ error: IdentityError) {
        let code: Code =
            switch error {
            case .revoked: .revoked
            case .expired: .expired
            case .expiredForGood, .notYetValid, .notTheHub: .notPermitted
            default: .notIdentified
            }
        self.init(code, error.description)
    }

    fileprivate init(tooLargeFor bytesMax: Int) {
        self.init(
            .tooLarge,
            "请求超过上限 \(bytesMax) 字节，未处理。"
                + " The request is over the limit of \(bytesMax) bytes; it was not looked at.")
    }
}

extension Request {
    /// Whether the body may be so long, or endless, that it must not be read on to its end.
    fileprivate func mayGoOn(over connection: PeerConnection) -> Bool {
        if let declared = headers[.contentLength].flatMap({ Int($0) }) {
            return declared > 64 << 10
        }
        return connection.isHTTP2 || headers[.transferEncoding] != nil
    }
}
