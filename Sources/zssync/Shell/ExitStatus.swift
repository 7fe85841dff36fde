/// The exit codes, as `sysexits.h` names them. Source: the table of exit codes in the README.
enum ExitStatus: Int32 {
    /// Done.
    case done = 0
    /// What was asked about was found: open conflicts, damage.
    case found = 1
    /// Wrong usage.
    case usage = 64
    /// Bad input data.
    case input = 65
    /// No such record, file, conflict.
    case missing = 66
    /// The peer cannot be reached.
    case unreachable = 69
    /// Our bug.
    case bug = 70
    /// Disk full or unreadable.
    case disk = 74
    /// The data directory is in use.
    case inUse = 75
    /// The peer broke the protocol or its signatures.
    case protocolBroken = 76
    /// Not permitted.
    case notPermitted = 77
    /// Configuration.
    case configuration = 78
    /// Ctrl-C.
    case interrupted = 130
}
