import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// A line to one port of loopback, over which everything that can befall a line does.
package final class FaultyLine: Sendable {
    /// What befalls it.
    package enum Condition: Sendable, Equatable {
        case open
        /// Whoever calls is cut off at once.
        case down
        /// It breaks after so many bytes, counted over both directions.
        case cut(after: Int)
        /// After so many bytes of answers no more come back, while what is sent still arrives; then it breaks.
        case deaf(after: Int)
        /// Every piece is late by so many milliseconds.
        case slow(milliseconds: Int64)
    }

    /// What becomes of a piece that has come.
    private struct Passage {
        let bytes: Int
        var breaksAfter: TimeAmount?
        var delay = TimeAmount.zero
    }

    private struct State {
        var condition = Condition.open
        var target: Int
        var passed = 0
    }

    /// How long a caller who hears nothing waits before the line is found to be broken.
    private static let silence = TimeAmount.milliseconds(150)

    private let state: Mutex<State>
    private let listener: any Channel
    /// Where one calls.
    package let port: Int

    /// A line to `target`, open.
    package init(to target: Int) throws {
        state = Mutex(State(target: target))
        // One loop for both ends, so that they can call each other.
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let box = Box()
        listener = try ServerBootstrap(group: loop)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { near in
                guard let line = box.line, let target = line.target else {
                    return near.close()
                }
                return ClientBootstrap(group: loop)
                    .connect(host: "127.0.0.1", port: target)
                    .flatMapThrowing { far in
                        try near.pipeline.syncOperations.addHandler(
                            Relay(to: far, of: line, isAnswer: false))
                        try far.pipeline.syncOperations.addHandler(
                            Relay(to: near, of: line, isAnswer: true))
                    }
                    .flatMapError { _ in near.close() }
            }
            .bind(host: "127.0.0.1", port: 0).wait()
        port = listener.localAddress?.port ?? 0
        box.set(self)
    }

    deinit { listener.close(promise: nil) }

    /// The listener knows its line only once there is one.
    private final class Box: Sendable {
        private struct Weak: Sendable { weak var line: FaultyLine? }
        private let held = Mutex(Weak())

        var line: FaultyLine? { held.withLock { $0.line } }

        func set(_ line: FaultyLine) { held.withLock { $0.line = line } }
    }

    /// What befalls the line from now on; bytes are counted anew.
    package func set(_ condition: Condition, to target: Int? = nil) {
        state.withLock {
            $0.condition = condition
            $0.passed = 0
            if let target { $0.target = target }
        }
    }

    /// Where the line leads now; nil while it is down.
    private var target: Int? { state.withLock { $0.condition == .down ? nil : $0.target } }

    private var delay: TimeAmount {
        state.withLock {
            if case .slow(let delay) = $0.condition { .milliseconds(delay) } else { .zero }
        }
    }

    private func pass(_ count: Int, isAnswer: Bool) -> Passage {
        state.withLock { state in
            switch state.condition {
            case .open: return Passage(bytes: count)
            case .down: return Passage(bytes: 0, breaksAfter: .zero)
            case .slow(let delay): return Passage(bytes: count, delay: .milliseconds(delay))
            case .cut(let limit):
                let passed = min(count, max(0, limit - state.passed))
                state.passed += passed
                return Passage(bytes: passed, breaksAfter: passed < count ? .zero : nil)
            case .deaf(let limit):
                guard isAnswer else { return Passage(bytes: count) }
                let passed = min(count, max(0, limit - state.passed))
                state.passed += passed
                return Passage(bytes: passed, breaksAfter: passed < count ? Self.silence : nil)
            }
        }
    }

    private final class Relay: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let other: any Channel
        private let line: FaultyLine
        private let isAnswer: Bool

        init(to other: any Channel, of line: FaultyLine, isAnswer: Bool) {
            self.other = other
            self.line = line
            self.isAnswer = isAnswer
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            var bytes = unwrapInboundIn(data)
            let passage = line.pass(bytes.readableBytes, isAnswer: isAnswer)
            let (near, far) = (context.channel, other)
            if passage.bytes > 0, let passed = bytes.readSlice(length: passage.bytes) {
                // Late, but in order: timers of one delay go off in the order in which they were set.
                Self.after(passage.delay, on: context.eventLoop) {
                    far.writeAndFlush(passed, promise: nil)
                }
            }
            guard let time = passage.breaksAfter else { return }
            Self.after(time, on: context.eventLoop) {
                far.close(promise: nil)
                near.close(promise: nil)
            }
        }

        func channelInactive(context: ChannelHandlerContext) {
            let far = other
            // Behind what is late.
            Self.after(line.delay, on: context.eventLoop) { far.close(promise: nil) }
        }

        private static func after(
            _ time: TimeAmount, on loop: any EventLoop, _ work: @escaping @Sendable () -> Void
        ) {
            if time > .zero { loop.scheduleTask(in: time, work) } else { work() }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }
}
