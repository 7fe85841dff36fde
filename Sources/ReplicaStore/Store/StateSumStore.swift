public import RecordModel

/// The states of scopes.
public protocol StateSumStore {
    /// The state of `scope`, as this transaction has left it.
    func stateSum(of scope: Scope) throws -> StateSum

    /// Takes a record's hash out of `scope` and puts another in, where there is one.
    func replace(_ old: [UInt8]?, with new: [UInt8]?, in scope: Scope) throws

    /// Writes what was kept in memory while the transaction ran. Call it last.
    func flush() throws
}
