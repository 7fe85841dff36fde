import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle
import SyncAgent

/// The bar: asking for a sync, stopping one, and the stream that keeps open pages current.
struct SyncPages {
    let desk: Desk

    /// How long a stream says nothing before it shows that it lives, in seconds.
    private static let quietSeconds = 15
    /// The shortest time between two pictures of the bar, in milliseconds.
    private static let paceMilliseconds = 150

    func add(to router: RouterGroup<PageContext>) {
        router.post("/sync") { _, context in
            desk.sync?.request()
            return Answer.see(context.form["_back"] ?? "/")
        }
        router.post("/sync/cancel") { _, context in
            desk.sync?.cancel()
            return Answer.see(context.form["_back"] ?? "/")
        }
        router.get("/events") { request, context in
            let view = try View(desk, request, context)
            // What was committed between the drawing of the page and this is news to it.
            let drawnAt = request.uri.queryParameters["commits"].flatMap { UInt64($0) }
            return Response(
                status: .ok, headers: [.contentType: "text/event-stream"],
                body: ResponseBody { writer in
                    try? await send(view, drawnAt, &writer)
                    try await writer.finish(nil)
                })
        }
    }

    /// Sends the bar whenever it differs, and a word when something was committed.
    @concurrent
    private func send(_ view: View, _ drawnAt: UInt64?, _ writer: inout any ResponseBodyWriter)
        async throws
    {
        var shown = ""
        var commits = drawnAt ?? desk.host.movement.count
        // An open page must not keep the program from ending.
        while !Task.isCancelled, !Task.isShuttingDownGracefully {
            let now = desk.host.movement.count
            let steps = desk.sync?.movement.count ?? 0
            let bar = try await view.bar()
            if bar != shown {
                shown = bar
                try await writer.write(Self.event("bar", bar))
            }
            if now != commits {
                commits = now
                try await writer.write(Self.event("moved", ""))
            }
            try await Task.sleep(for: .milliseconds(Self.paceMilliseconds))
            if await !wait(commits: now, steps: steps) {
                try await writer.write(ByteBuffer(string: ":\n\n"))
            }
        }
    }

    /// Returns whether anything moved before it was quiet for long.
    private func wait(commits: UInt64, steps: UInt64) async -> Bool {
        await withTaskGroup(of: Bool.self) { tasks in
            tasks.addTask {
                await desk.host.movement.wait(beyond: commits)
                return true
            }
            if let sync = desk.sync {
                tasks.addTask {
                    await sync.movement.wait(beyond: steps)
                    return true
                }
            }
            tasks.addTask {
                try? await gracefulShutdown()
                return true
            }
            tasks.addTask {
                try? await Task.sleep(for: .seconds(Self.quietSeconds))
                return false
            }
            defer { tasks.cancelAll() }
            return await tasks.next() ?? false
        }
    }

    private static func event(_ name: String, _ text: String) -> ByteBuffer {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { "data: \($0)\n" }.joined()
        return ByteBuffer(string: "event: \(name)\n\(lines)\n")
    }
}
