import DeviceIdentity
import SyncProtocol
import SyncTransport
import Synchronization

/// A service that answers with what it was sent, and remembers what it saw.
final class EchoService: SyncService {
    struct Seen: Sendable {
        var frames = 0
        var bytes = 0
        var peers: Set<DeviceID> = []
        var fetched = 0
        var joins = 0
        var heldWatches = 0
    }

    /// What a fetch is answered with.
    let frames: Int
    let frameBytes: Int
    /// After this many frames a fetch fails; nil if it does not.
    let failsAfter: Int?
    /// Frontiers wait for this before they answer.
    let gate: Gate?
    private let state = Mutex(Seen())

    init(
        frames: Int = 3, frameBytes: Int = 10, failsAfter: Int? = nil, gate: Gate? = nil
    ) {
        self.frames = frames
        self.frameBytes = frameBytes
        self.failsAfter = failsAfter
        self.gate = gate
    }

    var seen: Seen { state.withLock { $0 } }

    struct Failure: Error {}

    func frontiers(_ body: [UInt8], from peer: DeviceCertificate) async throws -> [UInt8] {
        state.withLock { _ = $0.peers.insert(peer.device) }
        await gate?.wait()
        switch body {
        case [0]: throw Failure()
        case [1]: throw Refusal(.badSegment, "第 1 段不对。 Segment 1 is wrong.")
        default: return body
        }
    }

    func changes(_ frames: FrameSequence, from peer: DeviceCertificate) async throws -> [UInt8] {
        for try await frame in frames {
            if frame == [0xFF] { throw Refusal(.notPermitted, "不可以。 No.") }
            state.withLock {
                $0.frames += 1
                $0.bytes += frame.count
            }
        }
        return Array("durable".utf8)
    }

    func fetch(
        _ body: [UInt8], from peer: DeviceCertificate, into writer: any FrameWriter
    ) async throws {
        if body == [1] { throw Refusal(.version, "版本不符。 No version in common.") }
        for number in 0..<frames {
            if number == failsAfter { throw Failure() }
            try await writer.write(
                [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: frameBytes))
            state.withLock { $0.fetched += 1 }
        }
    }

    func watch(_ body: [UInt8], from peer: DeviceCertificate) async throws -> [UInt8] {
        if body == [9] {
            state.withLock { $0.heldWatches += 1 }
            defer { state.withLock { $0.heldWatches -= 1 } }
            try await Task.sleep(for: .seconds(600))
        }
        return Array("moved".utf8) + body
    }

    func renew(_ body: [UInt8], from peer: DeviceCertificate) async throws -> [UInt8] {
        Array("renewed".utf8)
    }

    func join(_ body: [UInt8], from address: String) async throws -> [UInt8] {
        state.withLock { $0.joins += 1 }
        guard body == [UInt8](repeating: 7, count: 16) else {
            throw Refusal(.badToken, "接入码不对。 The token is wrong.")
        }
        return Array(address.utf8)
    }
}

/// A door that is closed until it is opened, once.
actor Gate {
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// How many wait.
    var count: Int { waiting.count }

    func wait() async {
        guard !isOpen else { return }
        await withCheckedContinuation { waiting.append($0) }
    }

    func open() {
        isOpen = true
        for continuation in waiting { continuation.resume() }
        waiting = []
    }
}
