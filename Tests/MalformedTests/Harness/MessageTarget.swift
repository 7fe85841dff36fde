import CausalCore
import DeviceIdentity
import RecordModel
import SwiftProtobuf
import SyncEngine
import SyncProtocol

/// The decoder of every message that a route takes or answers, and what reads the message next.
enum MessageTarget {
    static func run(_ bytes: [UInt8]) throws {
        if let frame = try decoded(WireFrame.self, bytes) {
            switch frame.content {
            case .segment(let segment): try check(segment)
            case .closing(let closing): for state in closing.states { _ = Scope(state.scope) }
            case nil: break
            }
        }
        if let segment = try decoded(WireSegment.self, bytes) { try check(segment) }
        if let request = try decoded(WireFrontiersRequest.self, bytes) {
            try check(request.frontiers)
        }
        if let answer = try decoded(WireFrontiersAnswer.self, bytes) { try check(answer.frontiers) }
        if let request = try decoded(WireFetchRequest.self, bytes) { try check(request.frontiers) }
        if let answer = try decoded(WireChangesAnswer.self, bytes) {
            try check(answer.acknowledged)
            for refused in answer.refusals { _ = Refusal(refused.refusal).bytes }
        }
        if let refusal = try decoded(WireRefusal.self, bytes) {
            let read = Refusal(refusal)
            try Law.holds(try Refusal(bytes: read.bytes) == read, "a refusal comes back")
        }
        _ = try decoded(WireWatchAnswer.self, bytes)
        if let request = try decoded(WireJoinRequest.self, bytes) {
            try check(request: request.certificateRequest)
        }
        if let request = try decoded(WireRenewRequest.self, bytes) {
            try check(request: request.certificateRequest)
        }
        if let answer = try decoded(WireJoinAnswer.self, bytes) {
            _ = try Law.typed(IdentityError.self, "a certificate") {
                try DeviceCertificate(der: [UInt8](answer.certificate))
            }
        }
    }

    private static func decoded<Wire: SwiftProtobuf.Message & Equatable>(
        _ type: Wire.Type, _ bytes: [UInt8]
    ) throws -> Wire? {
        guard let message = try? Wire(serializedBytes: bytes) else { return nil }
        let again: Wire = try Law.certain("\(type) written and read") {
            try Wire(serializedBytes: message.serializedBytes() as [UInt8])
        }
        try Law.holds(again == message, "\(type) comes back as it was")
        return message
    }

    private static func check(request: some Collection<UInt8>) throws {
        _ = try Law.typed(IdentityError.self, "a request for a certificate") {
            try CertificateRequest(der: Array(request))
        }
    }

    private static func check(_ frontiers: [WireScopeFrontier]) throws {
        for wire in frontiers {
            let read = try Law.typed(WireError.self, "a frontier") { try ScopeHeads(wire) }
            guard let heads = read else { continue }
            let again = try Law.certain("a frontier, again") { try ScopeHeads(heads.wire) }
            try Law.holds(again == heads, "a frontier comes back as it was")
            heads.vector.checkInvariants()
        }
    }

    private static func check(_ wire: WireSegment) throws {
        let read = try Law.typed(WireError.self, "a segment") { try Segment(wire) }
        guard let segment = read else { return }
        let again = try Law.certain("a segment, again") { try Segment(segment.wire()) }
        try Law.holds(again == segment, "a segment comes back as it was")
    }
}
