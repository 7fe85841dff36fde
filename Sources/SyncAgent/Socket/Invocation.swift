import Foundation

/// A command as somebody typed it, with what it needs to know of where they are.
public struct Invocation: Hashable, Sendable, Codable {
    /// The arguments, without the program's name.
    public var arguments: [String]
    /// The folder that relative paths start from.
    public var folder: String
    /// The variables that commands read.
    public var environment: [String: String]
    /// Whether standard input is a terminal.
    public var isInputTerminal: Bool
    /// Whether standard output is a terminal.
    public var isOutputTerminal: Bool
    /// Whether standard error is a terminal.
    public var isErrorTerminal: Bool
    /// Columns of the terminal.
    public var columns: Int

    /// The most bytes of an invocation on the socket: arguments hold records, not files.
    static let bytesMax = 4 << 20

    /// Makes an invocation of its parts.
    public init(
        arguments: [String], folder: String, environment: [String: String] = [:],
        isInputTerminal: Bool = false, isOutputTerminal: Bool = false,
        isErrorTerminal: Bool = false, columns: Int = 80
    ) {
        self.arguments = arguments
        self.folder = folder
        self.environment = environment
        self.isInputTerminal = isInputTerminal
        self.isOutputTerminal = isOutputTerminal
        self.isErrorTerminal = isErrorTerminal
        self.columns = columns
    }

    var bytes: [UInt8] {
        get throws { [UInt8](try JSONEncoder().encode(self)) }
    }

    init?(bytes: [UInt8]) {
        guard let read = try? JSONDecoder().decode(Invocation.self, from: Data(bytes)) else {
            return nil
        }
        self = read
    }
}
