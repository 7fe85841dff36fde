import Dispatch

private let threads = DispatchQueue(label: "zssync.commands", attributes: .concurrent)

/// Runs `work`, which may wait for a terminal, a pipe or a disk, on a thread that may wait, so that
/// a node that executes a command for somebody keeps syncing.
func offLoop<Result: Sendable>(
    _ work: @escaping @Sendable () throws -> Result
) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        threads.async { continuation.resume(with: Swift.Result { try work() }) }
    }
}
