package import ProcessSimulation

/// A `zssync` that is running.
package typealias Background = RunningProgram

extension RunningProgram {
    /// Starts the `zssync` that was built.
    package convenience init(
        _ arguments: [String], input: String? = nil, environment: [String: String] = [:]
    ) throws {
        try self.init(
            path: Program.path, arguments, input: input, environment: environment)
    }
}
