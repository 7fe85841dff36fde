import SyncTransport

extension ServerLimits {
    /// The usual limits but for what `change` sets.
    static func with(_ change: (inout ServerLimits) -> Void) -> ServerLimits {
        var limits = ServerLimits()
        change(&limits)
        return limits
    }
}

extension ClientLimits {
    /// The usual limits but for what `change` sets.
    static func with(_ change: (inout ClientLimits) -> Void) -> ClientLimits {
        var limits = ClientLimits()
        change(&limits)
        return limits
    }
}
